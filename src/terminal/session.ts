import type { Cancel, Schedule } from './schedule.ts';
import type { TtyOutput } from './tty-output.ts';

type Listener = (...values: unknown[]) => void;

/** The keyboard's side of the terminal; process.stdin is one. */
interface TerminalInput {
  setRawMode?(on: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  resume(): unknown;
  pause(): unknown;
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
}

/** The side that knows the size and tells about its change; process.stdout is one. */
interface TerminalScreen {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
}

/** What the session needs of the process. */
export interface Host {
  readonly pid: number;
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
  /** Asks the screen to read its size anew: SIGWINCH does not reach a process that is in the background. */
  refreshSize(): void;
  /** Sends a signal; 0 stands for the own process group. */
  kill(pid: number, signal: NodeJS.Signals): void;
  exit(status: number): void;
}

/** Why the session ended without being closed by the program. */
export type Ending =
  | { readonly kind: 'signal'; readonly signal: 'SIGTERM' | 'SIGINT' | 'SIGQUIT' }
  /** The line is gone: SIGHUP, the end of the input, or an output that nothing reads. */
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'crash'; readonly error: unknown };

/** Characters and lines of the screen. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What a session is made of. */
export interface SessionOptions {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalScreen;
  readonly output: TtyOutput;
  readonly host: Host;
  readonly schedule: Schedule;
  /** Decoded text from the keyboard, for the key reader. */
  readonly onInput: (text: string) => void;
  readonly onResize: (size: TerminalSize) => void;
  /** The screen is empty or unknown: paint it whole. */
  readonly onRepaint: () => void;
  /** The program may close its files; the process ends when this settles, or after three seconds. The terminal is already restored. */
  readonly onEnd: (ending: Ending) => void | Promise<void>;
  /** Gets the error of a crash once the terminal is restored, to print it. */
  readonly onCrash: (error: unknown) => void;
  /** Called when the screen is entered; what it returns is called when the screen is left. */
  readonly onEnter?: () => () => void;
}

/** A terminal taken over for a full screen. */
export interface TerminalSession {
  /** Sends bytes to the screen; false when the line is congested. Nothing is sent while the screen is left. */
  write(data: string): boolean;
  onDrain(run: () => void): void;
  /** The size now; 80×24 where the line does not tell. */
  size(): TerminalSize;
  /** Ctrl-Z: gives the terminal back and stops the whole job; comes back when it is continued. */
  suspend(): void;
  /** Gives the terminal back, at once and without waiting; harmless when that has happened. */
  restore(): void;
  /** Restores, and gives every signal and stream back to the program. */
  close(): void;
  /** Ends the session because of an error that nothing handles, as an uncaught exception does. */
  fail(error: unknown): void;
}

/** Alternate screen, cursor hidden, autowrap off (the bottom right cell must not scroll), bracketed paste. */
const enterScreen = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h';
/** The same undone, after the end of an update that may have been cut off half-way. */
const leaveScreen = '\u001b[?2026l\u001b[?2004l\u001b[?7h\u001b[m\u001b[?25h\u001b[?1049l';

const graceMs = 3_000;
/** A process in an orphaned group (a container's or an SSH command's first process) cannot be stopped: it goes on. */
const stopMs = 200;

/** 128 and the signal's number, as shells report it; 1 for a crash. */
const exitStatus = (ending: Ending): number => {
  switch (ending.kind) {
    case 'hang-up':
      return 129;
    case 'crash':
      return 1;
    case 'signal':
      return { SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 }[ending.signal];
  }
};

