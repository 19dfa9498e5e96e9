import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keysPage } from '../../docs/keys-page.ts';
import { commands } from '../../src/views/commands.ts';

test('docs/keys.md says what the program does; `npm run docs:keys` writes it anew', () => {
  expect(readFileSync(new URL('../../docs/keys.md', import.meta.url), 'utf8')).toBe(keysPage());
});

test('every command stands in docs/keys.md', () => {
  for (const { id, title } of commands) expect(keysPage()).toContain(`| ${title} | \`${id}\` |`);
});
