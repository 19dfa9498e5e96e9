/**
 * The look of a cell as canonical SGR parameters (ECMA-48 §8.3.117): '' is the terminal's default, '1;31' is bold red.
 * Equal looks are equal strings, whatever sequence of codes led to them.
 */
export type Style = string;

/** The terminal's default look. */
export const plainStyle: Style = '';

const flagCodes = [1, 2, 3, 4, 5, 7, 8, 9] as const;
type Flag = (typeof flagCodes)[number];

/** 22 ends both bold and dim. */
const endCodes: Readonly<Record<Flag, number>> = { 1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 7: 27, 8: 28, 9: 29 };

interface Look {
  readonly flags: ReadonlySet<Flag>;
  readonly foreground: string;
  readonly background: string;
}

const plainLook: Look = { flags: new Set(), foreground: '', background: '' };

const isFlag = (code: number): code is Flag => flagCodes.some(flag => flag === code);
const flagsEndedBy = (code: number): readonly Flag[] => flagCodes.filter(flag => endCodes[flag] === code);
const isBasicForeground = (code: number): boolean => (code >= 30 && code <= 37) || (code >= 90 && code <= 97);
const isBasicBackground = (code: number): boolean => (code >= 40 && code <= 47) || (code >= 100 && code <= 107);

const styleOf = ({ flags, foreground, background }: Look): Style =>
  [...flagCodes.filter(flag => flags.has(flag)), foreground, background].filter(part => part !== '').join(';');

/** The colour that starts at `at` (38 or 48) and how many parameters it takes; null when it is malformed. */
const extendedColour = (
  codes: readonly number[],
  at: number,
): { readonly colour: string; readonly count: number } | null => {
  const count = codes[at + 1] === 5 ? 3 : codes[at + 1] === 2 ? 5 : 0;
  if (count === 0 || at + count > codes.length) return null;
  const values = codes.slice(at, at + count);
  return values.slice(2).every(value => value <= 255) ? { colour: values.join(';'), count } : null;
};

const lookAfter = (before: Look, codes: readonly number[]): Look => {
  let { foreground, background } = before;
  const flags = new Set(before.flags);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) {
      flags.clear();
      foreground = '';
      background = '';
    } else if (isFlag(code)) flags.add(code);
    else if (code >= 22 && code <= 29) for (const flag of flagsEndedBy(code)) flags.delete(flag);
    else if (isBasicForeground(code)) foreground = String(code);
    else if (isBasicBackground(code)) background = String(code);
    else if (code === 39) foreground = '';
    else if (code === 49) background = '';
    else if (code === 38 || code === 48) {
      const extended = extendedColour(codes, at);
      // After a malformed colour nothing says where the next code starts.
      if (extended === null) break;
      if (code === 38) foreground = extended.colour;
      else background = extended.colour;
      at += extended.count - 1;
    }
  }
  return { flags, foreground, background };
};

const numbersOf = (parameters: string): number[] => parameters.split(';').map(part => Number(part));

/** A style is its own description: applied to nothing it gives its look. */
const lookOf = (style: Style): Look => (style === plainStyle ? plainLook : lookAfter(plainLook, numbersOf(style)));

/** Screens use few looks; a gradient can make many, and then forgetting all is cheaper than keeping order. */
const cacheLimit = 4_096;

const remembered = (compute: (left: string, right: string) => string): ((left: string, right: string) => string) => {
  const answers = new Map<string, Map<string, string>>();
  let count = 0;
  return (left, right) => {
    const known = answers.get(left)?.get(right);
    if (known !== undefined) return known;
    if (count >= cacheLimit) {
      answers.clear();
      count = 0;
    }
    const answer = compute(left, right);
    const row = answers.get(left) ?? new Map<string, string>();
    row.set(right, answer);
    answers.set(left, row);
    count += 1;
    return answer;
  };
};

/** The style after SGR with these parameters (the text between CSI and m); codes that are not known change nothing. */
export const applySgr: (style: Style, parameters: string) => Style = remembered((style, parameters) =>
  styleOf(lookAfter(lookOf(style), numbersOf(parameters))),
);

/** The shortest sequence that turns one style into another; '' when they are the same. */
export const transition: (from: Style, to: Style) => string = remembered((from, to) => {
  if (from === to) return '';
  if (to === plainStyle) return '\u001b[m';
  const before = lookOf(from);
  const after = lookOf(to);
  const ended = new Set(
    flagCodes.filter(flag => before.flags.has(flag) && !after.flags.has(flag)).map(flag => endCodes[flag]),
  );
  const begun = flagCodes.filter(
    flag => after.flags.has(flag) && (!before.flags.has(flag) || ended.has(endCodes[flag])),
  );
  const codes: (string | number)[] = [...ended, ...begun];
  if (before.foreground !== after.foreground) codes.push(after.foreground || 39);
  if (before.background !== after.background) codes.push(after.background || 49);
  const step = codes.join(';');
  // An omitted parameter is 0: reset first, then everything anew.
  const anew = `;${to}`;
  return `\u001b[${step.length <= anew.length ? step : anew}m`;
});
