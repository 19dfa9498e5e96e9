/** One PNI at one moment: usable or not, and why. Three-valued: what is not known is not assumed. */
import { fresh, freshRates, isStale } from './age.ts';
import { type Evidence, isIntact, isShut, isUsable, linkUp, membersAreUnheard, oldestMoment } from './evidence.ts';
import type { AdminStatus, OperStatus } from './facts.ts';
import type { RouterState, TrafficPoint } from './fleet.ts';
import { type Member, membersOf } from './members.ts';
import type { JoinedConnection } from './microsoft/join.ts';
import type { MicrosoftState } from './microsoft/told.ts';
import { isProvisioning, type PniWitness, witness } from './microsoft/witness.ts';
import { witnessReasons } from './microsoft/witness-reasons.ts';
import { type Optic, opticOf } from './optics.ts';
import { activeCapacityOf, capacityOf } from './pni-capacity.ts';
import type { PniInventory } from './pni-inventory.ts';
import { reasonsOf } from './pni-reasons.ts';
import type { Rates, VoidReason } from './rates.ts';
import { byWeight, type Reason } from './reasons.ts';
import { type Session, sessionsOf } from './sessions.ts';
import { type BitsPerSecond, bitsPerSecond, type Instant, type Millis, millis, type Ratio, ratio } from './units.ts';

/** The state of a PNI. Draining and drained are set by a run, never inferred. */
export type PniState = 'up' | 'degraded' | 'down' | 'draining' | 'drained' | 'shut' | 'unknown';

/** Traffic of both directions. */
export interface Load {
  readonly in: BitsPerSecond;
  readonly out: BitsPerSecond;
}

/** A PNI as a person or a script sees it. */
export interface Pni {
  readonly id: string;
  readonly router: string;
  /** The router that it really is, where one is configured under two names: what redundancy counts. */
  readonly chassis: string;
  readonly interface: string;
  readonly metro: string;
  readonly alias: string;
  readonly isLag: boolean;
  readonly state: PniState;
  /** Whether it carries traffic: the question that a verdict asks. */
  readonly usable: boolean | null;
  /** Whether nothing of it is missing: every session established, every known member forwarding. */
  readonly intact: boolean | null;
  readonly reasons: readonly Reason[];
  readonly oper: OperStatus | null;
  readonly admin: AdminStatus | null;
  /** Declared or built: every member that belongs to it. */
  readonly capacity: BitsPerSecond | null;
  /** What its forwarding members carry. */
  readonly activeCapacity: BitsPerSecond | null;
  readonly rates: Rates | null;
  /**
   * What a forecast goes by: the rates, or for a moment after a void pair those before it; nothing where the link is
   * known to carry nothing. Not to be shown as live.
   */
  readonly load: Load | null;
  /** A rate has been known at some time; until then nothing at all is known of the load. */
  readonly measured: boolean;
  readonly voided: VoidReason | null;
  /** The busier direction against the active capacity. */
  readonly utilization: Ratio | null;
  /** Null when nobody publishes them. */
  readonly members: readonly Member[] | null;
  /** The transceiver of the port itself, where there is no LAG; null where no table tells of one. */
  readonly optic: Optic | null;
  readonly sessions: readonly Session[];
  /** The second witness; null where Microsoft tells of no connection that is this PNI. */
  readonly microsoft: PniWitness | null;
  /** Microsoft still builds it: it neither helps its metro nor is missed there. Null where that is not known. */
  readonly provisioning: boolean | null;
  readonly sampledAt: Instant | null;
  readonly age: Millis | null;
  readonly stale: boolean;
  readonly history: readonly TrafficPoint[];
}

/** What a link without capacity carries. */
export const noLoad: Load = { in: bitsPerSecond(0), out: bitsPerSecond(0) };

function stateOf(evidence: Evidence, usable: boolean | null, intact: boolean | null): PniState {
  if (isShut(evidence)) return 'shut';
  if (usable === false) return 'down';
  // A session or member that is merely not heard makes "up" a guess; one that is known to be down makes "degraded" sure.
  if (usable === null || intact === null) return 'unknown';
  return intact ? 'up' : 'degraded';
}

/** What is known of a PNI beyond its own router. */
export interface Surroundings {
  /** The router that it really is, where one is configured under two names. */
  readonly chassis: string;
  /** Its connections at Microsoft, with everything else that Microsoft told. */
  readonly joined: { readonly connections: readonly JoinedConnection[]; readonly state: MicrosoftState } | null;
}

/** Judges one PNI. */
export function assessPni(
  pni: PniInventory,
  router: RouterState,
  now: Instant,
  interval: Millis,
  { chassis, joined }: Surroundings = { chassis: pni.router, joined: null },
): Pni {
  const track = router.interfaces.get(pni.interface);
  const reading = fresh(track?.reading, now, interval);
  const facts = router.structure?.index.byName.get(pni.interface);
  const evidence: Evidence = {
    pni,
    router,
    oper: reading?.oper ?? null,
    admin: reading?.admin ?? null,
    interfaceHeard: reading !== null,
    members: membersOf(pni, router, now, interval),
    optic: pni.isLag ? null : opticOf(facts?.ifIndex, reading?.oper === 'up', router, now, interval),
    sessions: sessionsOf(pni.sessions, router, now, interval),
    now,
  };
  const usable = isUsable(evidence);
  const intact = isIntact(evidence);
  const state = stateOf(evidence, usable, intact);
  const capacity = capacityOf(pni, evidence.members, reading?.speed ?? facts?.speed ?? null);
  const activeCapacity = membersAreUnheard(evidence)
    ? null
    : activeCapacityOf(linkUp(evidence), evidence.members, capacity);
  const rates = freshRates(track, now, interval);
  const second =
    joined === null
      ? null
      : witness(joined.connections, { router: pni.router, sessions: evidence.sessions }, joined.state, now);
  const provisioning = isProvisioning(second, rates, activeCapacity);
  const sampledAt = oldestMoment(evidence);
  return {
    id: pni.id,
    router: pni.router,
    chassis,
    interface: pni.interface,
    metro: pni.metro,
    alias: facts?.alias ?? '',
    isLag: pni.isLag,
    state,
    usable: state === 'shut' ? false : usable,
    intact,
    reasons: byWeight([
      ...reasonsOf(evidence),
      ...witnessReasons(pni.id, second, evidence.sessions, { rates, capacity }),
    ]),
    oper: evidence.oper,
    admin: evidence.admin,
    capacity,
    activeCapacity,
    rates,
    load: rates ?? fresh(track?.lastRates, now, interval) ?? (activeCapacity === 0 ? noLoad : null),
    measured: track != null && track.lastRates !== null,
    voided: track?.voided ?? null,
    utilization:
      rates === null || activeCapacity === null || activeCapacity <= 0
        ? null
        : ratio(Math.max(rates.in, rates.out) / activeCapacity),
    members: evidence.members,
    optic: evidence.optic,
    sessions: evidence.sessions.map(each => ({ ...each, microsoft: second?.sessions.get(each.key) ?? null })),
    microsoft: second,
    provisioning,
    sampledAt,
    age: sampledAt === null ? null : millis(now - sampledAt),
    stale: sampledAt === null || isStale(sampledAt, now, interval),
    history: router.history.get(pni.interface) ?? [],
  };
}
