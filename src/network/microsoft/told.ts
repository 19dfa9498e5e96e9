/** Everything that Microsoft has told, by call and subject: the newest answer of each, and the newest failure. */

import { isStale } from '../age.ts';
import type { Heard } from '../heard.ts';
import { type Instant, type Millis, millis } from '../units.ts';
import type { Answer, ApiFailure, Budget, Call, MicrosoftSample, RequestIds } from './answers.ts';
import { callInterval } from './calls.ts';

/** The answer to one kind of call. */
export type AnswerTo<Asked extends Call> = Extract<Answer, { readonly call: Asked }>;

/** An answer with its moment, what it was about, and what support asks for. */
export interface Told<What extends Answer = Answer> {
  readonly at: Instant;
  readonly subject: string;
  readonly answer: What;
  readonly ids: RequestIds | null;
}

/** The newest failure of a call; gone once the call is answered again. */
export interface Untold extends Heard<ApiFailure> {
  readonly call: Call;
  readonly subject: string;
}

/** One request of late: what support asks for. */
export interface RecentRequest {
  readonly at: Instant;
  readonly call: Call;
  readonly subject: string;
  readonly ids: RequestIds;
  /** Null when it was answered. */
  readonly failure: string | null;
}

/** The second witness, as far as it has been heard. */
export interface MicrosoftState {
  readonly subscriptionId: string;
  /** Between two lists of peerings. */
  readonly interval: Millis;
  readonly answers: ReadonlyMap<string, Told>;
  readonly failures: ReadonlyMap<string, Untold>;
  /** Newest last. */
  readonly recent: readonly RecentRequest[];
  readonly budget: Budget | null;
}

/** Nothing told yet. */
export const nothingTold = (subscriptionId: string, interval: Millis): MicrosoftState => ({
  subscriptionId,
  interval,
  answers: new Map(),
  failures: new Map(),
  recent: [],
  budget: null,
});

const keyOf = (call: Call, subject: string): string => `${call} ${subject}`;
const isTo = <Asked extends Call>(answer: Answer, call: Asked): answer is AnswerTo<Asked> => answer.call === call;

const narrowed = <Asked extends Call>(found: Told, call: Asked): Told<AnswerTo<Asked>> | null =>
  isTo(found.answer, call) ? { ...found, answer: found.answer } : null;

/** The newest answer to a call about a subject; null while there is none. */
export function told<Asked extends Call>(
  state: MicrosoftState,
  call: Asked,
  subject = '',
): Told<AnswerTo<Asked>> | null {
  const found = state.answers.get(keyOf(call, subject));
  return found === undefined ? null : narrowed(found, call);
}

/** The newest answers to a call about every subject. */
export const allTold = <Asked extends Call>(state: MicrosoftState, call: Asked): readonly Told<AnswerTo<Asked>>[] =>
  [...state.answers.values()].flatMap(each => narrowed(each, call) ?? []);

/** Why the newest attempt of a call failed; null when it was answered or never made. */
export const untold = (state: MicrosoftState, call: Call, subject = ''): Untold | null =>
  state.failures.get(keyOf(call, subject)) ?? null;

/** Between two answers to a call; null for what only a person asks for, which does not grow stale. */
export const intervalOf = (state: Pick<MicrosoftState, 'interval'>, call: Call): Millis | null =>
  callInterval(call, state.interval);

/** True when an answer is older than two intervals of its call. */
export function isOld(state: Pick<MicrosoftState, 'interval' | 'budget'>, { at, answer }: Told, now: Instant): boolean {
  const interval = intervalOf(state, answer.call);
  return interval !== null && isStale(at, now, millis(interval * paceOf(state)));
}

/** Below this fraction of a limit everything is asked half as often (docs/microsoft.md). */
export const lowBudget = 0.1;
/** How seldom calls of other than the list of peerings may come, with what parts calls that began together. */
const spread = 1.1;

/** By how much the intervals of calls are longer than agreed, as little is left of what Microsoft allows. */
export const paceOf = ({ budget }: Pick<MicrosoftState, 'budget'>): number =>
  budget !== null && budget.left !== null && budget.left < lowBudget ? 2 * spread : 1;

