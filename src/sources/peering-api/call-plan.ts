/** What is to be asked when: pure, from what was asked, what is known, and what is wanted. */
import type { ApiFailureKind, Want } from '../../network/microsoft/answers.ts';
import { callInterval } from '../../network/microsoft/calls.ts';
import type { MetricName } from '../../network/microsoft/metrics.ts';
import type { Peering, PeeringService } from '../../network/microsoft/peerings.ts';
import { type Instant, instant, type Millis } from '../../network/units.ts';
import { callKey, isForPeeringDb, type MetricCall, type PlannedCall } from './planned-call.ts';

/** What came of the newest attempt of a call. */
export interface Asked {
  /** When it was begun. */
  readonly at: Instant;
  readonly outcome: 'running' | 'answered' | ApiFailureKind;
  readonly retryAt: Instant | null;
  /** In [0, 1): moves the next attempt a little, so that calls that began together part. */
  readonly jitter: number;
}

/** All that the plan depends on. */
export interface Situation {
  readonly interval: Millis;
  readonly metros: readonly string[];
  readonly peerings: readonly Peering[];
  readonly services: readonly PeeringService[];
  /** Metrics that the service defines; null until that was asked. */
  readonly defined: readonly MetricName[] | null;
  /** Peerings whose session availability must be asked for by itself. */
  readonly split: ReadonlySet<string>;
  readonly wants: readonly Want[];
  readonly hasPeeringDb: boolean;
  /** By callKey. */
  readonly asked: ReadonlyMap<string, Asked>;
  readonly isBudgetLow: boolean;
  readonly throttledUntil: Instant | null;
}

/** What to do now. */
export interface Plan {
  /** Most urgent first. */
  readonly due: readonly PlannedCall[];
  /** When something falls due next; null when nothing will by itself. */
  readonly next: Instant | null;
}

const minute = 60_000;
const day = 1440 * minute;
/** A role that is missing, or a thing that is not there, does not change within a minute. */
const refusedAgain = 15 * minute;
/** A call that is made once a day and fails is not given up for the day. */
const failedAgain = 15 * minute;
const spread = 0.1;

/** What somebody looks at goes before what is only kept up to date. */
const urgency: readonly PlannedCall['call'][] = [
  'peerings',
  'metric-definitions',
  'traffic',
  'availability',
  'health',
  'service-prefixes',
  'registered-prefixes',
  'registered-asns',
  'probes',
  'latency',
  'services',
  'peer-asns',
  'legacy-peerings',
  'facilities',
  'networks',
];

/** What is due, and when to look again. */
export function planCalls(situation: Situation, now: Instant): Plan {
  const due: { readonly planned: PlannedCall; readonly since: Instant }[] = [];
  let next: Instant | null = null;
  for (const planned of callsOf(situation)) {
    const at = dueAt(planned, situation);
    if (at === null) continue;
    if (at <= now) due.push({ planned, since: at });
    else if (next === null || at < next) next = at;
  }
  const rank = (planned: PlannedCall): number => urgency.indexOf(planned.call);
  due.sort((a, b) => rank(a.planned) - rank(b.planned) || a.since - b.since);
  return { due: due.map(({ planned }) => planned), next };
}

/** When a call is to be made next; null while it runs. */
function dueAt(planned: PlannedCall, situation: Situation): Instant | null {
  const asked = situation.asked.get(callKey(planned));
  const notBefore = isForPeeringDb(planned) ? 0 : (situation.throttledUntil ?? 0);
  if (asked === undefined) return instant(notBefore);
  if (asked.outcome === 'running') return null;
  const interval = callInterval(planned.call, situation.interval) ?? day;
  const after = pauseAfter(asked.outcome, interval) * (situation.isBudgetLow ? 2 : 1);
  const moved = planned.call === 'peerings' ? 1 : 1 + spread * (2 * asked.jitter - 1);
  return instant(Math.max(asked.at + after * moved, asked.retryAt ?? 0, notBefore));
}

function pauseAfter(outcome: Exclude<Asked['outcome'], 'running'>, interval: number): number {
  if (outcome === 'answered') return interval;
  if (outcome === 'forbidden' || outcome === 'not-found') return Math.max(Math.min(interval, day), refusedAgain);
  return Math.min(interval, failedAgain);
}

