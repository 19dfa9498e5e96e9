/** Asks PeeringDB: seldom, one after the other, never in the loop (docs/microsoft.md). */
import type { Answer } from '../../network/microsoft/answers.ts';
import type { NetworkContacts, NetworkRecord } from '../../network/microsoft/peeringdb.ts';
import { type Instant, instant } from '../../network/units.ts';
import type { Clock } from '../clock.ts';
import { CallFailed } from './call-failed.ts';
import { wallTime } from './grant.ts';
import type { Sender } from './http.ts';
import { fieldsOf } from './json-door.ts';
import type { PeeringDbOptions } from './options.ts';
import { contactsOf, dataOf, facilitiesOf, networksOf } from './peeringdb.ts';
import { openPeeringDbCache } from './peeringdb-cache.ts';
import { bodyOf } from './reply-body.ts';
import { retryAfter } from './retry-after.ts';
import { wait } from './waiting.ts';

/** Everything rejects with CallFailed, and with nothing else. */
export interface PeeringDbClient {
  facilities(ids: readonly number[]): Promise<Answer>;
  networks(): Promise<Answer>;
  contacts(): Promise<Answer>;
}

/** What the client stands on. `signal` ends every request. */
export interface PeeringDbParts {
  readonly sender: Sender;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Microsoft's record: peeringdb.com/net/694. */
const microsoft = { asn: 8075, net: 694 };
/** "Leave 2 s between queries"; batches of up to 150. */
const gap = 2000;
const batch = 100;
const silentThrottle = 60_000;

/** A client of its own pace and cache. */
export function createPeeringDbClient(options: PeeringDbOptions, parts: PeeringDbParts): PeeringDbClient {
  const { clock, sender, signal } = parts;
  const cache = openPeeringDbCache(options.cacheFile, parts.random);
  let last: Promise<unknown> = Promise.resolve();
  let nextAt: Instant = clock.now();
  let throttledUntil: Instant | null = null;

  async function asked(query: string): Promise<readonly unknown[]> {
    if (throttledUntil !== null && clock.now() < throttledUntil)
      throw new CallFailed('throttled', 'not asked: PeeringDB has said to come back later', 'it is asked again then', {
        retryAt: throttledUntil,
      });
    await wait(clock, nextAt - clock.now(), signal);
    nextAt = instant(clock.now() + gap);
    const key = options.apiKey?.() ?? '';
    const url = new URL(`${options.endpoint.replace(/\/+$/, '')}/${query}`);
    const headers: Record<string, string> = key === '' ? {} : { authorization: `Api-Key ${key}` };
    const reply = await sender.send({ kind: 'plain', url, headers }, { signal });
    nextAt = instant(clock.now() + gap);
    const body = bodyOf(reply.body, [key]);
    const value = body.kind === 'json' ? body.value : null;
    if (reply.status === 429) {
      throttledUntil = instant(clock.now() + (retryAfter(reply.headers, wallTime(clock)) ?? silentThrottle));
      const told = { status: 429, retryAt: throttledUntil };
      throw new CallFailed('throttled', 'HTTP 429', 'PeeringDB is asked again later; an API key allows more', told);
    }
    const data = dataOf(value);
    if (reply.status === 200 && data !== null) return data;
    throw refusal(reply.status, value);
  }

  /** One after the other, whatever the outcome of the one before. */
  function inTurn(ask: () => Promise<readonly unknown[]>): Promise<readonly unknown[]> {
    const next = last.then(ask);
    last = next.catch(() => {});
    return next;
  }

  const query = (text: string): Promise<readonly unknown[]> => inTurn(() => asked(text));

  /** Looks into the cache when it is its turn: what went before may have asked the same. */
  const cached = (text: string): Promise<readonly unknown[]> =>
    inTurn(async () => {
      const known = await cache.get(text, wallTime(clock));
      if (known !== null) return known;
      const found = await asked(text);
      await cache.put(text, found, wallTime(clock));
      return found;
    });

  async function records(): Promise<readonly NetworkRecord[]> {
    const asns = [microsoft.asn, ...(options.asn === null ? [] : [options.asn])];
    return networksOf(await cached(`net?asn__in=${asns.join(',')}`)).items;
  }

  return {
    facilities: async ids => {
      const found: unknown[] = [];
      for (let at = 0; at < ids.length; at += batch)
        found.push(...(await cached(`fac?id__in=${ids.slice(at, at + batch).join(',')}`)));
      return { call: 'facilities', facilities: facilitiesOf(found).items };
    },
    networks: async () => ({ call: 'networks', networks: await records() }),
    contacts: async () => {
      const networks: NetworkContacts[] = [contactsOf(await query(`poc?net_id=${microsoft.net}`), microsoft.asn)];
      const { asn } = options;
      const ours = asn === null ? undefined : (await records()).find(network => network.asn === asn);
      if (ours !== undefined) networks.push(contactsOf(await query(`poc?net_id=${ours.id}`), ours.asn));
      return { call: 'contacts', networks };
    },
  };
}

function refusal(status: number, body: unknown): CallFailed {
  const message = fieldsOf(body)?.fields('meta').text('error') ?? fieldsOf(body)?.text('message') ?? null;
  const seen = `HTTP ${status}${message === null ? '' : ` ${message}`}`;
  const told = { status };
  if (status === 401 || status === 403)
    return new CallFailed('forbidden', seen, 'check the API key of PeeringDB', told);
  if (status >= 500) return new CallFailed('server', seen, "a fault at PeeringDB's end; it is asked again", told);
  if (status === 200 || (status >= 300 && status < 400))
    return new CallFailed('garbage', `${seen} without a list of records`, 'check the endpoint of PeeringDB', told);
  return new CallFailed('refused', seen, 'see what PeeringDB says', told);
}
