import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { type Ending, openTerminal, type TerminalSession } from '../../src/terminal/session.ts';

const entered = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h';
const left = '\u001b[?2026l\u001b[?2004l\u001b[?7h\u001b[m\u001b[?25h\u001b[?1049l';

class FakeKeyboard extends EventEmitter {
  raw = false;
  paused = true;
  setRawMode(on: boolean): void {
    this.raw = on;
  }
  setEncoding(): void {}
  resume(): void {
    this.paused = false;
  }
  pause(): void {
    this.paused = true;
  }
}

class FakeScreen extends EventEmitter {
  columns: number | undefined = 100;
  rows: number | undefined = 30;
}

class FakeHost extends EventEmitter {
  readonly pid = 4711;
  readonly log: string[];
  constructor(log: string[]) {
    super();
    this.log = log;
  }
  refreshSize(): void {
    this.log.push('refresh size');
  }
  kill(pid: number, signal: NodeJS.Signals): void {
    this.log.push(`kill ${pid} ${signal}, ${this.listenerCount(signal)} handlers`);
  }
  exit(status: number): void {
    this.log.push(`exit ${status}`);
  }
}

interface Bench {
  readonly stdin: FakeKeyboard;
  readonly stdout: FakeScreen;
  readonly host: FakeHost;
  readonly session: TerminalSession;
  readonly log: string[];
  /** Lets every timer fire that waits now. */
  readonly pass: () => void;
}

const open = (onEnd: (ending: Ending) => void | Promise<void> = () => {}): Bench => {
  const log: string[] = [];
  const stdin = new FakeKeyboard();
  const stdout = new FakeScreen();
  const host = new FakeHost(log);
  const timers = new Set<() => void>();
  const session = openTerminal({
    stdin,
    stdout,
    host,
    output: {
      write: data => {
        log.push(`write ${data}`);
        return true;
      },
      writeNow: data => log.push(data === entered ? 'enter' : data === left ? 'leave' : data),
      onDrain: () => {},
      close: () => log.push('close output'),
    },
    schedule: (_ms, run) => {
      timers.add(run);
      return () => timers.delete(run);
    },
    onInput: text => log.push(`input ${text}`),
    onResize: size => log.push(`resize ${size.columns}x${size.rows}`),
    onRepaint: () => log.push('repaint'),
    onEnd: ending => {
      log.push(`end ${ending.kind}`);
      return onEnd(ending);
    },
    onCrash: error => log.push(`crash ${error instanceof Error ? error.message : error}`),
  });
  const pass = (): void => {
    const due = [...timers];
    timers.clear();
    for (const run of due) run();
  };
  return { stdin, stdout, host, session, log, pass };
};

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('a session', () => {
  test('takes the terminal over and gives it back, once', () => {
    const { session, stdin, log } = open();
    expect(stdin.raw).toBe(true);
    session.restore();
    session.restore();
    expect(stdin.raw).toBe(false);
    expect(log).toEqual(['enter', 'leave']);
  });

  test('hands input on and writes only while the screen is its own', () => {
    const { session, stdin, log } = open();
    stdin.emit('data', 'jj');
    session.write('frame');
    session.restore();
    expect(session.write('too late')).toBe(true);
    expect(log).toEqual(['enter', 'input jj', 'write frame', 'leave']);
  });

  test('tells the size, and 80×24 where the line does not', () => {
    const { session, stdout, log } = open();
    expect(session.size()).toEqual({ columns: 100, rows: 30 });
    stdout.columns = 0;
    stdout.rows = undefined;
    stdout.emit('resize');
    expect(log.at(-1)).toBe('resize 80x24');
  });

  test('leaves no listener behind when it is closed', () => {
    const { session, stdin, stdout, host } = open();
    session.close();
    expect([...stdin.eventNames(), ...stdout.eventNames(), ...host.eventNames()]).toEqual([]);
    expect(stdin.paused).toBe(true);
  });
});

