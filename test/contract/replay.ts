/** Answers as they were published or recorded, served again over HTTP: status, headers and body. */
import type { Answer } from '../../src/network/microsoft/answers.ts';
import type { PeeringApiOptions } from '../../src/sources/peering-api/options.ts';
import type { Session } from '../../src/sources/peering-api/session.ts';
import { azure, peeringId, type Reply } from '../sources/peering-api/azure.ts';
import type { Ask } from './calls.ts';
import { sessionAt } from './sessions.ts';
import type { Recorded } from './stored.ts';

/** A server that replays, and the client pointed at it. */
export interface Replay {
  readonly url: string;
  readonly session: Session;
}

/** Answers as recorded; where `byPath` says nothing there is an empty list. */
export async function replaying(
  byPath: (path: string) => Recorded | undefined,
  more: (url: string) => Partial<PeeringApiOptions> = () => ({}),
): Promise<Replay> {
  const server = await azure(({ path }): Reply | undefined => {
    if (path.endsWith('/token')) return undefined;
    const { status, headers, body } = byPath(path) ?? { status: 200, headers: {}, body: { value: [] } };
    return { status, headers: { ...headers }, json: body };
  });
  return { url: server.url, session: sessionAt(server.url, more(server.url)) };
}

/** Answers the first request as recorded; further pages are empty. */
export function replayingOnce(recorded: Recorded): Promise<Replay> {
  const answers = [recorded];
  return replaying(() => answers.shift());
}

/** A resource that was answered by itself, in a list: the client asks for lists only. */
export const alone = (recorded: Recorded): Recorded => ({ ...recorded, body: { value: [recorded.body] } });

/** What a call makes of one recorded answer. */
export async function madeOf(recorded: Recorded, ask: Ask): Promise<Answer> {
  const { session } = await replayingOnce(recorded);
  return (await ask(session)).answer;
}

/** What an answer tells: its records, or the one thing that it is about. */
export const toldBy = (answer: Answer): unknown =>
  Object.entries(answer).find(([name]) => name !== 'call' && name !== 'list')?.[1];

const subject = 'metro1';
const id = peeringId(subject);

/** The calls that recorded answers are answers to. */
export const calls = {
  peerings: session => session.planned({ call: 'peerings', subject: '' }),
  services: session => session.planned({ call: 'services', subject: '' }),
  peerAsns: session => session.planned({ call: 'peer-asns', subject: '' }),
  health: session => session.planned({ call: 'health', subject: '' }),
  legacyPeerings: session =>
    session.planned({ call: 'legacy-peerings', subject: '', kind: 'Exchange', location: 'peeringLocation0' }),
  registeredPrefixes: session => session.planned({ call: 'registered-prefixes', subject, id }),
  registeredAsns: session => session.planned({ call: 'registered-asns', subject, id }),
  servicePrefixes: session => session.planned({ call: 'service-prefixes', subject, id }),
  receivedRoutes: session => session.asker.routes(id, '1.1.1.0/24'),
  traffic: session => session.planned({ call: 'traffic', subject, id, metrics: ['EgressTrafficRate'] }),
  metricDefinitions: session => session.planned({ call: 'metric-definitions', subject, id }),
  lookingGlass: session =>
    session.asker.question({
      kind: 'looking-glass',
      command: 'Traceroute',
      sourceType: 'AzureRegion',
      source: 'West US',
      destination: '0.0.0.0',
    }),
  providerAvailability: session =>
    session.asker.question({ kind: 'provider-availability', location: 'Osaka', provider: 'ZZJ' }),
  validate: session =>
    session.asker.question({ kind: 'validate', prefix: { key: 'p', id: `${id}/registeredPrefixes/p`, name: 'p' } }),
  facilities: session => session.planned({ call: 'facilities', subject: '', ids: [69] }),
  networks: session => session.planned({ call: 'networks', subject: '' }),
  contacts: session => session.contacts(),
} as const satisfies Readonly<Record<string, Ask>>;
