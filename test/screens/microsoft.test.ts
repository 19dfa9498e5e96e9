import { describe, expect, test } from 'vitest';
import { openConsole } from './console.ts';
import { microsoftMoods, microsoftSights, sizes, storyOf } from './sights.ts';

const names = <Name extends string>(table: Readonly<Record<Name, unknown>>): readonly Name[] =>
  Object.keys(table).filter((name): name is Name => name in table);

const titled = (title: string, columns: number, text: string): string =>
  `=== ${title} ${'='.repeat(Math.max(0, columns - title.length - 5))}\n${text}\n`;

describe.each(sizes)("Microsoft's side at %i×%i", (columns, rows) => {
  test.each(names(microsoftSights))('%s, however Microsoft is', async name => {
    const { path, keys } = microsoftSights[name];
    const frames = names(microsoftMoods).map(mood => {
      const console = openConsole(storyOf(microsoftMoods[mood]), { columns, rows, path });
      console.press(...keys);
      return titled(mood, columns, console.text());
    });
    await expect(frames.join('')).toMatchFileSnapshot(`__snapshots__/microsoft-${name}-${columns}x${rows}.txt`);
  });
});
