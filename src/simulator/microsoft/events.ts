/** What a scenario's file may say of Microsoft. `acting.ts` carries it out. */
import * as z from 'zod';
import type { Carrier } from '../carrier.ts';
import { duration } from '../duration.ts';
import { PLACES } from './places.ts';

const at = duration;
const text = z.string().min(1);

/** Microsoft's part of a scenario. */
export const microsoftAction = z.discriminatedUnion('do', [
  /** How often Microsoft takes note of the sessions. */
  z.strictObject({ at, do: z.literal('microsoft-notes'), every: duration.refine(every => every > 0) }),
  /** What Microsoft says of a session, whatever it has seen; `null` is what it has seen. */
  z.strictObject({
    at,
    do: z.literal('microsoft-session'),
    pni: z.string(),
    afi: z.enum(['ipv4', 'ipv6']),
    says: z.enum(['Idle', 'Connect', 'Active', 'OpenConfirm', 'Established']).nullable(),
  }),
  /** The state of a PNI's connection. */
  z.strictObject({
    at,
    do: z.literal('connection'),
    pni: z.string(),
    state: text,
    error: text.optional(),
  }),
  /** A connection that is not built yet joins a metro's peering. */
  z.strictObject({ at, do: z.literal('further-connection'), metro: z.string(), state: text, error: text.optional() }),
  /** A peering of another kind exists. */
  z.strictObject({
    at,
    do: z.literal('further-peering'),
    which: z.enum(['route-server', 'exchange', 'voice', 'legacy']),
  }),
  /** What Microsoft's check of a registered prefix says. */
  z.strictObject({
    at,
    do: z.literal('registered-prefix'),
    prefix: z.string(),
    state: text,
    error: text.optional(),
  }),
  /** Something happens to a service prefix. */
  z.strictObject({
    at,
    do: z.literal('prefix-event'),
    prefix: z.string(),
    type: text,
    level: text,
    summary: text,
    description: text,
  }),
  /** A notice of Azure Service Health; it is told from `at` on, the work begins `in` so long after that. */
  z.strictObject({
    at,
    do: z.literal('health-notice'),
    id: text,
    type: text,
    service: text,
    region: text,
    title: text,
    article: text,
    in: duration,
    lasts: duration.optional(),
  }),
  /** Every request is refused for a while: 429. */
  z.strictObject({ at, do: z.literal('throttle'), for: duration, retryAfterSeconds: z.int().min(1) }),
  /** Tokens that were given out before are worth nothing; new ones are. */
  z.strictObject({ at, do: z.literal('revoke-tokens') }),
  /** The client secret runs out, or was renewed. */
  z.strictObject({ at, do: z.literal('client-secret'), to: z.enum(['valid', 'expired']) }),
  /** Every answer drips for so long, and every so-manyth never comes. */
  z.strictObject({ at, do: z.literal('microsoft-pace'), takes: duration, hangEvery: z.int().min(1).optional() }),
]);

/** One event at Microsoft; `at` is in ticks. */
export type MicrosoftAction = z.infer<typeof microsoftAction>;

/** What an event names, and whether it exists. */
export const subjectsAtMicrosoft = (
  carrier: Carrier,
  event: MicrosoftAction,
): readonly [kind: string, name: string, known: boolean][] => {
  switch (event.do) {
    case 'microsoft-session':
    case 'connection':
      return [['PNI', event.pni, carrier.pnis.some(({ id }) => id === event.pni)]];
    case 'further-connection':
      return [['metro', event.metro, PLACES.some(({ metro }) => metro === event.metro)]];
    case 'registered-prefix':
    case 'prefix-event':
      return [['registered prefix', event.prefix, PLACES.some(({ prefixes }) => prefixes.includes(event.prefix))]];
    case 'microsoft-notes':
    case 'further-peering':
    case 'health-notice':
    case 'throttle':
    case 'revoke-tokens':
    case 'client-secret':
    case 'microsoft-pace':
      return [];
  }
};
