import { cleanText } from '../../network/text.ts';
import { longestMessage } from './json-door.ts';

/** A text from outside without the secrets that it may quote. */
export function withheld(text: string, secrets: readonly string[]): string {
  let shown = text;
  // Short ones would hit innocent words; no service gives a secret of less than 8 characters.
  for (const secret of secrets) if (secret.length >= 8) shown = shown.replaceAll(secret, '(withheld)');
  return cleanText(shown, longestMessage);
}
