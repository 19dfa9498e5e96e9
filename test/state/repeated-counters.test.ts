/** An agent that reads its counters by a timer of its own and repeats them in between, polled at all kinds of intervals. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RouterFacts } from '../../src/network/facts.ts';
import { emptyFleet } from '../../src/network/fleet.ts';
import type { FleetSettings } from '../../src/network/settings.ts';
import { bitsPerSecond, instant, millis, ratio, seconds, ticks } from '../../src/network/units.ts';
import { reduce } from '../../src/state/reduce.ts';
import { port } from '../network/router-facts.ts';

interface Agent {
  /** Seconds. */
  readonly refresh: number;
  /** Milliseconds by which each refresh is late: they add up, as in net-snmp. */
  readonly drift: number;
  readonly phase: number;
  /** Seconds. */
  readonly interval: number;
  /** Milliseconds by which a poll is early or late, one after the other. */
  readonly jitter: readonly number[];
  /** Whether each cycle reads once more, half a refresh later. */
  readonly twice: boolean;
  /** Milliseconds after which each refresh is done once more. */
  readonly double?: number;
}

const bytesPerMilli = 5000;
const truth = bytesPerMilli * 8000;
const polls = 60;

/** Every rate that was shown after the first. */
function shown({ refresh, drift, phase, interval, jitter, twice, double = 0 }: Agent): readonly (number | null)[] {
  const settings: FleetSettings = {
    partner: { asn: 64496, name: null },
    peerAsns: [8075],
    pollInterval: millis(interval * 1000),
    routers: [{ name: 'ams-er1', address: '192.0.2.1', metro: 'Amsterdam' }],
    pnis: [
      {
        router: 'ams-er1',
        interface: 'et0',
        metro: null,
        members: null,
        minLinks: null,
        peers: null,
        capacity: null,
        connection: null,
      },
    ],
    thresholds: { utilizationWarn: ratio(0.5), utilizationHard: ratio(0.8), utilizationLimit: ratio(0.95) },
    simulation: false,
    microsoft: null,
  };
  const clock = {
    upTime: ticks(0),
    engineBoots: 1,
    engineTime: seconds(0),
    tableChange: ticks(0),
    stackChange: null,
  };
  const facts: RouterFacts = {
    system: {
      vendor: 'linux',
      sysDescr: null,
      sysObjectId: null,
      sysName: null,
      clock,
      lagChange: null,
      localAs: 64496,
      counterRefresh: seconds(refresh),
    },
    interfaces: [port(2, 'et0')],
    addresses: [],
    stack: [],
    lagPorts: [],
    aggregators: [],
    lagMembers: [],
    lagSettings: [],
    sessions: [],
    bfd: [],
    optics: [],
    tables: [],
    missing: [],
  };
  const cost = { requests: 1, retransmissions: 0, bytesOut: 0, bytesIn: 0, rejected: 0 };
  const origin = 1_000_000;
  let fleet = reduce(emptyFleet(settings), {
    kind: 'discovered',
    router: 'ams-er1',
    at: instant(origin),
    took: millis(5),
    facts,
    cost,
  });
  const rates: (number | null)[] = [];
  const period = refresh * 1000 + drift;
  const moments = Array.from({ length: polls }, (_, poll) => origin + poll * interval * 1000).flatMap(moment =>
    twice ? [moment, moment + refresh * 500] : [moment],
  );
  for (const [poll, moment] of moments.entries()) {
    const now = moment + (jitter[poll % jitter.length] ?? 0);
    const refreshedAt = Math.floor((now - phase) / period) * period + phase;
    const readAt = now < refreshedAt + double ? refreshedAt : refreshedAt + double;
    const octets = BigInt(Math.round(readAt * bytesPerMilli));
    const upTime = ticks(Math.floor(now / 10));
    fleet = reduce(fleet, {
      kind: 'polled',
      router: 'ams-er1',
      at: instant(now + 2),
      took: millis(2),
      clock: { ...clock, upTime, engineTime: seconds(Math.floor(now / 1000)) },
      interfaces: [
        {
          ifIndex: 2,
          name: 'et0',
          upTime,
          admin: 'up',
          oper: 'up',
          speed: bitsPerSecond(10e9),
          inOctets: octets,
          outOctets: octets,
          inErrors: 0,
          outErrors: 0,
          inDiscards: 0,
          outDiscards: 0,
          discontinuity: ticks(0),
        },
      ],
      lagPorts: [],
      lagChange: null,
      lagMembers: [],
      sessions: [],
      prefixes: [],
      bfd: [],
      optics: [],
      silent: [],
      cost,
    });
    rates.push(fleet.routers.get('ams-er1')?.interfaces.get('et0')?.rates?.value.in ?? null);
  }
  return rates.slice(
    Math.max(
      0,
      rates.findIndex(rate => rate !== null),
    ),
  );
}

