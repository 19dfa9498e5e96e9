/** The console on a story, on a terminal: through Ink, the painter and an emulator, with real bytes as keys. */
import { createElement } from 'react';
import { createStore } from 'zustand/vanilla';
import { type Theme, themeFor } from '../../src/terminal/theme.ts';
import { App, type View } from '../../src/views/app.tsx';
import { type Console, type ConsoleOptions, openConsole } from './console.ts';
import type { Story } from './fleets.ts';
import { openScreen, type Screen } from './screen.ts';

/** The console and the terminal that it is shown on. */
export interface ConsoleOnTerminal {
  readonly console: Console;
  readonly screen: Screen;
  readonly theme: Theme;
  /** Shows what has changed behind the keys: a new story, say. */
  repaint(): Promise<void>;
}

/** Opens a console on a story, on a terminal. */
export async function openTerminalConsole(story: Story, options: ConsoleOptions = {}): Promise<ConsoleOnTerminal> {
  const { columns = 120, rows = 36, colour = 'ansi256' } = options;
  const console = openConsole(story, options);
  const view = (): View => {
    const { screen } = console.model();
    return {
      frame: console.frame(),
      theme: themeFor(screen.theme, colour),
      columns: screen.columns,
      rows: screen.rows,
    };
  };
  const store = createStore<View>(view);
  const paint = (): void => store.setState(view());
  const screen = await openScreen({
    columns,
    rows,
    element: () => createElement(App, { store }),
    onKey: key => {
      console.press(key);
      paint();
    },
    onPaste: text => {
      console.paste(text);
      paint();
    },
    onResize: (width, height) => {
      console.resize(width, height);
      paint();
    },
  });
  return {
    console,
    screen,
    theme: themeFor(options.theme ?? 'default', colour),
    repaint: async () => {
      paint();
      await screen.settle();
    },
  };
}
