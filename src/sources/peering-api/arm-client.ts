/** Calls to Azure Resource Manager: with a token, within its limits, and again where that may help. */
import type { Budget, RequestIds } from '../../network/microsoft/answers.ts';
import { type Instant, instant, type Millis } from '../../network/units.ts';
import type { Clock } from '../clock.ts';
import { openAccounts } from './budget.ts';
import { CallFailed } from './call-failed.ts';
import { createGate } from './gate.ts';
import { wallTime } from './grant.ts';
import type { Reply, Sender } from './http.ts';
import { randomUuid } from './random-uuid.ts';
import { createKeyRing } from './redaction.ts';
import { idsOf, refusalOf, staleTokenCodes } from './refusals.ts';
import { bodyOf } from './reply-body.ts';
import { type ArmRequest, isRepeatable } from './requests.ts';
import { retryAfter } from './retry-after.ts';
import type { TokenSource } from './token-source.ts';
import { givenUp, wait } from './waiting.ts';

/** An answer with status 2xx, and what came with it. */
export interface ArmReply {
  /** JSON as it came; null for an empty body. */
  readonly body: unknown;
  readonly ids: RequestIds | null;
  /** Octets of the body. */
  readonly size: number;
}

/** Azure Resource Manager as one identity sees it. */
export interface ArmClient {
  /** Rejects with CallFailed, and with nothing else. An urgent request goes before those that wait. */
  request(request: ArmRequest, urgent: boolean): Promise<ArmReply>;
  budget(): Budget;
}

/** What the client stands on. `signal` ends every request. */
export interface ArmParts {
  readonly endpoint: string;
  readonly sender: Sender;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Far below what Azure grants (250 reads at once and 25 a second, docs/microsoft.md): others ask too. */
const width = { atOnce: 3, perSecond: 5, burst: 10 };
/** Waits before the second and the third try. */
const backoff = [1000, 4000];
/** A longer Retry-After ends the call: it comes again by itself when its time has come. */
const longestWait = 10_000;
const keptTokens = 4;
/** After 429 without a word about when, and after three of them. */
const silentThrottle = 30_000;

/** A client with its own gate, whose limits hold for everything that it asks. */
export function createArmClient(parts: ArmParts): ArmClient {
  const { clock, sender, tokens, random, signal } = parts;
  const origin = new URL(parts.endpoint).origin;
  const gate = createGate(width, clock, signal);
  const accounts = openAccounts();
  let throttledUntil: Instant | null = null;
  /** Tokens that went out of late, which no answer may bring back to a screen. */
  let sent: readonly string[] = [];
  const ring = createKeyRing();

  /** A late answer may quote the token before. */
  function remember(token: string): void {
    if (sent.at(-1) === token) return;
    sent = [...sent.filter(each => each !== token), token].slice(-keptTokens);
  }

  function refuseWhileThrottled(): void {
    if (throttledUntil === null || clock.now() >= throttledUntil) return;
    const left = Math.ceil((throttledUntil - clock.now()) / 1000);
    const seen = `not asked: Microsoft has said to come back in ${left} s`;
    throw new CallFailed('throttled', seen, 'it is asked again then', { status: 429, retryAt: throttledUntil });
  }

  async function exchange(request: ArmRequest, token: string, urgent: boolean): Promise<Reply> {
    // The one place where a token leaves: never to a host that an answer has named.
    if (request.kind === 'read' && (request.url.origin !== origin || request.url.username !== ''))
      throw new CallFailed('refused', `an address outside ${origin} was to be asked`, 'nothing was sent');
    const leave = await gate.enter(urgent);
    try {
      refuseWhileThrottled();
      accounts.sent(clock.now());
      const headers = { authorization: `Bearer ${token}`, 'x-ms-client-request-id': randomUuid(random) };
      const reply = await sender.send(request, { signal, headers });
      accounts.told(reply.headers, clock.now());
      return reply;
    } finally {
      leave();
    }
  }

  function throttle(until: Instant): void {
    if (throttledUntil === null || until > throttledUntil) throttledUntil = until;
  }

  /** How long to wait before the next try; null when there is none, after what must be remembered is. */
  function pauseBefore(attempt: number, request: ArmRequest, status: number, told: Millis | null): number | null {
    const isThrottled = status === 429;
    if (!isThrottled && (status < 500 || !isRepeatable(request))) return null;
    const usual = backoff[attempt];
    const isLong = told !== null && told > longestWait;
    if (!isLong && usual !== undefined) {
      const pause = told ?? usual * (0.5 + random());
      if (isThrottled) gate.close(instant(clock.now() + pause));
      return pause;
    }
    if (isThrottled) throttle(instant(clock.now() + (isLong ? told : Math.max(told ?? 0, silentThrottle))));
    return null;
  }

  /** When a call that ends here may come again: 429 is about all that this identity asks, 5xx about this call alone. */
  function retryAtOf(status: number, told: Millis | null): Instant | null {
    const now = clock.now();
    if (status === 429) return throttledUntil !== null && throttledUntil > now ? throttledUntil : null;
    return status >= 500 && told !== null ? instant(now + told) : null;
  }

  async function answered(request: ArmRequest, urgent: boolean): Promise<ArmReply> {
    let hasSignedInAgain = false;
    for (let attempt = 0; ; attempt++) {
      refuseWhileThrottled();
      const token = await tokens.token();
      let reply: Reply;
      try {
        reply = await exchange(request, token, urgent);
      } catch (error) {
        const usual = backoff[attempt];
        if (!(error instanceof CallFailed && error.mayPass) || usual === undefined || !isRepeatable(request))
          throw error;
        await wait(clock, usual * (0.5 + random()), signal);
        continue;
      }
      remember(token);
      const body = bodyOf(reply.body, sent, ring);
      const ids = idsOf(reply, sent, ring);
      const told = retryAfter(reply.headers, wallTime(clock));
      const pause = pauseBefore(attempt, request, reply.status, told);
      if (pause !== null) {
        await wait(clock, pause, signal);
        continue;
      }
      const refusal = refusalOf(reply, body, { retryAt: retryAtOf(reply.status, told), ids });
      if (refusal === null) {
        if (hasSignedInAgain) tokens.renewed(true);
        return { body: body.kind === 'json' ? body.value : null, ids, size: reply.body.length };
      }
      if (reply.status === 401 && (refusal.code === null || staleTokenCodes.has(refusal.code))) {
        if (hasSignedInAgain) tokens.renewed(false);
        else if (tokens.refused(token)) {
          hasSignedInAgain = true;
          attempt -= 1;
          continue;
        }
      }
      throw refusal;
    }
  }

  return {
    request: async (request, urgent) => {
      try {
        return await answered(request, urgent);
      } catch (error) {
        throw signal.aborted ? givenUp() : error;
      }
    },
    budget: () => accounts.budget(clock.now(), throttledUntil),
  };
}
