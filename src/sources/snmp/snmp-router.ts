import { noClock, type PollTargets, type RouterName } from '../../network/facts.ts';
import type { Failure, PollCost, PolledSample } from '../../network/samples.ts';
import { type Instant, instant, type Millis, millis } from '../../network/units.ts';
import type { Clock } from '../clock.ts';
import type { Hear, RouterSource } from '../router-source.ts';
import { communityProcessing } from './community.ts';
import type { Credentials } from './credentials.ts';
import { type Discovery, discoverRouter } from './discovery.ts';
import type { MessageProcessing } from './message-processing.ts';
import { createPace } from './pace.ts';
import { type GroupReading, pollRouter } from './poll.ts';
import { type Resolve, routerAddress, systemResolve } from './router-address.ts';
import { failureOf, SnmpFailure, type SnmpTransport, type Spent } from './transport.ts';
import { openUdpTransport } from './udp-transport.ts';
import { newEngineMemory } from './usm/engine.ts';
import type { UsmSurroundings } from './usm/usm-processing.ts';

/** How to reach a router. */
export interface SnmpRouterOptions {
  readonly router: RouterName;
  /** IPv4, IPv6 or a name. */
  readonly address: string;
  readonly port: number;
  readonly credentials: Credentials;
  /** Time that one cycle may take: less than the interval, so that cycles never overlap. */
  readonly cycle: Millis;
}

/** What a source takes from outside. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly hear: Hear;
  /** Resolves a name; rejects when it does not resolve. The system's resolver when left out. */
  readonly resolve?: Resolve;
}

/** Time that a whole discovery may take. */
const discoveryTime = millis(60_000);

const costBetween = (before: Spent, after: Spent): PollCost => ({
  requests: after.requests - before.requests,
  retransmissions: after.retransmissions - before.retransmissions,
  bytesOut: after.bytesOut - before.bytesOut,
  bytesIn: after.bytesIn - before.bytesIn,
  rejected: after.rejected - before.rejected,
});

