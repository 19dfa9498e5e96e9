import type { Key } from '../terminal/keys.ts';

const names: Readonly<Partial<Record<string, string>>> = {
  ' ': 'Space',
  enter: 'Enter',
  escape: 'Esc',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

/** A key as it is written on a keyboard or in a manual: Ctrl-d, Space, F1. */
export function keyText(key: Key): string {
  const name = names[key];
  if (name !== undefined) return name;
  if (key.startsWith('ctrl-')) return `Ctrl-${key.slice(5)}`;
  return /^f\d+$/.test(key) ? key.toUpperCase() : key;
}
