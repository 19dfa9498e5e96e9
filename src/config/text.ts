/** Text that came out of a file: whether it may be shown, how to show it all the same, and what was probably meant. */
import { distance } from 'fastest-levenshtein';

/**
 * Control characters, invisible format characters (bidi marks, zero-width ones), line and paragraph separators and
 * lone surrogates: on a terminal they move the cursor or make a name look like another one.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** The first character of `text` that must not reach a terminal, as `U+001B`; null when there is none. */
export function unprintableIn(text: string): string | null {
  const found = UNPRINTABLE.exec(text)?.[0].codePointAt(0);
  return found === undefined ? null : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** `text` made safe to show on one line: what must not reach a terminal becomes `\u{…}`, and it ends after `most` characters. */
export function printable(text: string, most = 200): string {
  const safe = text.replace(
    new RegExp(UNPRINTABLE, 'gu'),
    character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return safe.length > most ? `${safe.slice(0, most)}…` : safe;
}

const plain = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, '');

/** Edit distance, where letters in the wrong order are one slip and not two. */
const stepsBetween = (a: string, b: string): number =>
  a !== b && a.length > 2 && [...a].toSorted().join('') === [...b].toSorted().join('') ? 1 : distance(a, b);

/** The candidate that `word` is probably a slip of; null when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const meant = plain(word.slice(0, 100));
  const tolerated = Math.floor(meant.length * 0.4);
  let best: { readonly candidate: string; readonly steps: number } | null = null;
  for (const candidate of candidates) {
    const steps = stepsBetween(meant, plain(candidate));
    if (steps <= tolerated && (best === null || steps < best.steps)) best = { candidate, steps };
  }
  return best?.candidate ?? null;
}

/** `; did you mean "x"?`, or nothing when no candidate is near. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near === null ? '' : `; did you mean "${printable(near, 60)}"?`;
}
