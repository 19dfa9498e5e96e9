/** A program in a pseudo terminal, with every byte that it sends and when it came. */
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { environment } from './program.ts';

/** The screen of all figures. */
export const size = { columns: 200, rows: 60 } as const;

/** What came in one read. */
interface Chunk {
  readonly at: number;
  readonly data: string;
}

/** A running program and its screen. */
export interface OnScreen {
  readonly pid: number;
  /** When it was started, on performance.now()'s clock. */
  readonly startedAt: number;
  readonly type: (keys: string) => void;
  /** Resolves with the time at which the bytes came after which the screen's text was so; rejects after ten seconds or at the program's end. */
  readonly shows: (isShown: (text: string) => boolean) => Promise<number>;
  readonly chunks: readonly Chunk[];
  /** Kills the program and resolves when it is gone. */
  readonly end: () => Promise<void>;
}

const patienceMs = 10_000;

/** The characters of an emulator's screen, rows joined by line feeds. */
function textOf({ buffer: { active }, rows }: xterm.Terminal): string {
  return Array.from({ length: rows }, (_, y) => active.getLine(active.viewportY + y)?.translateToString(true)).join(
    '\n',
  );
}

/** Starts a program. Its screen is only kept up while somebody waits for something on it, so that measuring costs little. */
export function openOnScreen(file: string, args: readonly string[]): OnScreen {
  const startedAt = performance.now();
  const { columns: cols, rows } = size;
  const pty: IPty = spawn(file, [...args], { cols, rows, env: environment });
  const emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 });
  const chunks: Chunk[] = [];
  const { promise: gone, resolve: tellGone } = Promise.withResolvers<void>();
  let written = 0;
  let onNews: (at: number) => void = () => {};
  let ended = false;

  pty.onData(data => {
    const at = performance.now();
    chunks.push({ at, data });
    onNews(at);
  });
  pty.onExit(() => {
    ended = true;
    tellGone();
    onNews(performance.now());
  });

  return {
    pid: pty.pid,
    startedAt,
    chunks,
    type: keys => pty.write(keys),
    shows: isShown =>
      new Promise((resolve, reject) => {
        const patience = setTimeout(() => fail('what was waited for is not on the screen'), patienceMs);
        const stop = (): void => {
          clearTimeout(patience);
          onNews = () => {};
        };
        function fail(why: string): void {
          stop();
          reject(new Error(`${file} ${args.join(' ')}: ${why}:\n${textOf(emulator)}`));
        }
        function look(at: number): void {
          const news = chunks.slice(written).map(chunk => chunk.data);
          written = chunks.length;
          emulator.write(news.join(''), () => {
            if (isShown(textOf(emulator))) {
              stop();
              resolve(at);
            } else if (ended) fail('it ended');
          });
        }
        onNews = look;
        look(performance.now());
      }),
    end: () => {
      if (!ended) pty.kill('SIGKILL');
      return gone;
    },
  };
}

/** True when the console's screen shows a metro with figures: rates in both directions at the end of its row. */
export const showsRates = (text: string): boolean => /Amsterdam .* [1-9]\d*\.\d +\d+\.\d/.test(text);