/** One router over SNMP. */
export function createSnmpRouter(options: SnmpRouterOptions, surroundings: Surroundings): RouterSource {
  const { clock, random, hear, resolve = systemResolve } = surroundings;
  const pace = createPace();
  const memory = newEngineMemory();
  let processing: Promise<MessageProcessing> | null = null;
  let open: { readonly address: string; readonly transport: SnmpTransport } | null = null;
  let namedByIfName: ReadonlySet<number> = new Set();
  /** Its structure has been told once. */
  let isKnown = false;
  let closed = false;

  /** A name is looked up at each discovery, because routers move; a resolver that is down does not stop the polling. */
  async function transport(lookUp: boolean): Promise<SnmpTransport> {
    if (open !== null && !lookUp) return open.transport;
    try {
      processing ??= processingOf(options.credentials, { clock, random, memory });
      const speaks = await processing;
      const found = await routerAddress(options.address, options.router, { clock, resolve, limit: options.cycle });
      if (closed) throw new SnmpFailure('closed', `${options.router}: the session has ended`);
      if (open !== null && open.address === found.address) return open.transport;
      const before = open;
      const target = { ...found, port: options.port, label: options.router };
      open = { address: found.address, transport: openUdpTransport(target, speaks, { clock, random }) };
      before?.transport.close();
    } catch (error) {
      if (closed || open === null) throw error;
    }
    return open.transport;
  }

  function failed(phase: 'discovery' | 'poll', failure: Failure): void {
    // A cycle that was cut off because the router has another address now says nothing about the router.
    if (closed || failure.kind === 'closed') return;
    hear({ kind: 'failed', router: options.router, at: clock.now(), phase, failure });
  }

  const deadline = (after: Millis): Instant => instant(clock.now() + after);
  const since = (start: Instant): Millis => millis(clock.now() - start);

  async function discover(known?: () => void): Promise<void> {
    const start = clock.now();
    try {
      const used = await transport(true);
      pace.relax();
      const before = used.spent();
      const context = { transport: used, pace, deadline: deadline(discoveryTime) };
      const tell = ({ facts, namedByIfName: named }: Discovery): void => {
        namedByIfName = named;
        isKnown = true;
        if (closed) return;
        const cost = costBetween(before, used.spent());
        hear({ kind: 'discovered', router: options.router, at: clock.now(), took: since(start), facts, cost });
      };
      // Later on the light that was known before stands until it has been read again.
      const waits = known !== undefined && !isKnown;
      const early = (found: Discovery): void => {
        tell(found);
        known?.();
      };
      const contexts = contextsOf(options.credentials);
      tell(await discoverRouter(context, { contexts, known: waits ? early : undefined }));
    } catch (error) {
      failed('discovery', failureOf(error));
    }
  }

  async function poll(targets: PollTargets, cause?: 'trap'): Promise<void> {
    const start = clock.now();
    try {
      const used = await transport(false);
      const context = { transport: used, pace, deadline: instant(start + options.cycle), now: clock.now };
      const emit = emitter(start, used, cause);
      let anyHeard = false;
      // Groups that failed before any other was heard: whether the router or only a table is silent is not known yet.
      const undecided: GroupReading[] = [];
      const nameColumn = (ifIndex: number) => (namedByIfName.has(ifIndex) ? 'ifName' : 'ifDescr');
      await pollRouter(context, targets, nameColumn, reading => {
        anyHeard ||= hasFacts(reading);
        undecided.push(reading);
        if (anyHeard) for (const each of undecided.splice(0)) emit(each);
      });
      // What was not asked for lack of time says less than what was asked and not answered.
      const failures = undecided.flatMap(reading => reading.silent.map(each => each.failure));
      const failure = failures.find(each => each.kind !== 'not-asked') ?? failures[0];
      if (failure !== undefined) failed('poll', failure);
    } catch (error) {
      failed('poll', failureOf(error));
    }
  }

  /** Makes a sample of each group's reading, with what it has cost since the one before. */
  function emitter(start: Instant, used: SnmpTransport, cause?: 'trap'): (reading: GroupReading) => void {
    let before = used.spent();
    return reading => {
      if (closed) return;
      const after = used.spent();
      const answeredAt = reading.answeredAt ?? clock.now();
      const sample: PolledSample = {
        kind: 'polled',
        router: options.router,
        ...(cause === undefined ? {} : { cause }),
        // Not when its last answer came: a poll that was asked later may have been answered in between.
        at: answeredAt,
        took: millis(answeredAt - start),
        clock: reading.clock ?? noClock,
        interfaces: reading.interfaces,
        lagPorts: reading.lagPorts,
        lagChange: reading.lagChange,
        lagMembers: reading.lagMembers,
        sessions: reading.sessions,
        prefixes: reading.prefixes,
        bfd: reading.bfd,
        optics: reading.optics,
        silent: reading.silent,
        cost: costBetween(before, after),
      };
      before = after;
      hear(sample);
    };
  }

  return {
    router: options.router,
    discover,
    poll,
    close: () => {
      closed = true;
      open?.transport.close();
      open = null;
    },
  };
}

const contextsOf = (credentials: Credentials): readonly string[] =>
  credentials.version === '3' ? credentials.contexts : [];

/** SNMPv3 brings a library that takes longer to load than all else here: only who asks so waits for it. */
async function processingOf(credentials: Credentials, surroundings: UsmSurroundings): Promise<MessageProcessing> {
  if (credentials.version === '2c') return communityProcessing(credentials);
  const { usmProcessing } = await import('./usm/usm-processing.ts');
  return usmProcessing(credentials, surroundings);
}

const hasFacts = ({
  clock,
  interfaces,
  lagPorts,
  lagMembers,
  sessions,
  prefixes,
  bfd,
  optics,
}: GroupReading): boolean =>
  clock !== null ||
  [interfaces, lagPorts, lagMembers, sessions, prefixes, bfd, optics].some(readings => readings.length > 0);
