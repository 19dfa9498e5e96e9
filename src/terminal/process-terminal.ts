import { createKeyReader, type Key } from './keys.ts';
import { createPainter, type Painter } from './painter.ts';
import { timeoutSchedule } from './schedule.ts';
import { type Ending, type Host, openTerminal, type TerminalSession, type TerminalSize } from './session.ts';
import { divertOutput } from './stray-output.ts';
import { createTtyOutput, openTtyDevice } from './tty-output.ts';

/** What a full-screen program does when its terminal has news. */
export interface ProcessTerminalOptions {
  readonly onKey: (key: Key) => void;
  readonly onPaste: (text: string) => void;
  /** The painter already knows the new size. */
  readonly onResize: (size: TerminalSize) => void;
  readonly onEnd: (ending: Ending) => void | Promise<void>;
  /** Gets what anything else wrote to stdout or stderr while the screen was up. */
  readonly onStrayOutput: (text: string) => void;
}

/** This process's terminal, taken over, with keys and painter wired to it. */
export interface ProcessTerminal {
  readonly session: TerminalSession;
  readonly painter: Painter;
  /** Gives the terminal back and the keyboard up; the process can end. */
  close(): void;
}

/** The message comes last, where a person looks: a stack can push it off the screen. */
const crashReport = (error: unknown): string => {
  const [message, stack] = error instanceof Error ? [error.message, `${error.stack ?? ''}\n`] : [String(error), ''];
  return `${stack}peerdeck stopped on an error of its own: ${message}\n`;
};

/** Takes over the terminal of this process: process.stdin and process.stdout must be TTYs. */
export const openProcessTerminal = (options: ProcessTerminalOptions): ProcessTerminal => {
  const { onKey, onPaste, onResize, onEnd, onStrayOutput } = options;
  const { stdin, stdout, stderr } = process;
  const host: Host = {
    pid: process.pid,
    on: (event, listener) => process.on(event, listener),
    off: (event, listener) => process.off(event, listener),
    refreshSize: () => process.emit('SIGWINCH', 'SIGWINCH'),
    kill: (pid, signal) => process.kill(pid, signal),
    exit: status => process.exit(status),
  };
  // On a dead line stderr has nobody to tell; without a listener its error would be one more crash.
  stderr.on('error', () => {});
  const keys = createKeyReader({ onKey, onPaste, schedule: timeoutSchedule });
  const output = createTtyOutput({
    device: openTtyDevice(stdout.fd),
    schedule: timeoutSchedule,
    onGone: () => process.emit('SIGHUP', 'SIGHUP'),
  });
  const session = openTerminal({
    stdin,
    stdout,
    output,
    host,
    schedule: timeoutSchedule,
    onInput: text => keys.feed(text),
    onResize: size => {
      painter.resize(size.columns, size.rows);
      onResize(size);
    },
    onRepaint: () => painter.invalidate(),
    onEnd,
    onCrash: error => stderr.write(crashReport(error)),
    onEnter: () => divertOutput([stdout, stderr], onStrayOutput),
  });
  const painter = createPainter({ write: session.write, onDrain: session.onDrain, ...session.size() });
  return {
    session,
    painter,
    close() {
      keys.close();
      session.close();
    },
  };
};
