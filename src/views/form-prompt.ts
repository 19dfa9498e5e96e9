/** A form at the bottom of the screen: one question, what is expected, and the answers so far above it. */
import type { FormName, Prompt, ScreenState } from '../state/screen.ts';
import { flash, open } from './actions.ts';
import type { Outcome } from './command.ts';
import { type FormField, forms } from './forms.ts';
import type { Model } from './model.ts';

/** The prompt of a form. */
export type FormPrompt = Extract<Prompt, { readonly kind: 'form' }>;

/** Opens a form with some answers given already. */
export const openForm = (
  screen: ScreenState,
  form: FormName,
  subject: string,
  answers: readonly string[] = [],
): ScreenState => ({
  ...screen,
  prompt: { kind: 'form', form, subject, answers, text: '' },
});

/** The question that is being answered. */
export const fieldOf = ({ form, answers }: FormPrompt): FormField | undefined => forms[form].fields[answers.length];

/** What is wrong with what is typed so far; null when it would be taken. */
export const complaintOf = (prompt: FormPrompt, model: Model): string | null =>
  fieldOf(prompt)?.complaint(prompt.text, model, prompt) ?? null;

/** The text completed to the first choice that begins with it: with several names on one line the last of them. */
export function completed(prompt: FormPrompt, model: Model): string {
  const choices = fieldOf(prompt)?.choices(model, prompt) ?? [];
  const at = prompt.text.lastIndexOf(',') + 1;
  const typed = prompt.text.slice(at).trimStart();
  const fits = choices.filter(each => each.toLowerCase().startsWith(typed.toLowerCase()));
  // Tab again goes on to the next one.
  const next = fits.length === 1 || fits[0]?.toLowerCase() !== typed.toLowerCase() ? fits[0] : undefined;
  const whole = choices.findIndex(each => each.toLowerCase() === typed.toLowerCase());
  const found = whole < 0 ? next : choices[(whole + 1) % choices.length];
  if (found === undefined) return prompt.text;
  return at === 0 ? found : `${prompt.text.slice(0, at)} ${found}`;
}

/** Enter: takes the answer, goes on to the next question, or does what the form is for. */
export function answered(model: Model, prompt: FormPrompt): Outcome {
  const complaint = complaintOf(prompt, model);
  if (complaint !== null) return { screen: model.screen };
  const answers = [...prompt.answers, prompt.text];
  const form = forms[prompt.form];
  if (answers.length < form.fields.length)
    return { screen: { ...model.screen, prompt: { ...prompt, answers, text: '' } } };
  const { effect, said, opens } = form.submit(answers, model, prompt.subject);
  const closed: ScreenState = { ...model.screen, prompt: null };
  const there =
    opens === undefined
      ? closed
      : opens === 'looking-glass'
        ? open(closed, { pane: 'looking-glass' })
        : open(closed, { pane: 'prefix', prefix: opens.prefix });
  return { screen: flash(there, model, said), effect };
}
