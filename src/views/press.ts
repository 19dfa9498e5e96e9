/** What a key does: in a prompt it edits, elsewhere it runs its command. Pure, so that keys typed ahead fold one by one. */
import { type Prompt, placeKey, placeOf, type ScreenState } from '../state/screen.ts';
import { unfoldAlt } from '../terminal/key-names.ts';
import type { Key } from '../terminal/keys.ts';
import { flash } from './actions.ts';
import type { Outcome } from './command.ts';
import { commandOf, perform } from './commands.ts';
import { answered, completed } from './form-prompt.ts';
import type { Model } from './model.ts';
import { paletteEntries } from './palette.ts';

const longestPrompt = 200;

const withFilter = (screen: ScreenState, text: string): ScreenState => ({
  ...screen,
  filters: { ...screen.filters, [placeKey(placeOf(screen))]: text },
});

/** The prompt with other text; a filter takes effect while it is typed. */
function edited(screen: ScreenState, prompt: Prompt, text: string): ScreenState {
  const bounded = text.slice(0, longestPrompt);
  switch (prompt.kind) {
    case 'filter':
      return { ...withFilter(screen, bounded), prompt: { ...prompt, text: bounded } };
    case 'palette':
      return { ...screen, prompt: { ...prompt, text: bounded, selected: 0 } };
    case 'form':
      return { ...screen, prompt: { ...prompt, text: bounded } };
  }
}

function cancelled(screen: ScreenState, prompt: Prompt): ScreenState {
  const closed: ScreenState = { ...screen, prompt: null };
  return prompt.kind === 'filter' ? withFilter(closed, prompt.before) : closed;
}

/** Without text: leaves the prompt, or goes back to the question before. */
function erased(screen: ScreenState, prompt: Prompt): ScreenState {
  if (prompt.kind !== 'form' || prompt.answers.length === 0) return cancelled(screen, prompt);
  const answers = prompt.answers.slice(0, -1);
  return { ...screen, prompt: { ...prompt, answers, text: prompt.answers.at(-1) ?? '' } };
}

function accepted(model: Model, prompt: Prompt): Outcome {
  if (prompt.kind === 'form') return answered(model, prompt);
  const screen: ScreenState = { ...model.screen, prompt: null };
  if (prompt.kind === 'filter') return { screen };
  const closed: Model = { ...model, screen };
  const chosen = paletteEntries(prompt.text, closed)[prompt.selected];
  if (prompt.text.trim() === '' && prompt.selected === 0) return { screen };
  return chosen === undefined
    ? { screen: flash(screen, model, `no command, metro, PNI or router is called ${prompt.text.trim()}`, 'warn') }
    : chosen.run(closed);
}

function selectBy(model: Model, prompt: Prompt, step: number): ScreenState {
  if (prompt.kind !== 'palette') return model.screen;
  const count = paletteEntries(prompt.text, model).length;
  const selected = count === 0 ? 0 : (prompt.selected + step + count) % count;
  return { ...model.screen, prompt: { ...prompt, selected } };
}

function inPrompt(model: Model, prompt: Prompt, key: Key): Outcome {
  const { screen } = model;
  switch (key) {
    case 'enter':
      return accepted(model, prompt);
    case 'escape':
    case 'ctrl-c':
    case 'ctrl-g':
      return { screen: cancelled(screen, prompt) };
    case 'backspace':
      return {
        screen:
          prompt.text === '' ? erased(screen, prompt) : edited(screen, prompt, [...prompt.text].slice(0, -1).join('')),
      };
    case 'ctrl-u':
      return { screen: edited(screen, prompt, '') };
    case 'ctrl-w':
      return { screen: edited(screen, prompt, prompt.text.replace(/\S*\s*$/, '')) };
    case 'down':
    case 'ctrl-n':
      return { screen: selectBy(model, prompt, 1) };
    case 'up':
    case 'ctrl-p':
      return { screen: selectBy(model, prompt, -1) };
    case 'tab': {
      if (prompt.kind === 'form') return { screen: edited(screen, prompt, completed(prompt, model)) };
      const chosen = prompt.kind === 'palette' ? paletteEntries(prompt.text, model)[prompt.selected] : undefined;
      return { screen: chosen === undefined ? screen : edited(screen, prompt, chosen.id) };
    }
    case 'ctrl-z': {
      const command = commandOf(key);
      return command === undefined ? { screen } : perform(command, model);
    }
    default:
      return { screen: [...key].length === 1 ? edited(screen, prompt, prompt.text + key) : screen };
  }
}

/** Folds one key into the screen. */
export function press(model: Model, key: Key): Outcome {
  const { prompt } = model.screen;
  if (prompt !== null) return inPrompt(model, prompt, key);
  const command = commandOf(key);
  return command === undefined ? { screen: model.screen } : perform(command, model);
}

/** Escape and the next key in one packet look like Alt and that key: without a command of its own it is taken as the two. */
export const spelledOut = (key: Key): readonly Key[] => (commandOf(key) === undefined ? unfoldAlt(key) : [key]);

/** A paste goes into an open prompt as typed; elsewhere it does nothing: pasted text must never run commands. */
export function paste(model: Model, text: string): ScreenState {
  const { prompt } = model.screen;
  return prompt === null
    ? flash(model.screen, model, 'a paste outside a prompt is ignored', 'warn')
    : edited(model.screen, prompt, prompt.text + text);
}
