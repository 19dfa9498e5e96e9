/** How the second witness is heard: how old its answers are, what it refuses, what it costs. The first lines of every pane about it. */
import { ageText } from '../../network/age.ts';
import type { Call } from '../../network/microsoft/answers.ts';
import { callWords } from '../../network/microsoft/calls.ts';
import type { CallView, MicrosoftPicture } from '../../network/microsoft/picture.ts';
import type { Line, Span } from '../../terminal/line.ts';
import { clockText, counted } from '../formats/numbers.ts';
import { span } from '../formats/text.ts';
import type { Model } from '../model.ts';
import { sentence } from './pane.ts';

/** Without Microsoft's side: how to have it. */
export const notConfigured = (width: number): readonly Line[] => [
  ...sentence(
    span(' '),
    "Microsoft's side is not configured: add peeringApi with subscriptionId and auth to the configuration (docs/configuration.md).",
    'dim',
    width,
  ),
];

/** The oldest of some answers, in words. */
function ageOf(calls: readonly CallView[]): string {
  const ages = calls.flatMap(each => each.age ?? []);
  return ages.length === 0 ? 'not told yet' : `${ageText(Math.max(...ages))} old`;
}

/** One line each for calls that were not answered of late, or not whole. Of many that fail alike, one. */
function troubles(calls: readonly CallView[], { glyphs, picture }: Model, width: number): readonly Line[] {
  const failed = Map.groupBy(
    calls.filter(each => each.failure !== null),
    each => `${each.call} ${each.failure?.text ?? ''}`,
  );
  const lines = [...failed.values()].flatMap(([first, ...others]): readonly Line[] => {
    const failure = first?.failure ?? null;
    if (first === undefined || failure === null) return [];
    const more = others.length === 0 ? '' : ` (${others.length + 1} times)`;
    const again =
      failure.retryAt === null || failure.retryAt <= picture.at
        ? ''
        : `; asked again at ${clockText(failure.retryAt + picture.clockOffset)}`;
    const text = `${callWords[first.call]}${more}: ${failure.text}${again}`;
    return sentence(span(` ${glyphs.unknown} `, 'warn'), text, 'plain', width);
  });
  const unreadable = calls.reduce((sum, each) => sum + each.unreadable, 0);
  const cut = calls.filter(each => each.cut);
  if (unreadable > 0) {
    const text = `${counted(unreadable, 'record')} of Microsoft's could not be read and ${unreadable === 1 ? 'is' : 'are'} left out`;
    lines.push(...sentence(span(` ${glyphs.unknown} `, 'warn'), text, 'plain', width));
  }
  if (cut.length > 0) {
    const text = `not all pages were read of: ${[...new Set(cut.map(each => callWords[each.call]))].join(', ')}`;
    lines.push(...sentence(span(` ${glyphs.unknown} `, 'warn'), text, 'plain', width));
  }
  return lines;
}

/** What is asked of Microsoft, and what that leaves. */
function costText({ state }: MicrosoftPicture, { picture }: Model): string {
  const { budget } = state;
  if (budget === null) return '';
  if (budget.throttledUntil !== null && budget.throttledUntil > picture.at) {
    return `throttled until ${clockText(budget.throttledUntil + picture.clockOffset)}`;
  }
  const left = budget.left === null ? '' : `, ${Math.floor(budget.left * 100)} % of its limit left`;
  return `${counted(budget.lastHour, 'request')} in the last hour${left}`;
}

/** What is asked of Microsoft, as a line of its own. */
export const costSpan = (microsoft: MicrosoftPicture, model: Model, before: string): Span => {
  const cost = costText(microsoft, model);
  return span(cost === '' ? '' : `${before}${cost}`, cost.startsWith('throttled') ? 'warn' : 'dim');
};

/** The lines that tell how fresh the answers behind a pane are, and which were not given. */
export function heardLines(
  microsoft: MicrosoftPicture,
  model: Model,
  about: readonly Call[],
  width: number,
  /** Asked seldom, so that their age says nothing; what they refuse does. */
  seldom: readonly Call[] = [],
): readonly Line[] {
  const calls = microsoft.calls.filter(each => about.includes(each.call));
  const all = microsoft.calls.filter(each => about.includes(each.call) || seldom.includes(each.call));
  const stale = calls.some(each => each.stale && each.age !== null);
  return [
    [span(' Microsoft, ', 'dim'), span(ageOf(calls), stale ? 'warn' : 'dim'), costSpan(microsoft, model, '   ')],
    ...troubles(all, model, width),
  ];
}