const off = (rate: number | null): number => (rate === null ? Number.POSITIVE_INFINITY : Math.abs(rate / truth - 1));

const refreshes = fc.constantFrom(1, 2, 3, 5, 15);
const steady = fc.constant([0]);
const anyPhase = fc.integer({ min: 0, max: 14_999 });

describe('an agent that repeats its counters', () => {
  test('at every interval up to its refresh, each rate is exact, however the polls are late', () => {
    fc.assert(
      fc.property(
        fc.record({
          refresh: refreshes,
          drift: fc.double({ min: 0, max: 2, noNaN: true }),
          phase: anyPhase,
          jitter: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 7 }),
        }),
        fc.constantFrom(1, 2, 5, 10),
        (agent, interval) => {
          fc.pre(interval < agent.refresh);
          const rates = shown({ ...agent, interval, twice: false });
          expect(rates.length).toBeGreaterThan(20);
          expect(Math.max(...rates.map(off))).toBeLessThan(0.01);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('one that refreshes twice within a moment, with a poll in between, shows no rate of that moment', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(3, 5, 15),
        fc.constantFrom(1, 2),
        fc.integer({ min: 1, max: 14 }),
        fc.constantFrom(4, 7, 10),
        (refresh, interval, at, double) => {
          const phase = (at % refresh) * 1000 - 3;
          const rates = shown({ refresh, drift: 0, phase, interval, jitter: [0, 1, 5, 0, 3], twice: false, double });
          expect(rates.length).toBeGreaterThan(20);
          expect(Math.max(...rates.map(off))).toBeLessThan(0.02);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('at longer intervals each rate is within 6 %, because it is of many refreshes', () => {
    fc.assert(
      fc.property(
        fc.record({ refresh: fc.constantFrom(1, 2, 3, 5, 15), drift: fc.constant(0), phase: anyPhase, jitter: steady }),
        fc.constantFrom(5, 10, 20, 30, 60),
        (agent, interval) => {
          const rates = shown({ ...agent, interval, twice: false });
          expect(rates.length).toBeGreaterThan(20);
          expect(Math.max(...rates.map(off))).toBeLessThan(0.06);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('at longer intervals, two readings half a refresh apart keep each rate within 7 %, however the polls are late', () => {
    fc.assert(
      fc.property(
        fc.record({
          refresh: fc.constantFrom(1, 2, 3, 5, 15),
          drift: fc.double({ min: 0, max: 2, noNaN: true }),
          phase: anyPhase,
          jitter: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 7 }),
        }),
        fc.constantFrom(2, 5, 10, 20, 30, 60),
        (agent, interval) => {
          fc.pre(interval >= agent.refresh);
          const rates = shown({ ...agent, interval, twice: true });
          expect(rates.length).toBeGreaterThan(20);
          expect(Math.max(...rates.map(off))).toBeLessThan(0.07);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    { refresh: 3, interval: 2 },
    { refresh: 3, interval: 5 },
    { refresh: 3, interval: 10 },
    { refresh: 15, interval: 10 },
    { refresh: 15, interval: 30 },
  ])('with jitter and drift, hardly any rate is off: refreshed every $refresh s, polled every $interval s', agent => {
    const phases = Array.from({ length: 200 }, (_, index) => (index * agent.refresh * 1000) / 200);
    const jitter = [0, 3, 12, 1, 7, 20, 5];
    const rates = phases.flatMap(phase =>
      shown({ ...agent, twice: agent.interval >= agent.refresh, drift: 0.3, phase, jitter }),
    );
    expect(rates.filter(rate => off(rate) > 0.02).length / rates.length).toBeLessThan(0.03);
    expect(Math.max(...rates.map(off))).toBeLessThan(0.06);
  });
});
