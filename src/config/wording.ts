/** What zod finds, said to a person: what was seen and what is expected, never the value of a secret. */
import * as z from 'zod';
import { printable, suggestion } from './text.ts';

/** What is said of a key that must be there and is not; more may follow. */
export const REQUIRED = 'required, but not given';

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'a map';
  }
}

function expectedKind(expected: string): string {
  switch (expected) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    default:
      return 'a map of keys and values';
  }
}

function oneOf(values: readonly unknown[], seen: unknown): string {
  if (seen === undefined) return `${REQUIRED}: ${allOf(values)}`;
  const shown =
    typeof seen === 'string' || typeof seen === 'number' ? `"${printable(String(seen), 40)}"` : kindOf(seen);
  return `must be ${allOf(values)}, not ${shown}${suggestion(String(seen), values.map(String))}`;
}

// 3 and "3" are two values to YAML and one to a reader.
const allOf = (values: readonly unknown[]): string =>
  [...new Set(values.map(String))].join(', ').replace(/, ([^,]*)$/, ' or $1');

const plural = (count: number | bigint, one: string): string => `${count} ${one}${Number(count) === 1 ? '' : 's'}`;

function valueAt(input: unknown, key: string | undefined): unknown {
  if (key === undefined || typeof input !== 'object' || input === null) return input;
  return Object.entries(input).find(([name]) => name === key)?.[1];
}

/** Keys an object schema knows, as the message of its `unrecognized_keys` issue: the issue itself does not tell them. */
export const knownKeysIn = (message: string): readonly string[] => message.split(' ').filter(key => key !== '');

/** The error map for a whole file; messages given at a schema win over it. */
export const wording: z.core.$ZodErrorMap = issue => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape).join(' ') : '';
    case 'invalid_type':
      if (issue.input === undefined) return REQUIRED;
      if (issue.expected === 'int') return 'must be a whole number';
      return `must be ${expectedKind(issue.expected)}, not ${kindOf(issue.input)}${
        issue.expected === 'string' && typeof issue.input !== 'object' ? ': put it in quotes' : ''
      }`;
    case 'invalid_value':
      return oneOf(issue.values, issue.input);
    case 'invalid_union':
      return oneOf(Array.isArray(issue.options) ? issue.options : [], valueAt(issue.input, issue.discriminator));
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') {
        return Number(issue.minimum) <= 1
          ? 'must not be empty'
          : `must have at least ${plural(issue.minimum, 'character')}`;
      }
      return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}, not ${String(issue.input)}`;
    case 'too_big':
      if (issue.origin === 'string') return `must have at most ${plural(issue.maximum, 'character')}`;
      if (issue.origin === 'array') return `must have at most ${plural(issue.maximum, 'entry').replace(/ys$/, 'ies')}`;
      return `must be at most ${issue.maximum}, not ${String(issue.input)}`;
    default:
      return undefined;
  }
};
