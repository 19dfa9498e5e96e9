import type { Key } from '../../src/terminal/keys.ts';

const named: ReadonlyMap<string, string> = new Map([
  ['enter', '\r'],
  ['escape', '\u001b'],
  ['tab', '\t'],
  ['shift-tab', '\u001b[Z'],
  ['backspace', '\u007f'],
  ['delete', '\u001b[3~'],
  ['insert', '\u001b[2~'],
  ['up', '\u001b[A'],
  ['down', '\u001b[B'],
  ['right', '\u001b[C'],
  ['left', '\u001b[D'],
  ['home', '\u001b[H'],
  ['end', '\u001b[F'],
  ['pageup', '\u001b[5~'],
  ['pagedown', '\u001b[6~'],
  ['f1', '\u001bOP'],
  ['f2', '\u001bOQ'],
  ['f3', '\u001bOR'],
  ['f4', '\u001bOS'],
  ['f5', '\u001b[15~'],
  ['f6', '\u001b[17~'],
  ['f7', '\u001b[18~'],
  ['f8', '\u001b[19~'],
  ['f9', '\u001b[20~'],
  ['f10', '\u001b[21~'],
  ['f11', '\u001b[23~'],
  ['f12', '\u001b[24~'],
]);

/** Alt with an editing key: xterm's modifier 3. */
const altNamed: ReadonlyMap<string, string> = new Map([
  ['up', '\u001b[1;3A'],
  ['down', '\u001b[1;3B'],
  ['right', '\u001b[1;3C'],
  ['left', '\u001b[1;3D'],
  ['home', '\u001b[1;3H'],
  ['end', '\u001b[1;3F'],
]);

/** What a terminal sends for a key. */
export const keyBytes = (key: Key): string => {
  const bytes = named.get(key);
  if (bytes !== undefined) return bytes;
  if (key.startsWith('ctrl-')) return String.fromCharCode(key.charCodeAt('ctrl-'.length) - 0x60);
  if (key.startsWith('alt-')) {
    const held = key.slice('alt-'.length);
    return altNamed.get(held) ?? `\u001b${held}`;
  }
  return key;
};
