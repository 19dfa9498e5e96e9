/** Optical power of a port at one moment, in the words of an engineer: is there light, and is it enough. */
import { isStale, seldomInterval, staleAge } from './age.ts';
import type { RouterState } from './fleet.ts';
import type { OpticFacts, OpticReading, OpticThresholds } from './optic-facts.ts';
import { type Dbm, type Instant, type Millis, millis } from './units.ts';

/**
 * What is to be said of a transceiver. `dark`: a module is there and gets no light, or sends none. `no-module`: the table
 * says that there is none. Low and high are beyond the limits that the transceiver sets itself.
 */
export type OpticState =
  | 'dark'
  | 'no-module'
  | 'low-alarm'
  | 'high-alarm'
  | 'low-warning'
  | 'high-warning'
  | 'ok'
  | 'unknown';

/** The direction of light. */
export type Direction = 'rx' | 'tx';

/** One lane at one moment; what is not fresh is null. */
export interface OpticLane {
  /** From 1; null where the table tells the port as a whole. */
  readonly lane: number | null;
  readonly rx: Dbm | null;
  readonly tx: Dbm | null;
  readonly state: OpticState;
  /** Which direction the state is about; null for one that is about both or neither. */
  readonly direction: Direction | null;
  /** The limit that is passed; null where the state is about none. */
  readonly limit: Dbm | null;
}

/** The transceiver of a port. */
export interface Optic {
  readonly state: OpticState;
  /** The power of the worst lane in each direction. */
  readonly rx: Dbm | null;
  readonly tx: Dbm | null;
  /** The lane that the state comes from. */
  readonly worst: OpticLane;
  readonly lanes: readonly OpticLane[];
  readonly age: Millis;
}

/** At or below this there is no light: receivers need more than -30 dBm, and what they tell below it is noise. */
const noLight = -30;

/** How often light is asked for in cycles of this length: it is part of every so many cycles. */
export const opticsPeriod = (interval: Millis): Millis =>
  millis(Math.max(1, Math.ceil(seldomInterval / interval)) * interval);

const severity: Readonly<Record<OpticState, number>> = {
  dark: 0,
  'no-module': 0,
  'low-alarm': 1,
  'high-alarm': 1,
  'low-warning': 2,
  'high-warning': 2,
  unknown: 3,
  ok: 4,
};

/** True when the first is worse than the second. */
export const isWorseLight = (a: OpticState, b: OpticState): boolean => severity[a] < severity[b];

interface PowerVerdict {
  readonly state: OpticState;
  readonly limit: Dbm | null;
}

function verdictOf(power: Dbm | null, direction: Direction, thresholds: OpticThresholds): PowerVerdict {
  if (power === null) return { state: 'unknown', limit: null };
  if (power <= noLight) return { state: 'dark', limit: null };
  const [lowAlarm, lowWarning, highWarning, highAlarm] =
    direction === 'rx'
      ? [thresholds.rxLowAlarm, thresholds.rxLowWarning, thresholds.rxHighWarning, thresholds.rxHighAlarm]
      : [thresholds.txLowAlarm, thresholds.txLowWarning, thresholds.txHighWarning, thresholds.txHighAlarm];
  if (lowAlarm !== null && power < lowAlarm) return { state: 'low-alarm', limit: lowAlarm };
  if (highAlarm !== null && power > highAlarm) return { state: 'high-alarm', limit: highAlarm };
  if (lowWarning !== null && power < lowWarning) return { state: 'low-warning', limit: lowWarning };
  if (highWarning !== null && power > highWarning) return { state: 'high-warning', limit: highWarning };
  return { state: 'ok', limit: null };
}

function laneOf(facts: OpticFacts, reading: OpticReading | null): OpticLane {
  const base = { lane: facts.lane, rx: reading?.rx ?? null, tx: reading?.tx ?? null };
  if (reading?.module === 'absent') return { ...base, state: 'no-module', direction: null, limit: null };
  const rx = verdictOf(base.rx, 'rx', facts.thresholds);
  const tx = verdictOf(base.tx, 'tx', facts.thresholds);
  // What comes in tells of the fibre, and so says more than what goes out, of a module that is as bad in both.
  const direction: Direction = isWorseLight(tx.state, rx.state) ? 'tx' : 'rx';
  const worst = direction === 'tx' ? tx : rx;
  return { ...base, ...worst, direction: severity[worst.state] < severity.unknown ? direction : null };
}

const lanesInOrder = (a: OpticLane, b: OpticLane): number => (a.lane ?? 0) - (b.lane ?? 0);

/** How far a lane is beyond the limit that it passes; without one, how little light there is. In dB. */
function beyond({ direction, rx, tx, limit }: OpticLane): number {
  const told = (direction === 'tx' ? tx : rx) ?? 0;
  return limit === null ? -told : Math.abs(told - limit);
}

/** Light without a port that is up, and a port that is up without light. */
const contradicts = (state: OpticState, portIsUp: boolean): boolean =>
  portIsUp ? state === 'dark' : state !== 'dark' && state !== 'no-module';

