/** Numbers as a NOC reads them: fixed decimals, so that columns line up on the point; unknown is a dash, never 0. */
import type { Glyphs } from '../../terminal/glyphs.ts';

const giga = 1e9;

/** Bits per second as Gb/s with one decimal: 612.4. */
export const gigabits = (rate: number | null, glyphs: Glyphs): string =>
  rate === null ? glyphs.dash : (rate / giga).toFixed(1);

/** The same for a sentence, without a decimal that says nothing: 800, 612.4. */
export const capacityText = (rate: number | null, glyphs: Glyphs): string => gigabits(rate, glyphs).replace(/\.0$/, '');

/** Bits per second with its unit, for a sentence: 612 Gb/s, 38 Mb/s, 0 b/s. */
export function rateText(rate: number): string {
  if (rate >= 100e9) return `${Math.round(rate / giga)} Gb/s`;
  if (rate >= giga) return `${(rate / giga).toFixed(1)} Gb/s`;
  if (rate >= 1e6) return `${Math.round(rate / 1e6)} Mb/s`;
  return rate >= 1000 ? `${Math.round(rate / 1000)} kb/s` : `${Math.round(rate)} b/s`;
}

/** Optical power with two decimals, which is what transceivers are exact to at best: -2.11. */
export const dbmText = (power: number | null, glyphs: Glyphs): string =>
  power === null ? glyphs.dash : power.toFixed(2);

/** A share as whole percent: 61 %. */
export const percent = (share: number | null, glyphs: Glyphs): string =>
  share === null ? glyphs.dash : `${Math.round(share * 100)} %`;

/**
 * Events per second with one decimal, at most seven columns. Above a thousand the decimal is noise: blanks stand in its
 * place, so that the digits before it stay below one another.
 */
export function perSecondText(rate: number | null, glyphs: Glyphs): string {
  if (rate === null) return glyphs.dash;
  if (rate < 1000) return rate.toFixed(1);
  if (rate >= 999_999.5) return `${(rate / 1e6).toFixed(1)}M`;
  const whole = Math.round(rate).toString();
  return whole.length > 5 ? whole : `${whole}  `;
}

/** The sum of what is known; null when nothing is. */
export function sumKnown(parts: readonly (number | null | undefined)[]): number | null {
  const known = parts.filter(part => part !== null && part !== undefined);
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0);
}

/** A duration in its two largest units: 3 d 4 h, 22 min 5 s, 41 s. */
export function durationText(total: number): string {
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const;
  let left = Math.max(0, Math.floor(total));
  const parts: string[] = [];
  for (const [size, name] of units) {
    const count = Math.floor(left / size);
    if (count === 0 && parts.length === 0 && size > 1) continue;
    parts.push(`${count} ${name}`);
    left -= count * size;
    if (parts.length === 2) break;
  }
  return parts.filter((part, position) => position === 0 || !part.startsWith('0 ')).join(' ');
}

/** The time of day in UTC: 03:07:41Z. */
export const clockText = (at: number): string => `${new Date(at).toISOString().slice(11, 19)}Z`;

/** A count with its noun: 1 PNI, 2 PNIs. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