/** Takes the terminal over. Whatever ends the process, short of SIGKILL, gives it back first. */
export const openTerminal = (options: SessionOptions): TerminalSession => {
  const { stdin, stdout, output, host, schedule, onInput, onResize, onRepaint, onEnd, onCrash, onEnter } = options;
  let isOnScreen = false;
  let ended: Ending | null = null;
  let leave = (): void => {};
  let cancelStop: Cancel = () => {};

  const size = (): TerminalSize => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });

  const enter = (): void => {
    // Off and on again: libuv does nothing when it believes the mode is set, but the shell may have changed it.
    stdin.setRawMode?.(false);
    stdin.setRawMode?.(true);
    output.writeNow(enterScreen);
    leave = onEnter?.() ?? (() => {});
    isOnScreen = true;
  };

  const restore = (): void => {
    if (!isOnScreen) return;
    isOnScreen = false;
    leave();
    output.writeNow(leaveScreen);
    try {
      stdin.setRawMode?.(false);
    } catch {
      // The terminal has gone away: there is no mode to set back.
    }
  };

  const finish = (ending: Ending): void => {
    if (ended !== null) {
      // Whoever asks a second time does not want to wait; errors on the way out have nothing left to say.
      if (ending.kind === 'signal') host.exit(exitStatus(ending));
      return;
    }
    ended = ending;
    cancelStop();
    restore();
    if (ending.kind === 'crash') onCrash(ending.error);
    const exit = (): void => host.exit(exitStatus(ending));
    schedule(graceMs, exit);
    (async () => onEnd(ending))().then(exit, (error: unknown) => {
      if (ending.kind !== 'crash') onCrash(error);
      exit();
    });
  };

  const hangUp = (): void => finish({ kind: 'hang-up' });
  const fail = (error: unknown): void => finish({ kind: 'crash', error });

  const comeBack = (): void => {
    if (ended !== null) return;
    cancelStop();
    cancelStop = () => {};
    host.off('SIGTSTP', stopSelf);
    host.on('SIGTSTP', stopSelf);
    // Continued without our doing (kill -STOP, -CONT), the shell has used the terminal: everything is set up anew.
    restore();
    enter();
    host.refreshSize();
    onRepaint();
  };

  const stop = (target: number): void => {
    if (!isOnScreen || ended !== null) return;
    restore();
    // The default action stops the process only while no handler is installed.
    host.off('SIGTSTP', stopSelf);
    // One turn of the event loop later still, so that after a real stop SIGCONT, which waits in the same loop, is first.
    cancelStop = schedule(stopMs, () => {
      cancelStop = schedule(1, comeBack);
    });
    host.kill(target, 'SIGTSTP');
  };
  const stopSelf = (): void => stop(host.pid);

  const listeners: readonly (readonly ['host' | 'stdin' | 'stdout', string, Listener])[] = [
    ['host', 'SIGTERM', () => finish({ kind: 'signal', signal: 'SIGTERM' })],
    ['host', 'SIGINT', () => finish({ kind: 'signal', signal: 'SIGINT' })],
    ['host', 'SIGQUIT', () => finish({ kind: 'signal', signal: 'SIGQUIT' })],
    ['host', 'SIGHUP', hangUp],
    ['host', 'SIGTSTP', stopSelf],
    ['host', 'SIGCONT', comeBack],
    ['host', 'uncaughtException', fail],
    ['host', 'unhandledRejection', fail],
    ['host', 'exit', restore],
    [
      'stdin',
      'data',
      text => {
        // Keys typed while the program closes its files are nobody's.
        if (isOnScreen) onInput(String(text));
      },
    ],
    ['stdin', 'end', hangUp],
    ['stdin', 'close', hangUp],
    ['stdin', 'error', hangUp],
    ['stdout', 'error', hangUp],
    ['stdout', 'resize', () => onResize(size())],
  ];
  const sources = { host, stdin, stdout };

  for (const [source, event, listener] of listeners) sources[source].on(event, listener);
  stdin.setEncoding('utf8');
  enter();
  stdin.resume();

  return {
    write: data => !isOnScreen || output.write(data),
    onDrain: run => output.onDrain(run),
    size,
    // The whole group, as the terminal's own Ctrl-Z does: under `npm start` the shell waits for npm, not for us.
    suspend: () => stop(0),
    restore,
    close() {
      cancelStop();
      restore();
      for (const [source, event, listener] of listeners) sources[source].off(event, listener);
      stdin.pause();
      output.close();
    },
    fail,
  };
};
