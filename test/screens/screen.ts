import xterm from '@xterm/headless';
import { type Instance, render } from 'ink';
import type { ReactElement } from 'react';
import { FrameStream, silentInput } from '../../src/terminal/frame-stream.ts';
import { createKeyReader, type Key } from '../../src/terminal/keys.ts';
import { createPainter } from '../../src/terminal/painter.ts';
import type { Cancel, Schedule } from '../../src/terminal/schedule.ts';
import type { Theme } from '../../src/terminal/theme.ts';
import { keyBytes } from './key-bytes.ts';
import { styledRows } from './styled-rows.ts';

/** What to show, how large, and who gets the keys. */
export interface ScreenOptions {
  readonly columns: number;
  readonly rows: number;
  /** Makes the element once; give the app a way to `onKey` of your own through a closure. */
  readonly element: () => ReactElement;
  readonly onKey?: (key: Key) => void;
  readonly onPaste?: (text: string) => void;
  readonly onResize?: (columns: number, rows: number) => void;
}

/** A screen as a person at a terminal has it: keys go in, a grid of characters can be read. */
export interface Screen {
  /** Types keys, one packet each; returns when the screen shows their effect. */
  press(...keys: readonly Key[]): Promise<void>;
  /** Sends raw terminal input as one packet. */
  feed(packet: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Waits until all committed frames are on the grid. */
  settle(): Promise<void>;
  /** The rows, right-trimmed, joined by line feeds. */
  text(): Promise<string>;
  /** The rows with every run that is not in the default look marked: ‹tone:text›; without a theme ‹SGR:text›. */
  styled(theme?: Theme): Promise<string>;
  /** Bytes sent to the terminal since the screen was opened or `resetBytes` was called. */
  bytes(): number;
  resetBytes(): void;
  /** Frames that Ink committed so far. */
  frames(): number;
  close(): void;
}

/** A terminal emulator that painter bytes go to. */
export const createEmulator = (columns: number, rows: number): xterm.Terminal => {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  // What the session sends on entering: alternate screen, cursor hidden, autowrap off.
  emulator.write('\u001b[?1049h\u001b[?25l\u001b[?7l');
  return emulator;
};

/** The emulator's rows, right-trimmed. */
export const rowsOf = (emulator: xterm.Terminal): readonly string[] => {
  const { active } = emulator.buffer;
  return Array.from(
    { length: emulator.rows },
    (_, y) =>
      active
        .getLine(active.viewportY + y)
        // After it was made narrower the emulator keeps what stood beyond its edge.
        ?.translateToString(true, 0, emulator.cols)
        .trimEnd() ?? '',
  );
};

/** Resolves when the emulator has taken all bytes. */
export const written = (emulator: xterm.Terminal): Promise<void> => new Promise(resolve => emulator.write('', resolve));

/** Timers of the key reader that fire when the test says so: a lone Esc needs no waiting. */
const createHold = (): { readonly schedule: Schedule; readonly release: () => void } => {
  const waiting = new Set<() => void>();
  const schedule: Schedule = (_ms, run) => {
    waiting.add(run);
    const cancel: Cancel = () => waiting.delete(run);
    return cancel;
  };
  const release = (): void => {
    const due = [...waiting];
    waiting.clear();
    for (const run of due) run();
  };
  return { schedule, release };
};

/** Renders an element the way the program does: Ink, frame stream, painter, terminal. */
export const openScreen = async (options: ScreenOptions): Promise<Screen> => {
  const { columns, rows, element, onKey = () => {}, onPaste = () => {}, onResize = () => {} } = options;
  const emulator = createEmulator(columns, rows);
  let bytes = 0;
  let frames = 0;
  const painter = createPainter({
    write: data => {
      bytes += Buffer.byteLength(data);
      emulator.write(data);
      return true;
    },
    onDrain: run => run(),
    columns,
    rows,
  });
  const stdout = new FrameStream({
    columns,
    rows,
    onFrame: frame => {
      frames += 1;
      painter.paint(frame);
    },
  });
  const hold = createHold();
  const keys = createKeyReader({ onKey, onPaste, schedule: hold.schedule });
  const app: Instance = render(element(), {
    stdout,
    stderr: stdout,
    stdin: silentInput(),
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });

  const settle = async (): Promise<void> => {
    // React's scheduler works in turns of the event loop, and an effect can set state again: done is when turns bring nothing.
    for (let before = -1; before !== frames; ) {
      before = frames;
      for (let turn = 0; turn < 3; turn += 1) await new Promise(resolve => setImmediate(resolve));
      await app.waitUntilRenderFlush();
    }
    await written(emulator);
  };
  await settle();

  return {
    async press(...pressed) {
      for (const key of pressed) {
        keys.feed(keyBytes(key));
        hold.release();
      }
      await settle();
    },
    async feed(packet) {
      keys.feed(packet);
      hold.release();
      await settle();
    },
    async resize(newColumns, newRows) {
      emulator.resize(newColumns, newRows);
      painter.resize(newColumns, newRows);
      onResize(newColumns, newRows);
      stdout.resize(newColumns, newRows);
      await settle();
    },
    settle,
    async text() {
      await settle();
      return rowsOf(emulator).join('\n');
    },
    async styled(theme) {
      await settle();
      return styledRows(emulator, theme).join('\n');
    },
    bytes: () => bytes,
    resetBytes: () => {
      bytes = 0;
    },
    frames: () => frames,
    close: () => {
      keys.close();
      app.unmount();
      emulator.dispose();
    },
  };
};
