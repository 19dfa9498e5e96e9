import { StringDecoder } from 'node:string_decoder';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Key, unfoldAlt } from '../../src/terminal/key-names.ts';
import { createKeyReader, type KeyReader } from '../../src/terminal/keys.ts';

interface Typist {
  readonly reader: KeyReader;
  readonly got: string[];
  /** Lets the time pass that the reader waits for; tells how long that was. */
  readonly pass: () => number | null;
}

const openTypist = (): Typist => {
  const got: string[] = [];
  let waiting: { readonly ms: number; readonly run: () => void } | null = null;
  const reader = createKeyReader({
    onKey: key => got.push(key),
    onPaste: text => got.push(`paste:${text}`),
    schedule: (ms, run) => {
      const own = { ms, run };
      waiting = own;
      return () => {
        if (waiting === own) waiting = null;
      };
    },
  });
  const pass = (): number | null => {
    const due = waiting;
    waiting = null;
    due?.run();
    return due?.ms ?? null;
  };
  return { reader, got, pass };
};

const keysOf = (...packets: readonly string[]): readonly string[] => {
  const { reader, got, pass } = openTypist();
  for (const packet of packets) reader.feed(packet);
  pass();
  return got;
};

describe('keys that share a packet come out one by one, in order', () => {
  test.each<[string, string, readonly string[]]>([
    ['key repeat', 'jjj', ['j', 'j', 'j']],
    ['a command typed ahead', ':drain\r', [':', 'd', 'r', 'a', 'i', 'n', 'enter']],
    ['letters, arrows and function keys', 'j\u001b[Bk\u001b[15~l', ['j', 'down', 'k', 'f5', 'l']],
    ['several Enter', '\r\r', ['enter', 'enter']],
    ['characters outside ASCII', 'é😀x', ['é', '😀', 'x']],
    ['Escape before Escape', '\u001b\u001b', ['escape', 'escape']],
    ['Escape before a key that Alt is not held with', '\u001b\ré\u001bé', ['escape', 'enter', 'é', 'escape', 'é']],
  ])('%s', (_name, packet, expected) => {
    expect(keysOf(packet)).toEqual(expected);
  });
});

describe('every key has its name', () => {
  test.each<[string, readonly Key[]]>([
    ['\u001b', ['escape']],
    ['\t\u001b[Z', ['tab', 'shift-tab']],
    ['\u007f\u0008', ['backspace', 'backspace']],
    ['\r\n', ['enter', 'enter']],
    ['\u001b[A\u001bOA', ['up', 'up']],
    ['\u001b[B\u001b[C\u001b[D', ['down', 'right', 'left']],
    ['\u001b[H\u001b[1~\u001b[7~\u001bOH', ['home', 'home', 'home', 'home']],
    ['\u001b[F\u001b[4~\u001b[8~\u001bOF', ['end', 'end', 'end', 'end']],
    ['\u001b[2~\u001b[3~\u001b[5~\u001b[6~', ['insert', 'delete', 'pageup', 'pagedown']],
    ['\u001bOP\u001bOQ\u001bOR\u001bOS', ['f1', 'f2', 'f3', 'f4']],
    ['\u001b[[A\u001b[[E', ['f1', 'f5']],
    ['\u001b[11~\u001b[15~\u001b[17~\u001b[21~', ['f1', 'f5', 'f6', 'f10']],
    ['\u001b[23~\u001b[24~', ['f11', 'f12']],
    ['\u0001\u0003\u0004\u0015\u001a', ['ctrl-a', 'ctrl-c', 'ctrl-d', 'ctrl-u', 'ctrl-z']],
    ['\u001bx\u001b:\u001b[1;3A', ['alt-x', 'alt-:', 'alt-up']],
  ])('%j', (packet, expected) => {
    expect(keysOf(packet)).toEqual(expected);
  });
});

describe('what is no key of ours is dropped', () => {
  test.each<[string, string]>([
    ['mouse reports (SGR)', '\u001b[<0;10;5M\u001b[<0;10;5m'],
    ['mouse reports (X10)', '\u001b[M !!'],
    ['focus reports', '\u001b[I\u001b[O'],
    ['cursor position reports', '\u001b[12;40R\u001b[1;3R'],
    ['device attributes', '\u001b[?64;1;2c\u001b[>0;276;0c'],
    ['colour replies', '\u001b]11;rgb:0000/0000/0000\u0007\u001b]10;rgb:ffff/ffff/ffff\u001b\\'],
    ['version and capability replies', '\u001bP>|tmux 3.5\u001b\\\u001bP1+r524742=38\u001b\\'],
    ['keys with Shift or Ctrl that have no name', '\u001b[1;2A\u001b[1;5C\u001b[3;5~'],
    ['kitty keyboard keys', '\u001b[97;5u\u001b[57358u'],
    ['a paste end without a start', '\u001b[201~'],
    ['C1 controls and bidi marks', '\u009b\u0085\u202e\u200f'],
    ['control characters without a letter', '\u0000\u001c\u001d\u001e\u001f'],
    ['half a surrogate pair', '\udc00'],
  ])('%s', (_name, packet) => {
    expect(keysOf(`a${packet}b`)).toEqual(['a', 'b']);
  });
});