/** Requests kept for support. */
const keptRequests = 30;
/** Answers kept to what people ask, by call: the answers of all else are bounded by what there is. */
const keptRoutes = 500;
const keptOthers = 20;

/** The newest of each call that only a person makes. */
function bound<Kept>(
  kept: Map<string, Kept>,
  callOf: (each: Kept) => Call,
  state: Pick<MicrosoftState, 'interval'>,
): void {
  const asked = [...kept].filter(([, each]) => intervalOf(state, callOf(each)) === null);
  for (const [call, list] of Map.groupBy(asked, ([, each]) => callOf(each))) {
    const most = call === 'received-routes' ? keptRoutes : keptOthers;
    for (const [key] of list.slice(0, Math.max(0, list.length - most))) kept.delete(key);
  }
}

/** A peering or service that is no longer listed takes along what was told of it. */
function withoutGone(answers: Map<string, Told>, failures: Map<string, Untold>, sample: Answer): void {
  if (sample.call !== 'peerings' && sample.call !== 'services') return;
  if (sample.list.cut || sample.list.unreadable > 0) return;
  const things = sample.call === 'peerings' ? sample.peerings : sample.services;
  const listed = new Set(things.map(each => each.key));
  const hangsOn = sample.call === 'peerings' ? perPeering : perService;
  const isGone = (call: Call, subject: string): boolean =>
    hangsOn.has(call) && !listed.has(subject.split(' ')[0] ?? subject);
  for (const [key, { answer, subject }] of answers) if (isGone(answer.call, subject)) answers.delete(key);
  for (const [key, { call, subject }] of failures) if (isGone(call, subject)) failures.delete(key);
}

/** Calls whose subject is a peering. */
const perPeering: ReadonlySet<Call> = new Set([
  'registered-prefixes',
  'registered-asns',
  'received-routes',
  'traffic',
  'availability',
  'latency',
  'probes',
]);

/** Calls whose subject is a service. */
const perService: ReadonlySet<Call> = new Set(['service-prefixes']);

/** Events that were told once have happened, whatever a later answer leaves out. */
function withEarlierEvents(answer: Answer, before: Answer | undefined): Answer {
  if (answer.call !== 'service-prefixes' || answer.eventsUntold === undefined) return answer;
  if (before?.call !== 'service-prefixes') return answer;
  const events = new Map(before.prefixes.map(prefix => [prefix.key, prefix.events]));
  return {
    ...answer,
    prefixes: answer.prefixes.map(each => ({ ...each, events: events.get(each.key) ?? each.events })),
  };
}

/** Folds one sample of Microsoft. An answer replaces the one before; a failure leaves it, and it grows old. */
export function afterTold(state: MicrosoftState, sample: MicrosoftSample): MicrosoftState {
  const { at, subject, outcome, ids, budget } = sample;
  const call = outcome.kind === 'answered' ? outcome.answer.call : outcome.call;
  const key = keyOf(call, subject);
  const answers = new Map(state.answers);
  const failures = new Map(state.failures);
  if (outcome.kind === 'answered') {
    const answer = withEarlierEvents(outcome.answer, answers.get(key)?.answer);
    answers.delete(key);
    answers.set(key, { at, subject, answer, ids });
    failures.delete(key);
    withoutGone(answers, failures, outcome.answer);
  } else {
    failures.delete(key);
    failures.set(key, { at, value: outcome.failure, call, subject });
  }
  bound(answers, each => each.answer.call, state);
  bound(failures, each => each.call, state);
  const failure = outcome.kind === 'failed' ? outcome.failure.text : null;
  const recent =
    ids === null ? state.recent : [...state.recent, { at, call, subject, ids, failure }].slice(-keptRequests);
  // Notes are read from this host's disk, which says nothing of what Microsoft lets us ask.
  return {
    ...state,
    answers,
    failures,
    recent,
    budget: call === 'notes' ? state.budget : budget,
  };
}
