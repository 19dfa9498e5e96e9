/**
 * Which way Microsoft's "ingress" points. No document says whose ingress it is, so it is learned: the five-minute
 * figures of Microsoft are compared with what our own counters say of the same five minutes.
 */
import type { TrafficPoint } from '../fleet.ts';
import { type Instant, instant, type Millis } from '../units.ts';
import type { MetricAnswer } from './metrics.ts';

/** Our counters' word for a direction: into us, or out of us. */
export type Direction = 'in' | 'out';

/** What the comparison came to. */
export interface Orientation {
  /** Our direction that Microsoft's ingress is; null while it is not learned. */
  readonly ingressIs: Direction | null;
  /** Comparisons that say so, and all that said anything. */
  readonly agreeing: number;
  readonly compared: number;
}

/** One interval in which both ends can be compared. */
export interface Comparison {
  readonly ingress: number;
  readonly egress: number;
  readonly in: number;
  readonly out: number;
}

/** Directions that differ less than this cannot be told apart. */
const leastDifference = 0.25;
/** Two figures of one traffic may differ this much: other intervals, other counters, other layers. */
const nearEnough = 0.2;
/** Comparisons needed, and the part of them that must agree. */
const fewestComparisons = 3;
const clearMajority = 0.8;

const differs = (a: number, b: number): number => Math.abs(a - b) / Math.max(a, b, 1);

/** What one comparison says; null where it says nothing. */
function vote({ ingress, egress, in: ours, out }: Comparison): Direction | null {
  if (differs(ours, out) < leastDifference) return null;
  if (differs(ingress, ours) < nearEnough && differs(egress, out) < nearEnough) return 'in';
  return differs(ingress, out) < nearEnough && differs(egress, ours) < nearEnough ? 'out' : null;
}

/** Learns from all comparisons together: all of Microsoft counts one way. */
export function orientationOf(comparisons: readonly Comparison[]): Orientation {
  const votes = comparisons.flatMap(each => vote(each) ?? []);
  const inward = votes.filter(each => each === 'in').length;
  const [direction, agreeing]: [Direction, number] =
    inward * 2 >= votes.length ? ['in', inward] : ['out', votes.length - inward];
  const learned = votes.length >= fewestComparisons && agreeing >= clearMajority * votes.length;
  return { ingressIs: learned ? direction : null, agreeing, compared: votes.length };
}

/** Part of an interval that our own polls must cover for a mean of it. */
const coverage = 0.8;

/** The mean of our own counters over an interval; null where there were gaps. */
function ownMean(
  history: readonly TrafficPoint[],
  from: Instant,
  grain: Millis,
): { readonly in: number; readonly out: number } | null {
  let covered = 0;
  let inward = 0;
  let outward = 0;
  for (const [position, point] of history.entries()) {
    const before = history[position - 1];
    if (before === undefined || point.in === null || point.out === null) continue;
    const begin = Math.max(before.at, from);
    const length = Math.min(point.at, from + grain) - begin;
    if (length <= 0) continue;
    covered += length;
    inward += point.in * length;
    outward += point.out * length;
  }
  return covered < coverage * grain ? null : { in: inward / covered, out: outward / covered };
}

/** The series of one metric that belong to a connection or to one of its sessions, added up by interval. */
export function summed(
  metrics: MetricAnswer,
  metric: 'IngressTrafficRate' | 'EgressTrafficRate' | 'PacketDropRate',
  belongs: (dimensions: Readonly<Record<string, string>>) => boolean,
): ReadonlyMap<Instant, number> {
  const sums = new Map<Instant, number>();
  const series = metrics.series.filter(each => each.metric === metric && belongs(each.dimensions));
  const told = new Map<Instant, number>();
  for (const { points } of series) {
    for (const { at, value } of points) {
      sums.set(at, (sums.get(at) ?? 0) + value);
      told.set(at, (told.get(at) ?? 0) + 1);
    }
  }
  // A sum over some of the sessions passes for one over all.
  for (const [at, count] of told) if (count < series.length) sums.delete(at);
  return sums;
}

/** What can be compared of one PNI; `offset` is how far the time of day, in which metrics are told, is ahead of our points'. */
export function comparisonsOf(
  metrics: MetricAnswer,
  history: readonly TrafficPoint[],
  belongs: (dimensions: Readonly<Record<string, string>>) => boolean,
  offset: Millis,
): readonly Comparison[] {
  const ingress = summed(metrics, 'IngressTrafficRate', belongs);
  const egress = summed(metrics, 'EgressTrafficRate', belongs);
  return [...ingress].flatMap(([at, value]) => {
    const other = egress.get(at);
    const own = other === undefined ? null : ownMean(history, instant(at - offset), metrics.grain);
    return other === undefined || own === null ? [] : [{ ingress: value, egress: other, in: own.in, out: own.out }];
  });
}
