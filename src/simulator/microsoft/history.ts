/** What Microsoft counted at a time: from its books since the world began, before that as the carrier was when it began. */
import { loadsOf } from '../loads.ts';
import { begin } from '../step.ts';
import { TICK_MS } from '../traffic.ts';
import type { World } from '../world.ts';
import type { Minute } from './minutes.ts';
import { wordOf } from './state.ts';
import { familyParts } from './watching.ts';

const MINUTE_MS = 60_000;
/** Before the world began, a long interval is known by some of its minutes only. */
const SPARSE_MINUTES = 15;

/** The carrier as it was at the beginning: what a scenario sets at 0 s has been so for long. */
const firstWorld = ({ carrier, timeline, seed, beganMs }: World): World =>
  begin({ carrier, timeline, seed, nowMs: beganMs });

const minuteBefore = (first: World, minute: number): Minute => {
  const middle = Math.floor(((minute + 0.5) * MINUTE_MS - first.beganMs) / TICK_MS);
  const loads = loadsOf({ ...first, tick: middle });
  const split = (amounts: readonly number[]): number[] =>
    first.pnis.flatMap((pni, at) => familyParts(pni).map(part => (amounts[at] ?? 0) * part));
  const none = first.microsoft.noted.map(() => 0);
  return {
    minute,
    ticks: 1,
    toMicrosoft: split(loads.out),
    fromMicrosoft: split(loads.in),
    dropped: none,
    upTicks: none.map((_, i) => (wordOf(first.microsoft, i) === 'Established' ? 1 : 0)),
    flaps: none,
  };
};

/** Looks minutes up, from one to before another, oldest first. */
export const historyOf = (world: World): ((from: number, to: number) => readonly Minute[]) => {
  const { minutes, running } = world.microsoft;
  const booked = [...minutes, running];
  const kept = booked[0]?.minute ?? running.minute;
  const first = firstWorld(world);
  return (from, to) => {
    const known = booked.slice(Math.max(0, from - kept), Math.max(0, to - kept));
    const every = to - from > SPARSE_MINUTES ? SPARSE_MINUTES : 1;
    const before: Minute[] = [];
    for (let minute = from; minute < Math.min(to, kept); minute += every) before.push(minuteBefore(first, minute));
    return [...before, ...known];
  };
};
