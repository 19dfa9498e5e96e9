/** Single values of a recording: parsed into our units, bounded, and free of what a terminal would obey. */
import * as z from 'zod';
import { cleanText } from '../network/text.ts';
import { instant, millis } from '../network/units.ts';

const longestText = 4096;
/** Text, bounded and cleaned. */
export const text = z
  .string()
  .max(longestText)
  .transform(value => cleanText(value, longestText));
/** As many rows as a source reads of one table, for each of several tables that make one list. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).max(200_000);
/** One arc of an object identifier, an ifIndex among them. */
export const arc = z.int().min(0).max(0xffffffff);
/** A finite number. */
export const count = z.number();
/** The last moment that a date can be written for (ECMA-262 §21.4.1.1). */
const lastMoment = 8.64e15;
/** A moment within what a Date can hold. */
export const moment = z
  .number()
  .min(0)
  .max(lastMoment / 2)
  .transform(instant);
/** Milliseconds, not negative. */
export const duration = z.number().min(0).transform(millis);

/** One of the words of a union; the record makes the compiler see to it that none is left out. */
export const oneOf = <Word extends string>(words: Readonly<Record<Word, true>>) =>
  z.custom<Word>(value => typeof value === 'string' && Object.hasOwn(words, value), {
    error: `must be one of ${Object.keys(words).join(', ')}`,
  });

const largestCounter = 2n ** 64n - 1n;
/** Counter64 does not fit a JSON number: it is written as {"$counter64": "digits"}. */
export const counter = z
  .object({ $counter64: z.string().regex(/^\d{1,20}$/) })
  .transform(({ $counter64 }) => BigInt($counter64))
  .refine(value => value <= largestCounter);

/** How a Counter64 is written. */
export const writtenCounter = (value: bigint): z.input<typeof counter> => ({ $counter64: value.toString() });