describe('whatever ends the program restores the terminal first', () => {
  test.each<[string, (bench: Bench) => void, readonly string[]]>([
    ['SIGTERM', ({ host }) => host.emit('SIGTERM'), ['leave', 'end signal', 'exit 143']],
    ['SIGINT', ({ host }) => host.emit('SIGINT'), ['leave', 'end signal', 'exit 130']],
    ['SIGQUIT', ({ host }) => host.emit('SIGQUIT'), ['leave', 'end signal', 'exit 131']],
    ['SIGHUP', ({ host }) => host.emit('SIGHUP'), ['leave', 'end hang-up', 'exit 129']],
    ['the end of the input', ({ stdin }) => stdin.emit('end'), ['leave', 'end hang-up', 'exit 129']],
    ['a closed input', ({ stdin }) => stdin.emit('close'), ['leave', 'end hang-up', 'exit 129']],
    ['an input that fails', ({ stdin }) => stdin.emit('error', new Error('EIO')), ['leave', 'end hang-up', 'exit 129']],
    [
      'an output that fails',
      ({ stdout }) => stdout.emit('error', new Error('EPIPE')),
      ['leave', 'end hang-up', 'exit 129'],
    ],
    [
      'an exception',
      ({ host }) => host.emit('uncaughtException', new Error('x')),
      ['leave', 'crash x', 'end crash', 'exit 1'],
    ],
    ['a rejection', ({ host }) => host.emit('unhandledRejection', 'x'), ['leave', 'crash x', 'end crash', 'exit 1']],
    ['a failure told by the program', ({ session }) => session.fail('x'), ['leave', 'crash x', 'end crash', 'exit 1']],
    ['process.exit', ({ host }) => host.emit('exit', 3), ['leave']],
  ])('%s', async (_name, end, expected) => {
    const bench = open();
    end(bench);
    await settled();
    expect(bench.log).toEqual(['enter', ...expected]);
  });

  test('many hang-up signs at once end it once', async () => {
    const { stdin, stdout, host, log } = open();
    host.emit('SIGHUP');
    stdin.emit('error', new Error('EIO'));
    stdin.emit('close');
    stdout.emit('error', new Error('EIO'));
    host.emit('uncaughtException', new Error('EIO'));
    await settled();
    expect(log).toEqual(['enter', 'leave', 'end hang-up', 'exit 129']);
  });

  test('a program that does not finish closing is ended all the same', async () => {
    const { host, log, pass } = open(() => new Promise(() => {}));
    host.emit('SIGTERM');
    await settled();
    expect(log).not.toContain('exit 143');
    pass();
    expect(log).toContain('exit 143');
  });

  test('a second signal does not wait', () => {
    const { host, log } = open(() => new Promise(() => {}));
    host.emit('SIGTERM');
    host.emit('SIGINT');
    expect(log.at(-1)).toBe('exit 130');
  });

  test('an error while closing is told', async () => {
    const { host, log } = open(() => {
      throw new Error('the store is locked');
    });
    host.emit('SIGTERM');
    await vi.waitUntil(() => log.includes('exit 143'));
    expect(log).toContain('crash the store is locked');
  });
});

describe('a suspension', () => {
  test('stops the whole job with the default action, and comes back once', () => {
    const { session, host, log, pass, stdin } = open();
    session.suspend();
    expect(log).toEqual(['enter', 'leave', 'kill 0 SIGTSTP, 0 handlers']);
    expect(stdin.raw).toBe(false);
    host.emit('SIGCONT');
    pass();
    pass();
    expect(log.slice(3)).toEqual(['enter', 'refresh size', 'repaint']);
    expect(stdin.raw).toBe(true);
    expect(host.listenerCount('SIGTSTP')).toBe(1);
  });

  test('from outside stops this process alone', () => {
    const { host, log } = open();
    host.emit('SIGTSTP');
    expect(log.at(-1)).toBe('kill 4711 SIGTSTP, 0 handlers');
  });

  test('that the kernel does not grant brings the screen back', () => {
    const { session, log, pass } = open();
    session.suspend();
    pass();
    pass();
    expect(log.slice(3)).toEqual(['enter', 'refresh size', 'repaint']);
  });

  test('of the hard kind sets everything up anew', () => {
    const { host, log } = open();
    host.emit('SIGCONT');
    expect(log).toEqual(['enter', 'leave', 'enter', 'refresh size', 'repaint']);
  });

  test('does not come back after the end', async () => {
    const { session, host, log } = open();
    session.suspend();
    host.emit('SIGTERM');
    host.emit('SIGCONT');
    await settled();
    expect(log.filter(entry => entry === 'enter')).toHaveLength(1);
  });
});
