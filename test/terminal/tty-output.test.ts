import { describe, expect, test } from 'vitest';
import { createTtyOutput, type TtyOutput } from '../../src/terminal/tty-output.ts';

interface Bench {
  readonly output: TtyOutput;
  readonly got: () => string;
  /** How many bytes the line takes before it is full. */
  readonly room: (bytes: number) => void;
  readonly breakLine: () => void;
  readonly pass: () => void;
  readonly gone: () => number;
}

const open = (): Bench => {
  let got = Buffer.alloc(0);
  let room = Number.POSITIVE_INFINITY;
  let isBroken = false;
  let gone = 0;
  const timers = new Set<() => void>();
  const output = createTtyOutput({
    device: {
      write: bytes => {
        if (isBroken) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
        if (room === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' });
        const count = Math.min(room, bytes.length);
        room -= count;
        got = Buffer.concat([got, bytes.subarray(0, count)]);
        return count;
      },
      close: () => {},
    },
    schedule: (_ms, run) => {
      timers.add(run);
      return () => timers.delete(run);
    },
    onGone: () => {
      gone += 1;
    },
  });
  return {
    output,
    got: () => got.toString('utf8'),
    room: bytes => {
      room = bytes;
    },
    breakLine: () => {
      isBroken = true;
    },
    pass: () => {
      const due = [...timers];
      timers.clear();
      for (const run of due) run();
    },
    gone: () => gone,
  };
};

describe('output to a terminal', () => {
  test('goes out at once on a free line', () => {
    const { output, got } = open();
    expect(output.write('héllo')).toBe(true);
    expect(got()).toBe('héllo');
  });

  test('follows on its own on a full line, whole and in order, and tells when it is free', () => {
    const { output, got, room, pass } = open();
    let drained = 0;
    room(3);
    expect(output.write('abcdef')).toBe(false);
    output.onDrain(() => {
      drained += 1;
    });
    expect(output.write('ghi')).toBe(false);
    pass();
    expect([got(), drained]).toEqual(['abc', 0]);
    room(4);
    pass();
    expect([got(), drained]).toEqual(['abcdefg', 0]);
    room(100);
    pass();
    pass();
    expect([got(), drained]).toEqual(['abcdefghi', 1]);
  });

  test('that must go now throws away what waits', () => {
    const { output, got, room, pass } = open();
    let drained = 0;
    room(2);
    output.write('abcdef');
    output.onDrain(() => {
      drained += 1;
    });
    room(100);
    output.writeNow('RESTORED');
    pass();
    expect([got(), drained]).toEqual(['abRESTORED', 1]);
  });

  test('that must go now gives a stuck line up after a moment', () => {
    const { output, got, room } = open();
    room(0);
    output.writeNow('RESTORED');
    expect(got()).toBe('');
  });

  test('to a terminal that has gone away is told once and swallowed', () => {
    const { output, breakLine, gone } = open();
    breakLine();
    expect(output.write('a')).toBe(true);
    expect(output.write('b')).toBe(true);
    output.writeNow('c');
    expect(gone()).toBe(1);
  });

  test('that waits when the terminal goes away keeps nobody waiting', () => {
    const { output, room, breakLine, pass, gone } = open();
    let drained = 0;
    room(1);
    output.write('abc');
    output.onDrain(() => {
      drained += 1;
    });
    breakLine();
    pass();
    expect([drained, gone()]).toEqual([1, 1]);
  });
});
