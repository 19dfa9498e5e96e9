import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink-testing-library';
import { describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { themeFor } from '../../src/terminal/theme.ts';
import { App, type View } from '../../src/views/app.tsx';
import { drawFrame } from '../../src/views/frame.ts';
import type { Model } from '../../src/views/model.ts';
import { openConsole } from '../screens/console.ts';
import { stories } from '../screens/fleets.ts';

const viewOf = (model: Model): View => ({
  frame: drawFrame(model),
  theme: themeFor('default', 'none'),
  columns: model.screen.columns,
  rows: model.screen.rows,
});

/** A picture that no pane can draw: what a bug in a pane is like. */
function brokenModel(): Model {
  const model = openConsole(stories.fault(), { columns: 90, rows: 24 }).model();
  const metros = new Proxy(model.picture.metros, {
    get: (target, key) => {
      if (key === 'map') throw new Error('a bug in a pane');
      return Reflect.get(target, key);
    },
  });
  return { ...model, picture: { ...model.picture, metros } };
}

describe('a pane that throws', () => {
  test('costs that pane: the header goes on telling the truth and the keys stay', () => {
    const store = createStore<View>(() => viewOf(brokenModel()));
    const { lastFrame, unmount } = render(<App store={store} />);
    const shown = stripVTControlCharacters(lastFrame() ?? '');
    expect(shown).toMatch(/ peerdeck .* SIMULATION .*▲ 1 {2}◐ 1 {2}● 4 .*03:07:41Z/);
    expect(shown).toMatch(/│ ✘ This pane cannot be drawn: a bug in a pane\. Another may: 1 metros, 2 PNIs, 3/);
    expect(shown).toMatch(/03:07:09Z ◐ iad-er1\/ae10/);
    expect(shown).toMatch(/Enter open/);
    expect(shown.split('\n')).toHaveLength(24);
    unmount();
  });

  test('is drawn again as soon as it can be', async () => {
    const store = createStore<View>(() => viewOf(brokenModel()));
    const { lastFrame, unmount } = render(<App store={store} />);
    store.setState(viewOf(openConsole(stories.fault(), { columns: 90, rows: 24 }).model()));
    await vi.waitFor(() => expect(stripVTControlCharacters(lastFrame() ?? '')).toMatch(/▸ ▲ Ashburn/));
    expect(lastFrame()).not.toMatch(/cannot be drawn/);
    unmount();
  });
});

test('the app is exactly as high as the screen', () => {
  const store = createStore<View>(() => viewOf(openConsole(stories.calm(), { columns: 90, rows: 30 }).model()));
  const { lastFrame, unmount } = render(<App store={store} />);
  expect((lastFrame() ?? '').split('\n')).toHaveLength(30);
  unmount();
});
