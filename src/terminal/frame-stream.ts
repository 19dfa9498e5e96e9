import { Readable, Writable } from 'node:stream';

/** What Ink needs to know of its output, and who gets the frames. */
export interface FrameStreamOptions {
  readonly columns: number;
  readonly rows: number;
  /** Gets each committed frame whole: rows joined by line feeds, SGR inside. */
  readonly onFrame: (frame: string) => void;
}

/**
 * The `stdout` for Ink's render with `debug: true, interactive: true`: every write is then one whole frame, except the
 * empty ones that Ink uses as barriers. It says that it is no TTY, so that Ink sends no cursor or mode sequences: the
 * screen is the painter's alone.
 */
export class FrameStream extends Writable {
  readonly isTTY = false;
  columns: number;
  rows: number;
  readonly #onFrame: (frame: string) => void;

  constructor({ columns, rows, onFrame }: FrameStreamOptions) {
    super({ decodeStrings: false });
    // Every component that asks for the window size listens here.
    this.setMaxListeners(0);
    this.columns = columns;
    this.rows = rows;
    this.#onFrame = onFrame;
  }

  /** Tells Ink the new size; it lays out and commits a frame before this returns. */
  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const frame = String(chunk);
    if (frame !== '') this.#onFrame(frame);
    done();
  }
}

/** The `stdin` for Ink: never readable and no TTY, because keys go to the key reader and Ink must not take any. */
export const silentInput = (): Readable => new Readable({ read: () => {} });
