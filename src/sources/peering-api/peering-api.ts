/** Microsoft's side of the interconnects, asked for ever or once. */
import type { Question, Want } from '../../network/microsoft/answers.ts';
import { lowBudget } from '../../network/microsoft/told.ts';
import { type Instant, type Millis, millis } from '../../network/units.ts';
import type { Cancel } from '../clock.ts';
import { CallFailed } from './call-failed.ts';
import { type Asked, callsOf, planCalls, type Situation } from './call-plan.ts';
import { createKnowledge } from './knowledge.ts';
import type { PeeringApiOptions, Surroundings } from './options.ts';
import { callKey, isForPeeringDb, type PlannedCall } from './planned-call.ts';
import { createQuestions } from './questions.ts';
import { openSession, type Result } from './session.ts';

export type { PeeringApiOptions, PeeringDbOptions, Surroundings } from './options.ts';

/** A running source of Microsoft's side. */
export interface PeeringApi {
  /** What screens show now: replaces what was wanted before. */
  want(wants: readonly Want[]): void;
  /** Asks once, for a person; the outcome is heard as a sample. */
  ask(question: Question): void;
  /** Ends everything in flight at once; nothing is heard afterwards. */
  stop(): void;
}

/** Planned calls that run at once. To PeeringDB one, which waits between its queries. */
const lanes = { microsoft: 3, peeringDb: 1 };
/** A plan that is due already, and waits for a lane, is looked at no more often than this. */
const shortestLook = 50;

/** Asks Microsoft for ever, each call at its own interval; every outcome is heard as one sample. Never throws. */
export function startPeeringApi(options: PeeringApiOptions, around: Surroundings): PeeringApi {
  const { clock, random } = around;
  const session = openSession(options, around);
  const knowledge = createKnowledge();
  // A prefix that is validated again is Pending until then: its list is asked for at once.
  const questions = createQuestions(session, clock, ({ prefix }) => {
    const parent = callsOf(situation()).find(
      ({ call, subject }) => call === 'registered-prefixes' && prefix.key.startsWith(`${subject}/`),
    );
    if (parent === undefined) return;
    asked.delete(callKey(parent));
    look();
  });
  const asked = new Map<string, Asked>();
  const running = { microsoft: 0, peeringDb: 0 };
  let wants: readonly Want[] = [];
  let cancelLook: Cancel = () => {};

  function situation(): Situation {
    const { peerings, services, defined, split } = knowledge;
    const { left, throttledUntil } = session.arm.budget();
    return {
      interval: options.interval,
      metros: options.metros,
      peerings,
      services,
      defined,
      split,
      wants,
      hasPeeringDb: options.peeringDb !== null,
      asked,
      isBudgetLow: left !== null && left < lowBudget,
      throttledUntil,
    };
  }

  function look(): void {
    if (session.signal.aborted) return;
    cancelLook();
    const now = clock.now();
    const plan = planCalls(situation(), now);
    for (const planned of plan.due) {
      const lane = isForPeeringDb(planned) ? 'peeringDb' : 'microsoft';
      if (running[lane] >= lanes[lane]) continue;
      running[lane] += 1;
      begin(planned, now).then(
        () => {
          running[lane] -= 1;
          look();
        },
        () => {},
      );
    }
    const { next } = plan;
    if (next !== null) cancelLook = clock.schedule(millis(Math.max(shortestLook, next - now)), look);
  }

  async function begin(planned: PlannedCall, now: Instant): Promise<void> {
    const key = callKey(planned);
    const jitter = random();
    asked.set(key, { at: now, outcome: 'running', retryAt: null, jitter });
    const result = await made(planned);
    asked.set(key, { at: now, jitter, ...outcomeOf(result) });
    if (planned.call === 'peerings' || planned.call === 'services') forgetTheGone();
  }

  async function made(planned: PlannedCall): Promise<Result> {
    let isAskedOtherwise = false;
    const make = () => session.planned(planned);
    const result = await session.heard(planned.call, planned.subject, make, error => {
      isAskedOtherwise = knowledge.learnFailure(planned, error);
      return isAskedOtherwise;
    });
    if (result.kind === 'answered') knowledge.learn(result.answer);
    const otherwise = isAskedOtherwise
      ? callsOf(situation()).find(call => callKey(call) === callKey(planned))
      : undefined;
    if (otherwise === undefined) return result;
    return await session.heard(otherwise.call, otherwise.subject, () => session.planned(otherwise));
  }

  /** What was noted of calls about resources that are gone; of what nobody looks at, the note is kept. */
  function forgetTheGone(): void {
    const subjects = new Set([
      '',
      ...knowledge.peerings.map(({ key }) => key),
      ...knowledge.services.map(({ key }) => key),
    ]);
    const calls = new Set(callsOf(situation()).map(callKey));
    for (const [key, { outcome }] of asked) {
      const subject = key.slice(key.indexOf(' ') + 1);
      if (outcome !== 'running' && !calls.has(key) && !subjects.has(subject)) asked.delete(key);
    }
  }

  look();
  return {
    want: some => {
      wants = some;
      look();
    },
    ask: question => {
      // Without PeeringDB there are the contacts that Microsoft has registered.
      if (session.signal.aborted || (question.kind === 'contacts' && options.peeringDb === null)) return;
      questions(question);
    },
    stop: () => {
      cancelLook();
      session.close();
    },
  };
}