/** Every call that is to be made now and then, as things are. */
export function callsOf(situation: Situation): readonly PlannedCall[] {
  const whole = ['peerings', 'health', 'services', 'peer-asns'] as const;
  return [
    ...whole.map(call => ({ call, subject: '' }) as const),
    ...situation.peerings.flatMap(registrationsOf),
    ...situation.services.flatMap(({ key, id }) =>
      id === null ? [] : [{ call: 'service-prefixes', subject: key, id } as const],
    ),
    ...legacyOf(situation),
    ...metricsOf(situation),
    ...peeringDbOf(situation),
  ];
}

function registrationsOf({ key, id, flavour }: Peering): readonly PlannedCall[] {
  if (id === null) return [];
  if (flavour === 'direct' || flavour === 'voice') return [{ call: 'registered-prefixes', subject: key, id }];
  return flavour === 'route-server' ? [{ call: 'registered-asns', subject: key, id }] : [];
}

/** Microsoft spells metros in mixed case: one of each is enough. */
function legacyOf({ metros, peerings }: Situation): readonly PlannedCall[] {
  const locations = new Map<string, string>();
  for (const location of [...peerings.map(peering => peering.location ?? ''), ...metros])
    if (location !== '' && !locations.has(location.toLowerCase())) locations.set(location.toLowerCase(), location);
  return [...locations.values()].flatMap(location =>
    (['Direct', 'Exchange'] as const).map(
      kind => ({ call: 'legacy-peerings', subject: `${kind} ${location}`, kind, location }) as const,
    ),
  );
}

const rates: readonly MetricName[] = ['IngressTrafficRate', 'EgressTrafficRate', 'PacketDropRate', 'FlapCounts'];
const probes: readonly MetricName[] = [
  'ConnectivityProbeAvailability',
  'ConnectivityProbeJitter',
  'ConnectivityProbeLatency',
];

/** Metrics of what is looked at. The metrics of one call share a grain and their dimensions (reference, 2.3). */
function metricsOf(situation: Situation): readonly PlannedCall[] {
  const { defined } = situation;
  const wanted = situation.peerings.flatMap(peering => wantedMetrics(peering, situation));
  // One peering stands for all: the definitions are those of the type of resource.
  const example = situation.peerings.find(({ id }) => id !== null);
  if (wanted.length === 0 || example === undefined || example.id === null) return [];
  const definitions: PlannedCall = { call: 'metric-definitions', subject: example.key, id: example.id };
  if (defined === null) return [definitions];
  const calls = wanted
    .map(planned => ({ ...planned, metrics: planned.metrics.filter(name => defined.includes(name)) }))
    .filter(planned => planned.metrics.length > 0);
  return [definitions, ...calls];
}

function wantedMetrics(peering: Peering, { wants, split }: Situation): readonly MetricCall[] {
  const { key: subject, id } = peering;
  if (id === null) return [];
  const isWanted = (kind: 'metrics' | 'latency'): boolean =>
    wants.some(want => want.kind === kind && want.peering === subject);
  const calls: MetricCall[] = [];
  const add = (call: MetricCall['call'], metrics: readonly MetricName[]): void =>
    void calls.push({ call, subject, id, metrics });
  if (isWanted('metrics')) {
    if (split.has(subject)) {
      add('traffic', rates);
      add('availability', ['SessionAvailability']);
    } else add('traffic', [...rates, 'SessionAvailability']);
    if (peering.probes.length > 0) add('probes', probes);
  }
  if (isWanted('latency'))
    add('latency', [peering.flavour === 'route-server' ? 'AverageCustomerPrefixLatency' : 'RegisteredPrefixLatency']);
  return calls;
}

/** Facility ids of direct connections: those of exchange connections name an exchange (reference, section 5). */
function peeringDbOf({ hasPeeringDb, wants, peerings }: Situation): readonly PlannedCall[] {
  if (!hasPeeringDb || !wants.some(want => want.kind === 'facilities')) return [];
  const ids = new Set(
    peerings
      .filter(peering => peering.flavour !== 'exchange')
      .flatMap(peering => peering.connections.map(connection => connection.facilityId)),
  );
  const known = [...ids].filter(id => id !== null).sort((a, b) => a - b);
  const networks: PlannedCall = { call: 'networks', subject: '' };
  return known.length === 0 ? [networks] : [{ call: 'facilities', subject: '', ids: known }, networks];
}
