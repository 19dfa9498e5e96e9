/**
 * The door for JSON from Microsoft and PeeringDB: nothing is trusted to be there, to be of its type, or to be spelt in
 * the documented case (docs/microsoft.md). What is wrong is null; texts come out clean.
 */
import { cleanText, longestText } from '../../network/text.ts';
import type { Instant } from '../../network/units.ts';
import { htmlText } from './html-text.ts';
import { momentOf } from './moments.ts';

/** Longest text kept of an error message or a description, in characters. */
export const longestMessage = 1000;
/** Longer lists inside one record are cut: no document names more. */
const longestList = 10_000;

/** The properties of one JSON object, by name without regard to case. */
export interface Fields {
  /** Clean text of one line; "" and anything but a string are null. */
  text(name: string, longest?: number): string | null;
  /** A message for people, up to `longestMessage`: of markup the text, as of Service Health's articles. */
  message(name: string): string | null;
  /** A finite number, or a numeric string. */
  number(name: string): number | null;
  /** A whole number above 0; 0 stands for "none" in this API. */
  positive(name: string): number | null;
  /** An AS number, 0 to 4294967295 (RFC 6793); the specification's int32 is too small for it. */
  asn(name: string): number | null;
  flag(name: string): boolean | null;
  moment(name: string): Instant | null;
  /** An object; one without properties where there is none. */
  fields(name: string): Fields;
  /** The objects of a list; what is none is left out. */
  objects(name: string): readonly Fields[];
  /** The texts of a list, clean; what is none is left out. */
  texts(name: string): readonly string[];
  /** As it came, for a reader that cleans by rules of its own. */
  raw(name: string): unknown;
}

/** True for what JSON calls an object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Clean text of one line, or null for "" and for what is no text. */
export function textOf(value: unknown, longest: number = longestText): string | null {
  if (typeof value !== 'string') return null;
  // Cleaning costs time in proportion to its length; escape sequences make up a part of any text, not all of it.
  const text = cleanText(value.slice(0, longest * 8), longest);
  return text === '' ? null : text;
}

function messageOf(value: unknown): string | null {
  if (typeof value !== 'string' || !/<\/?[a-z!]|&[#a-z]/i.test(value)) return textOf(value, longestMessage);
  const text = htmlText(value, longestMessage);
  return text === '' ? null : text;
}

/** A finite number, or one in a string. */
export function numberOf(value: unknown): number | null {
  const number =
    typeof value === 'string' && /^\s*[+-]?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?\s*$/i.test(value)
      ? Number(value)
      : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return word === 'true' ? true : word === 'false' ? false : null;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, longestList) : []);

/** The properties of a value; null where it is no object. Of names that differ in case only the first counts. */
export function fieldsOf(value: unknown): Fields | null {
  if (!isObject(value)) return null;
  const byName = new Map<string, unknown>();
  for (const [name, property] of Object.entries(value)) {
    const key = name.toLowerCase();
    if (!byName.has(key)) byName.set(key, property);
  }
  const raw = (name: string): unknown => byName.get(name.toLowerCase());
  const whole = (name: string, least: number): number | null => {
    const number = numberOf(raw(name));
    return number !== null && Number.isSafeInteger(number) && number >= least ? number : null;
  };
  return {
    text: (name, longest) => textOf(raw(name), longest),
    message: name => messageOf(raw(name)),
    number: name => numberOf(raw(name)),
    positive: name => whole(name, 1),
    asn: name => {
      const asn = whole(name, 0);
      return asn !== null && asn <= 0xffff_ffff ? asn : null;
    },
    flag: name => flagOf(raw(name)),
    moment: name => momentOf(raw(name)),
    fields: name => fieldsOf(raw(name)) ?? noFields,
    objects: name =>
      listOf(raw(name))
        .map(fieldsOf)
        .filter(fields => fields !== null),
    texts: name =>
      listOf(raw(name))
        .map(text => textOf(text))
        .filter(text => text !== null),
    raw,
  };
}

const noFields: Fields = {
  text: () => null,
  message: () => null,
  number: () => null,
  positive: () => null,
  asn: () => null,
  flag: () => null,
  moment: () => null,
  fields: () => noFields,
  objects: () => [],
  texts: () => [],
  raw: () => undefined,
};

/** The records of a list that can be read, and how many cannot, be it as a whole or in a part. */
export interface Records<Item> {
  readonly items: readonly Item[];
  readonly unreadable: number;
}

/**
 * Reads each record of a list; one that is no object, or that `read` cannot name, is counted and left out. `read` counts
 * the parts that it leaves out of a record.
 */
export function recordsOf<Item>(
  values: readonly unknown[],
  read: (record: Fields, leftOut: (parts: number) => void) => Item | null,
): Records<Item> {
  const items: Item[] = [];
  let parts = 0;
  const leftOut = (count: number): void => {
    parts += count;
  };
  for (const value of values) {
    const fields = fieldsOf(value);
    const item = fields === null ? null : read(fields, leftOut);
    if (item !== null) items.push(item);
  }
  return { items, unreadable: values.length - items.length + parts };
}

/** True where a key is set: only that is kept of one. */
export const isSet = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
