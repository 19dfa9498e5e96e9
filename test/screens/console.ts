/** The console on a story, as plain values: the real views and keys, without routers, terminal or process. */
import { firstScreen, type Place, type ScreenState } from '../../src/state/screen.ts';
import type { ColourDepth } from '../../src/terminal/capabilities.ts';
import { type Glyphs, unicodeGlyphs } from '../../src/terminal/glyphs.ts';
import type { Key } from '../../src/terminal/keys.ts';
import { plainLine } from '../../src/terminal/line-text.ts';
import type { Effect } from '../../src/views/command.ts';
import { compose } from '../../src/views/compose.ts';
import { drawFrame, type Frame, frameLines } from '../../src/views/frame.ts';
import type { Model } from '../../src/views/model.ts';
import { paste, press, spelledOut } from '../../src/views/press.ts';
import type { Story } from './fleets.ts';

/** What is looked at, and on what terminal. */
export interface ConsoleOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly path?: readonly [Place, ...Place[]];
  readonly glyphs?: Glyphs;
  readonly theme?: ScreenState['theme'];
  readonly colour?: ColourDepth;
}

/** The console as plain values: keys go in, frames come out. */
export interface Console {
  press(...keys: readonly Key[]): void;
  paste(text: string): void;
  /** The world goes on: what is polled and what the clock says. */
  live(story: Story): void;
  resize(columns: number, rows: number): void;
  model(): Model;
  frame(): Frame;
  /** The screen's rows as text, right-trimmed. */
  text(): string;
  /** What the shell was asked to do. */
  readonly effects: readonly Effect[];
}

/** Opens a console on a story. */
export function openConsole(story: Story, options: ConsoleOptions = {}): Console {
  const { columns = 120, rows = 36, path, glyphs = unicodeGlyphs, theme = 'default' } = options;
  let now = story;
  let screen: ScreenState = firstScreen(columns, rows, theme);
  if (path !== undefined) screen = { ...screen, path };
  const effects: Effect[] = [];
  const model = (): Model => compose(now, screen, glyphs, now.now, null);
  const frame = (): Frame => drawFrame(model());
  return {
    press(...keys) {
      for (const key of keys.flatMap(spelledOut)) {
        const outcome = press(model(), key);
        screen = outcome.screen;
        if (outcome.effect !== undefined) effects.push(outcome.effect);
      }
    },
    paste: text => {
      screen = paste(model(), text);
    },
    live: next => {
      now = next;
    },
    resize: (width, height) => {
      screen = { ...screen, columns: width, rows: height };
    },
    model,
    frame,
    text: () =>
      frameLines(frame())
        .map(line => plainLine(line).trimEnd())
        .join('\n'),
    effects,
  };
}
