/** What Microsoft may tell: a test says what differs, the rest is as it should be. */
import type {
  Answer,
  ApiFailure,
  Budget,
  Call,
  ListState,
  MicrosoftSample,
  RequestIds,
} from '../../../src/network/microsoft/answers.ts';
import type { HealthNotice, MaintenanceNote } from '../../../src/network/microsoft/maintenance.ts';
import type { MetricAnswer, MetricName, MetricSeries } from '../../../src/network/microsoft/metrics.ts';
import type { Connection, MicrosoftSession, Peering, PeeringService } from '../../../src/network/microsoft/peerings.ts';
import type {
  PrefixEvent,
  ReceivedRoute,
  RegisteredPrefix,
  ServicePrefix,
} from '../../../src/network/microsoft/routes.ts';
import { bitsPerSecond, instant, millis } from '../../../src/network/units.ts';

/** A list of which every record could be read, to its end. */
export const whole: ListState = { unreadable: 0, cut: false };
/** Microsoft lets us ask as much as we like. */
export const plenty: Budget = { left: 1, lastHour: 1, throttledUntil: null };
/** Between two lists of peerings. */
export const listInterval = millis(60_000);

/** A session at Microsoft that says only what is given. */
export const theirSession = (more: Partial<MicrosoftSession> = {}): MicrosoftSession => ({
  afi: 'ipv4',
  microsoft: null,
  peer: null,
  subnet: null,
  state: null,
  prefixLimit: null,
  ...more,
});

/** A connection in service that says nothing but what is given. */
export const connection = (more: Partial<Connection> = {}): Connection => ({
  identifier: null,
  state: 'Active',
  errorMessage: null,
  trackingId: null,
  requested: null,
  provisioned: null,
  addressProvider: null,
  useForPeeringService: null,
  facilityId: null,
  hasMd5Key: false,
  sessions: [],
  ...more,
});

/** A direct peering at Amsterdam that says nothing but what is given; its key follows its name. */
export const peering = (more: Partial<Peering> = {}): Peering => {
  const name = more.name ?? 'ams';
  return {
    key: `/peerings/${name}`,
    id: `/Peerings/${name}`,
    name,
    resourceGroup: null,
    kind: 'Direct',
    directType: 'Edge',
    flavour: 'direct',
    legacy: false,
    location: 'Amsterdam',
    region: 'West Europe',
    provisioningState: 'Succeeded',
    sku: null,
    useForPeeringService: null,
    peerAsn: null,
    probes: [],
    connections: [],
    ...more,
  };
};

/** Where an answer belongs and what came with it. */
export interface Circumstances {
  readonly at?: number;
  readonly subject?: string;
  readonly ids?: RequestIds | null;
  readonly budget?: Budget;
}

/** A call that was answered. */
export const answered = (answer: Answer, { at = 0, subject = '', ids = null, budget = plenty }: Circumstances = {}) =>
  ({
    kind: 'microsoft',
    at: instant(at),
    took: millis(100),
    subject,
    outcome: { kind: 'answered', answer },
    ids,
    budget,
  }) as const satisfies MicrosoftSample;

/** Why a call failed: a server that cannot, unless something else is given. */
export const failure = (more: Partial<ApiFailure> = {}): ApiFailure => ({
  kind: 'server',
  text: 'the API answers 503',
  status: 503,
  code: null,
  retryAt: null,
  ...more,
});

/** A call that gave nothing. */
export const failed = (
  call: Call,
  { at = 0, subject = '', ids = null, budget = plenty }: Circumstances = {},
  why: ApiFailure = failure(),
): MicrosoftSample => ({
  kind: 'microsoft',
  at: instant(at),
  took: millis(100),
  subject,
  outcome: { kind: 'failed', call, failure: why },
  ids,
  budget,
});

/** A list of peerings as an answer. */
export const listOf = (peerings: readonly Peering[], list: ListState = whole): Answer => ({
  call: 'peerings',
  peerings,
  list,
});

