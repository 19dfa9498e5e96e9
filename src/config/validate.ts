/** Text of a configuration file to its content, or to everything that is wrong with it. */
import type * as z from 'zod';
import { crossCheck } from './cross-checks.ts';
import { type DocumentData, parseDocument } from './document.ts';
import { type DataPath, inFileOrder, type Problem, pathText } from './problem.ts';
import { type FileContent, fileSchema } from './schema.ts';
import { nearest } from './text.ts';
import { knownKeysIn, REQUIRED, wording } from './wording.ts';

/** A file that keeps the rules, or its problems in file order. */
export type Validation =
  | { readonly kind: 'valid'; readonly content: FileContent; readonly document: DocumentData }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** Parses and validates; throws nothing, whatever the text. */
export function validate(text: string): Validation {
  const parsed = parseDocument(text);
  switch (parsed.kind) {
    case 'broken':
      return { kind: 'invalid', problems: told(parsed.problems) };
    case 'empty': {
      const message =
        'is empty: it needs at least "routers:" with one router ("peerdeck config schema" tells every key)';
      return { kind: 'invalid', problems: [{ line: null, column: null, path: '', message }] };
    }
    case 'data':
      break;
  }
  const { document } = parsed;
  const result = fileSchema.safeParse(document.data, { error: wording });
  const problems = [
    ...parsed.problems,
    ...withoutEchoes((result.error?.issues ?? []).flatMap(issue => found(issue, [], document))),
    ...crossCheck(document.data).map(finding => document.atValue(finding.path, finding.message)),
  ];
  if (result.success && problems.length === 0) return { kind: 'valid', content: result.data, document };
  return { kind: 'invalid', problems: told(onePerPath(problems)) };
}

// A file of another kind altogether has a problem on every line.
const MOST_TOLD = 100;

function told(problems: readonly Problem[]): readonly Problem[] {
  const ordered = inFileOrder(problems);
  if (ordered.length <= MOST_TOLD) return ordered;
  const more = {
    line: null,
    column: null,
    path: '',
    message: `${ordered.length - MOST_TOLD} more problems are not shown`,
  };
  return [...ordered.slice(0, MOST_TOLD), more];
}

/** The first word on a value is the best one: a later check of the same value only repeats it. */
function onePerPath(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ line, column, path }) => {
    const place = JSON.stringify([line, column, path]);
    if (path !== '' && seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** A problem, and for an unknown key the path of the known key that was probably meant. */
interface Found {
  readonly problem: Problem;
  readonly meant: string | null;
}

/** A key that is misspelt is also missing: one line is enough for one slip. */
function withoutEchoes(found: readonly Found[]): readonly Problem[] {
  const meant = new Set(found.map(({ meant }) => meant));
  return found
    .map(({ problem }) => problem)
    .filter(({ path, message }) => !(meant.has(path) && message.startsWith(REQUIRED)));
}

const stepsOf = (path: readonly PropertyKey[]): DataPath =>
  path.map(step => (typeof step === 'symbol' ? String(step) : step));

function found(issue: z.core.$ZodIssue, base: DataPath, document: DocumentData): readonly Found[] {
  const path = [...base, ...stepsOf(issue.path)];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeysIn(issue.message);
    return issue.keys.map(key => {
      const near = nearest(key, known);
      const problem = document.atKey([...path, key], unknownKey(key, near, known));
      return { problem, meant: near === null ? null : pathText([...path, near]) };
    });
  }
  if (issue.code === 'invalid_union') {
    // Of the forms that a value may have, the one that the value got furthest with is the one that was meant.
    const closest = issue.errors.find(errors => errors.some(nested => nested.path.length > 0));
    if (closest !== undefined) return closest.flatMap(nested => found(nested, path, document));
  }
  return [{ problem: document.atValue(path, issue.message), meant: null }];
}

function unknownKey(key: string, near: string | null, known: readonly string[]): string {
  if (key === '<<') return 'merge keys are not supported; use an alias (*name) for the whole value';
  return near === null ? `unknown key; known here: ${known.join(', ')}` : `unknown key; did you mean "${near}"?`;
}
