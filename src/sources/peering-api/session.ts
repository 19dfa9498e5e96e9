/** One connection to Microsoft and PeeringDB: asks, and says what came of it. */
import { setMaxListeners } from 'node:events';
import type { Answer, Call, MicrosoftSample, Outcome, RequestIds } from '../../network/microsoft/answers.ts';
import { type Instant, millis } from '../../network/units.ts';
import { type ArmClient, createArmClient } from './arm-client.ts';
import { type Answered, type Asker, createAsker } from './asker.ts';
import { CallFailed, failureOf } from './call-failed.ts';
import { createSender } from './http.ts';
import type { PeeringApiOptions, Surroundings } from './options.ts';
import { createPeeringDbClient, type PeeringDbClient } from './peeringdb-client.ts';
import type { PlannedCall } from './planned-call.ts';
import { createTokenSource } from './token-source.ts';
import { givenUp } from './waiting.ts';

/** What came of a call. */
export type Result =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly error: unknown; readonly outcome: Outcome & { readonly kind: 'failed' } };

/** An open session. */
export interface Session {
  readonly asker: Asker;
  readonly arm: ArmClient;
  readonly signal: AbortSignal;
  /** Makes one call and lets its outcome be heard as one sample, unless `spares` takes the failure. Never rejects. */
  heard(
    call: Call,
    subject: string,
    make: () => Promise<Answered>,
    spares?: (error: unknown) => boolean,
  ): Promise<Result>;
  planned(planned: PlannedCall): Promise<Answered>;
  contacts(): Promise<Answered>;
  /** A failure that no call was made for. */
  say(call: Call, subject: string, error: CallFailed, since: Instant): void;
  /** Ends everything in flight; nothing is heard afterwards. */
  close(): void;
}

/** Opens a session. Nothing is sent before something is asked. */
export function openSession(options: PeeringApiOptions, around: Surroundings): Session {
  const { clock, random } = around;
  const endpoint = options.endpoint.replace(/\/+$/, '');
  const ended = new AbortController();
  const { signal } = ended;
  // Everything that waits listens to it: eleven of them are no leak.
  setMaxListeners(0, signal);
  const sender = createSender(options.version, options.limits);
  const signInContext = { clock, random, sender, endpoint, authority: options.authority, env: options.env };
  const tokens = createTokenSource(options.signIn, signInContext, signal);
  const arm = createArmClient({ endpoint, sender, tokens, clock, random, signal });
  const asker = createAsker(arm, { endpoint, subscriptionId: options.subscriptionId }, clock);
  const peeringDb =
    options.peeringDb === null ? null : createPeeringDbClient(options.peeringDb, { sender, clock, random, signal });

  function hear(subject: string, since: Instant, outcome: Outcome, ids: RequestIds | null): void {
    if (signal.aborted) return;
    const at = clock.now();
    const sample: MicrosoftSample = {
      kind: 'microsoft',
      at,
      took: millis(at - since),
      subject,
      outcome,
      ids,
      budget: arm.budget(),
    };
    try {
      around.hear(sample);
    } catch {
      // Whoever hears is at fault, and nobody is left to tell: the next call is another chance.
    }
  }

  const withPeeringDb = async (ask: (client: PeeringDbClient) => Promise<Answer>): Promise<Answered> => {
    if (peeringDb === null) throw new CallFailed('refused', 'PeeringDB is not configured', 'configure it to see this');
    return { answer: await ask(peeringDb), ids: null };
  };

  return {
    asker,
    arm,
    signal,
    heard: async (call, subject, make, spares = () => false) => {
      const since = clock.now();
      try {
        const { answer, ids } = await make();
        hear(subject, since, { kind: 'answered', answer }, ids);
        return { kind: 'answered', answer };
      } catch (error) {
        const cause = signal.aborted ? givenUp() : error;
        const outcome = { kind: 'failed', call, failure: failureOf(cause) } as const;
        if (!spares(cause)) hear(subject, since, outcome, cause instanceof CallFailed ? cause.ids : null);
        return { kind: 'failed', error: cause, outcome };
      }
    },
    planned: planned => {
      switch (planned.call) {
        case 'facilities':
          return withPeeringDb(client => client.facilities(planned.ids));
        case 'networks':
          return withPeeringDb(client => client.networks());
        default:
          return asker.planned(planned);
      }
    },
    contacts: () => withPeeringDb(client => client.contacts()),
    say: (call, subject, error, since) =>
      hear(subject, since, { kind: 'failed', call, failure: failureOf(error) }, null),
    close: () => {
      ended.abort();
      sender.close();
    },
  };
}