/** A list of legacy peerings as an answer. */
export const legacyList = (...peerings: readonly Peering[]): Answer => ({
  call: 'legacy-peerings',
  peerings,
  list: whole,
});

/** A route that Microsoft heard from a session of ours: 64496 alone, valid. */
export const route = (nextHop: string | null, more: Partial<ReceivedRoute> = {}): ReceivedRoute => ({
  prefix: '203.0.113.0/24',
  nextHop,
  asPath: [64496],
  asPathText: (more.asPath ?? [64496])?.join(' ') ?? '',
  originValidation: 'Valid',
  rpkiValidation: 'Valid',
  trustAnchor: null,
  receivedAt: null,
  ...more,
});

/** A registered prefix that Microsoft has verified. */
export const registeredPrefix = (more: Partial<RegisteredPrefix> = {}): RegisteredPrefix => ({
  key: '/peerings/ams/registeredprefixes/web',
  id: '/peerings/ams/registeredPrefixes/web',
  name: 'web',
  prefix: '203.0.113.0/24',
  validation: 'Verified',
  errorMessage: null,
  provisioningState: null,
  hasKey: true,
  ...more,
});

/** An event of a service prefix. */
export const prefixEvent = (type: string, more: Partial<PrefixEvent> = {}): PrefixEvent => ({
  at: instant(1000),
  type,
  level: null,
  summary: null,
  description: null,
  ...more,
});

/** A customer's prefix that Microsoft has verified. */
export const servicePrefix = (more: Partial<ServicePrefix> = {}): ServicePrefix => ({
  key: '/services/shop/prefixes/shop',
  name: 'shop',
  prefix: '198.51.100.0/24',
  validation: 'Verified',
  learned: 'ViaSession',
  errorMessage: null,
  provisioningState: null,
  hasKey: true,
  events: [],
  ...more,
});

/** A customer's service. */
export const service = (more: Partial<PeeringService> = {}): PeeringService => ({
  key: '/services/shop',
  id: '/services/shop',
  name: 'shop',
  location: null,
  provider: null,
  primaryLocation: null,
  backupLocation: null,
  provisioningState: null,
  hasWorkspaceKey: false,
  ...more,
});

/** Work on Microsoft's side, from noon for an hour, by Service Health. */
export const notice = (more: Partial<HealthNotice> = {}): HealthNotice => ({
  trackingId: 'ABCD-123',
  type: 'PlannedMaintenance',
  status: 'Active',
  level: null,
  title: 'Router maintenance',
  text: '',
  services: ['Azure Peering Service'],
  regions: ['West Europe'],
  startsAt: instant(43_200_000),
  endsAt: instant(46_800_000),
  updatedAt: null,
  ...more,
});

/** Work that somebody wrote down from a mail: at Amsterdam, from noon for an hour. */
export const note = (more: Partial<MaintenanceNote> = {}): MaintenanceNote => ({
  maintenanceId: 'M-1',
  provider: 'Microsoft',
  account: 'AS64496',
  status: 'CONFIRMED',
  impact: 'REDUCED-REDUNDANCY',
  objects: ['Amsterdam'],
  startsAt: instant(43_200_000),
  endsAt: instant(46_800_000),
  text: 'a new line card',
  writtenAt: instant(1000),
  writtenBy: 'noc',
  sequence: 1,
  ...more,
});

/** One series of points, given as [moment, value]. */
export const series = (
  metric: MetricName,
  dimensions: Readonly<Record<string, string>>,
  ...points: readonly (readonly [number, number])[]
): MetricSeries => ({
  metric,
  dimensions,
  points: points.map(([at, value]) => ({ at: instant(at), value })),
});

/** An answer of Azure Monitor over the first hour, in intervals of five minutes. */
export const metricAnswer = (all: readonly MetricSeries[], more: Partial<MetricAnswer> = {}): MetricAnswer => ({
  grain: millis(300_000),
  from: instant(0),
  to: instant(3_600_000),
  series: all,
  refused: [],
  ...more,
});

/** A rate in Gb/s. */
export const gigabits = (count: number) => bitsPerSecond(count * 1e9);
