/** What a port counts, and how fast. */
import { TICK_MS } from './traffic.ts';

/** Counts since the router's start. Octets and packets are exact; errors and discards are in thousandths. */
export interface Counters {
  readonly inOctets: bigint;
  readonly outOctets: bigint;
  readonly inPackets: bigint;
  readonly outPackets: bigint;
  readonly inErrors: number;
  readonly outErrors: number;
  readonly inDiscards: number;
  readonly outDiscards: number;
}

/** Growth per tick, whole numbers, in the units of `Counters`. */
export type Rates = { readonly [Name in keyof Counters]: number };

/** Nothing counted yet. */
export const ZERO: Counters = {
  inOctets: 0n,
  outOctets: 0n,
  inPackets: 0n,
  outPackets: 0n,
  inErrors: 0,
  outErrors: 0,
  inDiscards: 0,
  outDiscards: 0,
};

/** Nothing moves. */
export const STILL: Rates = {
  inOctets: 0,
  outOctets: 0,
  inPackets: 0,
  outPackets: 0,
  inErrors: 0,
  outErrors: 0,
  inDiscards: 0,
  outDiscards: 0,
};

/** Octets of a mean packet: large answers come in, requests and acknowledgements go out. */
const MEAN_IN = 1100;
const MEAN_OUT = 620;
/** Where a port begins to drop, as a fraction of its capacity. */
const DROP_FROM = 0.97;

/** Dropped packets per tick in thousandths: none up to 97 %, 0.2 % of all packets on a port that is full. */
const drops = (octets: number, packets: number, capacity: number): number => {
  const over = (octets / capacity - DROP_FROM) / (1 - DROP_FROM);
  return over <= 0 ? 0 : Math.round(packets * Math.min(1, over) * 0.002 * 1000);
};

/** Rates of a port that carries these octets per tick. `errorsPerSecond` are damaged frames coming in. */
export const ratesOf = (inOctets: number, outOctets: number, capacity: number, errorsPerSecond: number): Rates => {
  const inPackets = Math.floor(inOctets / MEAN_IN);
  const outPackets = Math.floor(outOctets / MEAN_OUT);
  return {
    inOctets,
    outOctets,
    inPackets,
    outPackets,
    inErrors: Math.round(errorsPerSecond * TICK_MS),
    outErrors: 0,
    inDiscards: drops(inOctets, inPackets, capacity),
    outDiscards: drops(outOctets, outPackets, capacity),
  };
};

const grow = (count: bigint, rate: number, ticks: number): bigint =>
  rate === 0 ? count : count + BigInt(rate * ticks);

/** The counters after some ticks at these rates. */
export const counted = (counters: Counters, rates: Rates, ticks: number): Counters =>
  rates === STILL
    ? counters
    : {
        inOctets: grow(counters.inOctets, rates.inOctets, ticks),
        outOctets: grow(counters.outOctets, rates.outOctets, ticks),
        inPackets: grow(counters.inPackets, rates.inPackets, ticks),
        outPackets: grow(counters.outPackets, rates.outPackets, ticks),
        inErrors: counters.inErrors + rates.inErrors * ticks,
        outErrors: counters.outErrors + rates.outErrors * ticks,
        inDiscards: counters.inDiscards + rates.inDiscards * ticks,
        outDiscards: counters.outDiscards + rates.outDiscards * ticks,
      };

/** The sum over some ports: what their LAG counts. Whole errors and discards are summed, as the members show them. */
export const summed = (all: readonly Counters[]): Counters =>
  all.reduce(
    (sum, one) => ({
      inOctets: sum.inOctets + one.inOctets,
      outOctets: sum.outOctets + one.outOctets,
      inPackets: sum.inPackets + one.inPackets,
      outPackets: sum.outPackets + one.outPackets,
      inErrors: sum.inErrors + wholeThousandths(one.inErrors),
      outErrors: sum.outErrors + wholeThousandths(one.outErrors),
      inDiscards: sum.inDiscards + wholeThousandths(one.inDiscards),
      outDiscards: sum.outDiscards + wholeThousandths(one.outDiscards),
    }),
    ZERO,
  );

const wholeThousandths = (count: number): number => Math.floor(count / 1000) * 1000;
