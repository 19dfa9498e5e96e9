import { lookup as dnsLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { PollTargets, RouterName } from '../../network/facts.ts';
import type { Failure, PollCost, PolledSample } from '../../network/samples.ts';
import { type Instant, instant, type Millis, millis } from '../../network/units.ts';
import type { Clock } from '../clock.ts';
import type { Hear, RouterSource } from '../router-source.ts';
import { discoverRouter } from './discovery.ts';
import { createPace, discoveryDeadline } from './pace.ts';
import { type GroupReading, pollRouter } from './poll.ts';
import { failureOf, SnmpFailure, type SnmpTransport, type Spent } from './transport.ts';
import { openUdpTransport } from './udp-transport.ts';

/** How to reach a router that speaks SNMPv2c. */
export interface SnmpRouterOptions {
  readonly router: RouterName;
  /** IPv4, IPv6 or a name. */
  readonly address: string;
  readonly port: number;
  readonly community: string;
  /** Time that one cycle may take: less than the interval, so that cycles never overlap. */
  readonly cycle: Millis;
}

/** What a source takes from outside. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly hear: Hear;
  /** Resolves a name; rejects when it does not resolve. */
  readonly resolve?: (name: string) => Promise<{ readonly address: string; readonly family: number }>;
}

const costBetween = (before: Spent, after: Spent): PollCost => ({
  requests: after.requests - before.requests,
  retransmissions: after.retransmissions - before.retransmissions,
  bytesOut: after.bytesOut - before.bytesOut,
  bytesIn: after.bytesIn - before.bytesIn,
  rejected: after.rejected - before.rejected,
});

/** One router over SNMPv2c. */
export function createSnmpRouter(options: SnmpRouterOptions, surroundings: Surroundings): RouterSource {
  const { clock, random, hear } = surroundings;
  const resolve = surroundings.resolve ?? dnsLookup;
  const pace = createPace();
  let open: { readonly address: string; readonly transport: SnmpTransport } | null = null;
  let named: 'ifName' | 'ifDescr' = 'ifName';
  let closed = false;

  async function addressOf(): Promise<{ readonly address: string; readonly family: 4 | 6 }> {
    const version = isIP(options.address);
    if (version !== 0) return { address: options.address, family: version === 6 ? 6 : 4 };
    try {
      const found = await resolve(options.address);
      return { address: found.address, family: found.family === 6 ? 6 : 4 };
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
      throw new SnmpFailure('unresolved', `the name ${options.address} of ${options.router} does not resolve (${why}); check the name or write an address`);
    }
  }

  /** A name is looked up at each discovery: routers move, and a resolver that is down must not stop the polling. */
  async function transport(lookUp: boolean): Promise<SnmpTransport> {
    if (open !== null && !lookUp) return open.transport;
    const target = await addressOf();
    if (closed) throw new SnmpFailure('closed', `${options.router}: the session has ended`);
    if (open !== null && open.address === target.address) return open.transport;
    open?.transport.close();
    open = {
      address: target.address,
      transport: openUdpTransport(
        { ...target, port: options.port, community: options.community, label: options.router },
        { clock, random },
      ),
    };
    return open.transport;
  }

  function failed(phase: 'discovery' | 'poll', failure: Failure): void {
    if (!closed) hear({ kind: 'failed', router: options.router, at: clock.now(), phase, failure });
  }

  const deadline = (after: Millis): Instant => instant(clock.now() + after);
  const since = (start: Instant): Millis => millis(clock.now() - start);

  async function discover(): Promise<void> {
    const start = clock.now();
    try {
      const used = await transport(true);
      pace.relax();
      const before = used.spent();
      const facts = await discoverRouter({ transport: used, pace, deadline: deadline(discoveryDeadline) });
      named = facts.tables.some(table => table.table === 'ifXTable' && table.rows > 0) ? 'ifName' : 'ifDescr';
      if (closed) return;
      hear({
        kind: 'discovered',
        router: options.router,
        at: clock.now(),
        took: since(start),
        facts,
        cost: costBetween(before, used.spent()),
      });
    } catch (error) {
      failed('discovery', failureOf(error));
    }
  }

  async function poll(targets: PollTargets): Promise<void> {
    const start = clock.now();
    try {
      const used = await transport(false);
      const context = { transport: used, pace, deadline: deadline(options.cycle) };
      let before = used.spent();
      let anyHeard = false;
      // Groups that failed before any other was heard: whether the router or only a table is silent is not known yet.
      const undecided: GroupReading[] = [];
      await pollRouter(context, targets, named, reading => {
        anyHeard ||= hasFacts(reading);
        undecided.push(reading);
        if (anyHeard) for (const each of undecided.splice(0)) emit(each);
      });
      const failure = undecided[0]?.silent[0]?.failure;
      if (failure !== undefined) failed('poll', failure);

      function emit(reading: GroupReading): void {
        if (closed) return;
        const after = used.spent();
        const sample: PolledSample = {
          kind: 'polled',
          router: options.router,
          at: clock.now(),
          took: since(start),
          clock: reading.clock ?? { upTime: null, engineBoots: null, engineTime: null, tableChange: null },
          interfaces: reading.interfaces,
          lagPorts: reading.lagPorts,
          sessions: reading.sessions,
          silent: reading.silent,
          cost: costBetween(before, after),
        };
        before = after;
        hear(sample);
      }
    } catch (error) {
      failed('poll', failureOf(error));
    }
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

const hasFacts = (reading: GroupReading): boolean =>
  reading.clock !== null || reading.interfaces.length > 0 || reading.lagPorts.length > 0 || reading.sessions.length > 0;
