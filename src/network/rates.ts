/** Rates from two readings of one interface, by the router's own clock, or the reason why there is none. */
import type { InterfaceReading, RouterClock } from './facts.ts';
import {
  type BitsPerSecond,
  bitsPerSecond,
  type Instant,
  type PerSecond,
  perSecond,
  type Seconds,
  seconds,
  type Ticks,
  ticks,
} from './units.ts';

/** Both directions of one interface. */
export interface Rates {
  readonly in: BitsPerSecond;
  readonly out: BitsPerSecond;
  readonly inErrors: PerSecond | null;
  readonly outErrors: PerSecond | null;
  readonly inDiscards: PerSecond | null;
  readonly outDiscards: PerSecond | null;
  /** The router's time between the two readings. */
  readonly over: Seconds;
}

/** Why a pair of readings gives no rate. */
export type VoidReason =
  | 'restart'
  | 'renumbered'
  | 'discontinuity'
  | 'counter went back'
  | 'faster than the link'
  | 'no clock'
  | 'no counters'
  | 'no time between'
  | 'gap too long';

/** A rate, or why there is none. */
export type RateResult =
  | { readonly kind: 'rates'; readonly rates: Rates }
  | { readonly kind: 'void'; readonly why: VoidReason };

const wrapTicks = 2 ** 32;
const wrapCounter32 = 2 ** 32;
const ticksPerSecond = 100;
/** Counters and clock are not read at one and the same moment inside a router. */
const overshoot = 1.05;
/** A jump of a Counter32 of more than this between two polls is a reset, not a wrap. */
const largestErrorStep = 2 ** 31;

/** The moment of a sample is that of its last answer: the readings in it may be one cycle older, hence so much slack. */
const leastSlack = 10 * ticksPerSecond;
const slackOf = (expected: number): number => Math.max(leastSlack, expected * 0.2);
const expectedTicks = (elapsedMillis: number): number => (elapsedMillis / 1000) * ticksPerSecond;

/**
 * Router ticks between two stamps of sysUpTime; null when the router restarted. sysUpTime falls at a restart and also
 * after 497.1 days: it is a wrap only when the time that passed here explains it. And a router that has been up for
 * less time than has passed here since it was last heard restarted in between, however large the stamp.
 */
export function ticksBetween(before: Ticks, after: Ticks, elapsedMillis: number): number | null {
  const expected = expectedTicks(elapsedMillis);
  const slack = slackOf(expected);
  if (after >= before) return after + slack < expected ? null : after - before;
  const wrapped = after + wrapTicks - before;
  return Math.abs(wrapped - expected) <= slack ? wrapped : null;
}

/** True when the clocks say that the router, or its SNMP agent, has restarted between two cycles. */
export function hasRestarted(before: RouterClock, after: RouterClock, elapsedMillis: number): boolean {
  if (before.engineBoots !== null && after.engineBoots !== null && after.engineBoots !== before.engineBoots)
    return true;
  if (before.upTime === null || after.upTime === null) return false;
  // snmpEngineTime does not wrap: when it went on as the time here did, sysUpTime wrapped.
  if (before.engineTime !== null && after.engineTime !== null) {
    const engineTicks = (time: number): Ticks => ticks(time * ticksPerSecond);
    const went = ticksBetween(engineTicks(before.engineTime), engineTicks(after.engineTime), elapsedMillis);
    if (after.engineTime > before.engineTime && went !== null) return false;
  }
  return ticksBetween(before.upTime, after.upTime, elapsedMillis) === null;
}

/** A Counter32; an agent that sends an INTEGER in its place may send anything. */
const isCounter32 = (value: number): boolean => value >= 0 && value < wrapCounter32;

function stepPerSecond(before: number | null, after: number | null, over: number): PerSecond | null {
  if (before === null || after === null || !isCounter32(before) || !isCounter32(after)) return null;
  const step = after >= before ? after - before : after + wrapCounter32 - before;
  return step >= largestErrorStep ? null : perSecond(step / over);
}

const voided = (why: VoidReason): RateResult => ({ kind: 'void', why });

/**
 * Rates of `after` against `before`, read at the moments given by our own steady clock. `span` is the time between the
 * counters where that is not the time between the answers.
 */
export function ratesBetween(
  before: InterfaceReading,
  beforeAt: Instant,
  after: InterfaceReading,
  afterAt: Instant,
  span?: Seconds,
): RateResult {
  if (before.name !== after.name) return voided('renumbered');
  if (before.upTime === null || after.upTime === null) return voided('no clock');
  if (before.inOctets === null || before.outOctets === null || after.inOctets === null || after.outOctets === null)
    return voided('no counters');
  const passed = ticksBetween(before.upTime, after.upTime, afterAt - beforeAt);
  if (passed === null) return voided('restart');
  if (passed === 0) return voided('no time between');
  if (before.discontinuity !== null && after.discontinuity !== null && before.discontinuity !== after.discontinuity)
    return voided('discontinuity');
  // 64 bits do not wrap: at 100 Gb/s they last 46 years. A counter that fell was reset.
  if (after.inOctets < before.inOctets || after.outOctets < before.outOctets) return voided('counter went back');
  const over = span ?? passed / ticksPerSecond;
  const bits = (from: bigint, to: bigint): BitsPerSecond => bitsPerSecond((Number(to - from) * 8) / over);
  const rates: Rates = {
    in: bits(before.inOctets, after.inOctets),
    out: bits(before.outOctets, after.outOctets),
    inErrors: stepPerSecond(before.inErrors, after.inErrors, over),
    outErrors: stepPerSecond(before.outErrors, after.outErrors, over),
    inDiscards: stepPerSecond(before.inDiscards, after.inDiscards, over),
    outDiscards: stepPerSecond(before.outDiscards, after.outDiscards, over),
    over: seconds(over),
  };
  const speed = Math.max(before.speed ?? 0, after.speed ?? 0);
  if (speed > 0 && Math.max(rates.in, rates.out) > speed * overshoot) return voided('faster than the link');
  return { kind: 'rates', rates };
}

/** True when no octet counter of an interface has moved between two readings; counters that are not told have not moved. */
export function unmoved(before: InterfaceReading, after: InterfaceReading): boolean {
  return before.name === after.name && before.inOctets === after.inOctets && before.outOctets === after.outOctets;
}