/** The power of the lane that is worst in one direction; of lanes that are as bad, the least. */
function worstPower(lanes: readonly (readonly [Dbm | null, OpticState])[]): Dbm | null {
  let worst: readonly [Dbm, OpticState] | null = null;
  for (const [power, state] of lanes) {
    if (power === null) continue;
    const better =
      worst === null || isWorseLight(state, worst[1]) || (power < worst[0] && !isWorseLight(worst[1], state));
    if (better) worst = [power, state];
  }
  return worst?.[0] ?? null;
}

/**
 * The transceiver of a port; null where no table tells of it. `portIsUp`: of a port that is up, "no module" means one that
 * tells nothing (a copper cable), and nothing is known of its light. Nor is anything known of light that contradicts the
 * port and was read before a port last went up or down: it is read anew in the next cycle.
 */
export function opticOf(
  ifIndex: number | undefined,
  portIsUp: boolean,
  router: RouterState,
  now: Instant,
  interval: Millis,
): Optic | null {
  const facts = router.structure?.optics.get(ifIndex ?? 0);
  if (facts === undefined) return null;
  const judged = judgements.get(router.optics) ?? new Map<string, Judgement>();
  judgements.set(router.optics, judged);
  const key = `${ifIndex} ${portIsUp} ${router.portChangedAt} ${interval}`;
  const before = judged.get(key);
  const stands = before?.facts === facts && now >= before.from && now <= before.until;
  const judgement = stands ? before : judge(facts, portIsUp, router, now, opticsPeriod(interval));
  judged.set(key, judgement);
  const { light, oldest } = judgement;
  return light === null || oldest === null ? null : { ...light, age: millis(now - oldest) };
}

/** What was read of a port's light once, until something of it becomes stale. */
interface Judgement {
  readonly facts: readonly OpticFacts[];
  readonly light: Omit<Optic, 'age'> | null;
  readonly oldest: Instant | null;
  readonly from: Instant;
  readonly until: number;
}

/** Light is read once a minute and looked at four times a second; a poll that reads any makes a new map of readings. */
const judgements = new WeakMap<RouterState['optics'], Map<string, Judgement>>();

function judge(
  facts: readonly OpticFacts[],
  portIsUp: boolean,
  router: RouterState,
  now: Instant,
  period: Millis,
): Judgement {
  const lanes: OpticLane[] = [];
  const powers: Record<Direction, (readonly [Dbm | null, OpticState])[]> = { rx: [], tx: [] };
  let oldest: Instant | null = null;
  let until = Number.POSITIVE_INFINITY;
  for (const each of facts) {
    const heard = router.optics.get(each.key);
    if (heard === undefined) continue;
    if (oldest === null || heard.at < oldest) oldest = heard.at;
    const stale = isStale(heard.at, now, period);
    if (!stale) until = Math.min(until, heard.at + staleAge(period));
    const read = laneOf(each, stale ? null : heard.value);
    const isBefore = router.portChangedAt !== null && heard.at < router.portChangedAt;
    const lane = isBefore && contradicts(read.state, portIsUp) ? laneOf(each, null) : read;
    lanes.push(lane.state === 'no-module' && portIsUp ? { ...lane, state: 'unknown' } : lane);
    powers.rx.push([lane.rx, verdictOf(lane.rx, 'rx', each.thresholds).state]);
    powers.tx.push([lane.tx, verdictOf(lane.tx, 'tx', each.thresholds).state]);
  }
  const [worst] = lanes.toSorted(
    (a, b) => severity[a.state] - severity[b.state] || beyond(b) - beyond(a) || lanesInOrder(a, b),
  );
  const light = worst && {
    state: worst.state,
    rx: worstPower(powers.rx),
    tx: worstPower(powers.tx),
    worst,
    lanes: lanes.toSorted(lanesInOrder),
  };
  return { facts, light: light ?? null, oldest, from: now, until };
}

/** Power as it is written in a sentence: -15.20 dBm. */
const powerText = (power: Dbm | null): string => (power === null ? 'no known power' : `${power.toFixed(2)} dBm`);

/** What is wrong with a port's light, as the end of a sentence about it or about several; null where nothing is. */
export function lightText({ state, worst, lanes }: Optic, several: boolean): string | null {
  const lane = worst.lane === null || lanes.length < 2 ? '' : ` on lane ${worst.lane}`;
  const verb = worst.direction === 'tx' ? 'send' : 'receive';
  const says = several ? verb : `${verb}s`;
  const power = powerText(worst.direction === 'tx' ? worst.tx : worst.rx);
  switch (state) {
    case 'dark': {
      const all = lanes.every(each => each.state === 'dark');
      return `${says} no light${all ? '' : lane}`;
    }
    case 'no-module':
      return several ? 'have no module' : 'has no module';
    case 'low-alarm':
    case 'high-alarm':
      return `${says} ${power}${lane}, ${state === 'low-alarm' ? 'below' : 'above'} its alarm at ${powerText(worst.limit)}`;
    case 'low-warning':
    case 'high-warning':
      return `${says} ${power}${lane}, ${state === 'low-warning' ? 'below' : 'above'} its warning at ${powerText(worst.limit)}`;
    case 'ok':
    case 'unknown':
      return null;
  }
}
