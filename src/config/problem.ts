/** One thing to say about a configuration file, and how it is printed. */
import { printable } from './text.ts';

/** Where in the data something stands: keys and list positions from the top. */
export type DataPath = readonly (string | number)[];

/** A problem or a warning; `line` and `column` count from 1 and are null when it concerns the file as a whole. */
export interface Problem {
  readonly line: number | null;
  readonly column: number | null;
  /** As a person writes it: `routers[0].snmp.community`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A path as a person writes it; a key that is no plain word stands in quotes. */
export function pathText(path: DataPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `["${printable(step, 64)}"]`;
  }
  return text;
}

/** `FILE:LINE:COLUMN: PATH: MESSAGE`, without the parts that are not known. */
export function problemLine(file: string, problem: Problem): string {
  const place = problem.line === null ? printable(file) : `${printable(file)}:${problem.line}:${problem.column ?? 1}`;
  return `${place}: ${problem.path === '' ? '' : `${problem.path}: `}${problem.message}`;
}

/** Problems in the order in which a reader of the file meets them. */
export const inFileOrder = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