function outcomeOf(result: Result): Pick<Asked, 'outcome' | 'retryAt'> {
  if (result.kind === 'answered') return { outcome: 'answered', retryAt: null };
  const { kind, retryAt } = result.outcome.failure;
  return { outcome: kind, retryAt };
}

/** What one look at a fleet is about: all that bears on a verdict or a finding. */
const lookedAtOnce: ReadonlySet<PlannedCall['call']> = new Set([
  'peerings',
  'health',
  'registered-prefixes',
  'services',
  'service-prefixes',
  'legacy-peerings',
]);

/**
 * Asks once for the peerings, and for what hangs on them if there is time; resolves when that is done, after `within` at
 * the latest, or when `hurry` says so. Never rejects: what failed, or did not come, is heard.
 */
export async function readPeerings(
  options: PeeringApiOptions,
  around: Surroundings,
  within: Millis,
  hurry: AbortSignal,
): Promise<void> {
  const { clock } = around;
  const session = openSession(options, around);
  const since = clock.now();
  const knowledge = createKnowledge();
  const asked = new Set<string>();
  const unanswered = new Set<PlannedCall>();

  async function ask(planned: PlannedCall): Promise<boolean> {
    asked.add(callKey(planned));
    unanswered.add(planned);
    const result = await session.heard(planned.call, planned.subject, () => session.planned(planned));
    unanswered.delete(planned);
    if (result.kind === 'answered') knowledge.learn(result.answer);
    return result.kind === 'answered';
  }

  async function askFurther(): Promise<void> {
    const { interval, metros } = options;
    const { peerings, services } = knowledge;
    const further = callsOf({ ...nothingElse, interval, metros, peerings, services }).filter(
      planned => lookedAtOnce.has(planned.call) && !asked.has(callKey(planned)),
    );
    // The services tell what else there is to ask.
    await Promise.all(further.map(async planned => ((await ask(planned)) ? askFurther() : undefined)));
  }

  async function read(): Promise<void> {
    if (await ask({ call: 'peerings', subject: '' })) await askFurther();
  }

  await new Promise<void>(resolve => {
    const giveUp = (): void => {
      const seen = `no complete answer within ${Math.round((clock.now() - since) / 1000)} s`;
      const failure = new CallFailed('timeout', seen, 'check the network and the sign-in');
      for (const { call, subject } of unanswered) session.say(call, subject, failure, since);
      resolve();
    };
    const cancel = clock.schedule(within, giveUp);
    hurry.addEventListener('abort', giveUp, { once: true });
    void read().finally(() => {
      cancel();
      resolve();
    });
  });
  session.close();
}

const nothingElse = {
  defined: null,
  split: new Set<string>(),
  wants: [],
  hasPeeringDb: false,
  asked: new Map<string, Asked>(),
  isBudgetLow: false,
  throttledUntil: null,
} as const;