describe('a sequence that the network cut', () => {
  test('is joined', () => {
    expect(keysOf('j\u001b', '[', '1', '5~k')).toEqual(['j', 'f5', 'k']);
  });

  test('is Escape after 50 ms when nothing followed', () => {
    const { reader, got, pass } = openTypist();
    reader.feed('\u001b');
    expect(got).toEqual([]);
    expect(pass()).toBe(50);
    expect(got).toEqual(['escape']);
    reader.feed('j');
    expect(got).toEqual(['escape', 'j']);
  });

  test.each(['\u001b[', '\u001b[1', '\u001bO', '\u001b[[', '\u001b]11;rgb', '\u001bP>|', '\u001b[M!', '\ud83d'])(
    'never becomes typed text when it stays unfinished: %j',
    torn => {
      const { reader, got, pass } = openTypist();
      reader.feed(torn);
      expect(pass()).toBe(50);
      reader.feed('j');
      expect(got).toEqual(['j']);
    },
  );

  test('does not take the next key with it', () => {
    expect(keysOf('\u001b[1\rj')).toEqual(['enter', 'j']);
    expect(keysOf('\u001b[é')).toEqual(['é']);
    expect(keysOf('\u001b[1\u001b[A')).toEqual(['up']);
  });

  test('nothing is waited for when nothing is held', () => {
    const { reader, pass } = openTypist();
    reader.feed('\u001b');
    reader.feed('[A');
    expect(pass()).toBeNull();
  });

  test('an endless reply stays a reply and is not kept', () => {
    const { reader, got } = openTypist();
    reader.feed('\u001b]52;c;');
    for (let packet = 0; packet < 100; packet += 1) reader.feed('QUJD'.repeat(1_000));
    reader.feed('\u001b');
    reader.feed('\\q');
    expect(got).toEqual(['q']);
  });
});

describe('a bracketed paste', () => {
  const start = '\u001b[200~';
  const end = '\u001b[201~';

  test('is one text, with what was typed around it in order', () => {
    expect(keysOf(`a${start}lhr-er1/ae2${end}b`)).toEqual(['a', 'paste:lhr-er1/ae2', 'b']);
  });

  test('has no control characters: no line is entered by pasting', () => {
    expect(keysOf(`${start}yes\r\n\u001b[31m\u0003 \u202eno\t${end}`)).toEqual(['paste:yes[31m no']);
  });

  test('may come in many packets', () => {
    expect(keysOf('\u001b[20', '0~ab', 'cd', 'ef\u001b[2', '01', '~x')).toEqual(['paste:abcdef', 'x']);
  });

  test('is bounded', () => {
    const { reader, got } = openTypist();
    reader.feed(start);
    for (let packet = 0; packet < 100; packet += 1) reader.feed('x'.repeat(1_000));
    reader.feed(end);
    expect(got).toEqual([`paste:${'x'.repeat(65_536)}`]);
  });

  test('that never ends gives the keyboard back after a second', () => {
    const { reader, got, pass } = openTypist();
    reader.feed(`${start}abc`);
    expect(pass()).toBe(1_000);
    reader.feed('j');
    expect(got).toEqual(['paste:abc', 'j']);
  });
});

test('a closed reader says nothing more', () => {
  const { reader, got, pass } = openTypist();
  reader.feed('\u001b');
  reader.close();
  pass();
  reader.feed('j');
  expect(got).toEqual([]);
});

test('a key handler that closes the reader is not called again', () => {
  const got: string[] = [];
  const reader = createKeyReader({
    onKey: key => {
      got.push(key);
      if (key === 'q') reader.close();
    },
    onPaste: () => {},
    schedule: () => () => {},
  });
  reader.feed('aqb');
  expect(got).toEqual(['a', 'q']);
});

test('Alt-x unfolds to Escape and x, every other key to itself', () => {
  expect(unfoldAlt('alt-x')).toEqual(['escape', 'x']);
  expect(unfoldAlt('alt- ')).toEqual(['escape', ' ']);
  expect(unfoldAlt('alt-up')).toEqual(['alt-up']);
  expect(unfoldAlt('x')).toEqual(['x']);
});

const typed = fc.oneof(
  fc.constantFrom(
    'j',
    ' ',
    '\r',
    '\t',
    '\u007f',
    '\u0003',
    'é',
    '😀',
    '漢',
    '\u001b',
    '\u001bx',
    '\u001b[A',
    '\u001bOP',
    '\u001b[15~',
  ),
  fc.constantFrom(
    '\u001b[[A',
    '\u001b[1;3B',
    '\u001b[<0;1;2M',
    '\u001b[M abc',
    '\u001b]11;rgb:0/0/0\u0007',
    '\u001bP1+r\u001b\\',
    '\u001b[12;4R',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.string({ maxLength: 6 }).map(text => `\u001b[200~${text}\u001b[201~`),
);

test('however the network cuts the bytes, the keys are the same', () => {
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 12 }), fc.array(fc.nat(120), { maxLength: 12 }), (parts, cuts) => {
      const bytes = Buffer.from(parts.join(''), 'utf8');
      const decoder = new StringDecoder('utf8');
      const borders = [...new Set(cuts.filter(cut => cut < bytes.length))].sort((left, right) => left - right);
      const packets = [0, ...borders].map((from, index) =>
        decoder.write(bytes.subarray(from, borders[index] ?? bytes.length)),
      );
      expect(keysOf(...packets)).toEqual(keysOf(bytes.toString('utf8')));
    }),
    { numRuns: 2_000 },
  );
});
