/**
 * What a recording may hold, checked value by value: the file comes from outside. Unknown keys are left out, texts are
 * cleaned as those of a router are, numbers are finite and lists bounded.
 */
import * as z from 'zod';
import type {
  AdminStatus,
  Afi,
  BfdSource,
  BfdState,
  BgpAdmin,
  BgpState,
  LacpOctet,
  LagMemberSource,
  OperStatus,
  OpticSource,
  SessionSource,
  TableReport,
  Vendor,
} from '../network/facts.ts';
import type { FailureKind, Sample, TableGroup } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import { cleanText } from '../network/text.ts';
import type { TrapSubject } from '../network/traps.ts';
import { bitsPerSecond, celsius, dbm, instant, milliamps, millis, ratio, seconds, ticks } from '../network/units.ts';

/** Longer than any text that a source or a configuration gives. */
const longestText = 4096;
const text = z
  .string()
  .max(longestText)
  .transform(value => cleanText(value, longestText));
/** As many rows as a source reads of one table, for each of several tables that make one list. */
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).max(200_000);
const arc = z.int().min(0).max(0xffffffff);
const count = z.number();
/** The last moment that a date can be written for (ECMA-262 §21.4.1.1). */
const lastMoment = 8.64e15;
const moment = z
  .number()
  .min(0)
  .max(lastMoment / 2)
  .transform(instant);
const duration = z.number().min(0).transform(millis);

/** One of the words of a union; the record makes the compiler see to it that none is left out. */
const oneOf = <Word extends string>(words: Readonly<Record<Word, true>>) =>
  z.custom<Word>(value => typeof value === 'string' && Object.hasOwn(words, value), {
    error: `must be one of ${Object.keys(words).join(', ')}`,
  });

const largestCounter = 2n ** 64n - 1n;
/** Counter64 does not fit a JSON number: it is written as {"$counter64": "digits"}. */
const counter = z
  .object({ $counter64: z.string().regex(/^\d{1,20}$/) })
  .transform(({ $counter64 }) => BigInt($counter64))
  .refine(value => value <= largestCounter);

/** How a Counter64 is written. */
export const writtenCounter = (value: bigint): z.input<typeof counter> => ({ $counter64: value.toString() });

const admin = oneOf<AdminStatus>({ up: true, down: true, testing: true }).nullable();
const oper = oneOf<OperStatus>({
  up: true,
  down: true,
  testing: true,
  unknown: true,
  dormant: true,
  'not-present': true,
  'lower-layer-down': true,
}).nullable();
const bgpState = oneOf<BgpState>({
  idle: true,
  connect: true,
  active: true,
  opensent: true,
  openconfirm: true,
  established: true,
});
const source = oneOf<SessionSource>({
  jnxBgpM2: true,
  cbgpPeer2: true,
  cbgpPeer3: true,
  aristaBgp4V2: true,
  tBgpPeerNg: true,
  hwBgp: true,
  'bgp4v2-mib': true,
  'bgp4-mib': true,
});
const vendor = oneOf<Vendor>({
  junos: true,
  iosxr: true,
  iosxe: true,
  nxos: true,
  eos: true,
  sros: true,
  srlinux: true,
  vrp: true,
  ocnos: true,
  routeros: true,
  vyos: true,
  linux: true,
  unknown: true,
});
const group = oneOf<TableGroup>({ interfaces: true, lag: true, bgp: true, prefixes: true, bfd: true, optics: true });
const failureKind = oneOf<FailureKind>({
  timeout: true,
  'not-asked': true,
  refused: true,
  unreachable: true,
  unresolved: true,
  garbage: true,
  'error-status': true,
  loop: true,
  unsupported: true,
  credentials: true,
  closed: true,
});

const stamp = z.number().transform(ticks).nullable();
const speed = z.number().min(0).transform(bitsPerSecond).nullable();
const failure = z.object({ kind: failureKind, text });
const clock = z.object({
  upTime: stamp,
  engineBoots: count.nullable(),
  engineTime: z.number().transform(seconds).nullable(),
  tableChange: stamp,
  stackChange: stamp.default(null),
});
const cost = z.object({
  requests: count,
  retransmissions: count,
  bytesOut: count,
  bytesIn: count,
  rejected: count,
});

const interfaceFacts = z.object({
  ifIndex: arc,
  name: text,
  descr: text.nullable(),
  alias: text,
  type: count.nullable(),
  admin,
  oper,
  speed,
});
const lacpOctet: z.ZodType<LacpOctet> = z.union([z.int().min(0).max(255), z.literal('empty'), z.null()]);
const lagPort = z.object({
  ifIndex: arc,
  selected: count.nullable(),
  attached: count.nullable(),
  actor: lacpOctet,
  partner: lacpOctet,
});
const rowIndex = z.array(arc).max(128);
const sessionReading = z.object({
  key: text,
  state: bgpState.nullable(),
  admin: oneOf<BgpAdmin>({ start: true, stop: true }).nullable(),
  establishedSeconds: z.number().transform(seconds).nullable(),
  transitions: count.nullable(),
  lastError: z.object({ code: count, subcode: count }).nullable(),
});
const prefixReading = z.object({
  key: text,
  prefixesReceived: count.nullable(),
  prefixesAccepted: count.nullable(),
  prefixesAdvertised: count.nullable(),
  prefixLimit: count.nullable().default(null),
});
const sessionFacts = sessionReading.extend(prefixReading.shape).extend({
  state: bgpState,
  peer: text,
  local: text.nullable(),
  afi: oneOf<Afi>({ ipv4: true, ipv6: true }),
  remoteAs: count.nullable(),
  description: text.nullable(),
  vrf: text.nullable(),
  instance: arc.nullable().default(null),
  source,
  row: rowIndex,
  prefixRow: rowIndex.nullable().default(null),
  context: text.nullable().default(null),
  also: z.object({ source, row: rowIndex }).nullable().default(null),
});
const bfdState = oneOf<BfdState>({ 'admin-down': true, down: true, init: true, up: true, failing: true });
const bfdReading = z.object({ key: text, state: bfdState.nullable(), diagnostic: count.nullable() });
const bfdFacts = bfdReading.extend({
  state: bfdState,
  peer: text.nullable(),
  ifIndex: arc.nullable(),
  instance: arc.nullable().default(null),
  source: oneOf<BfdSource>({
    'bfd-std-mib': true,
    'jnx-bfd-exp-mib': true,
    'cisco-ietf-bfd-mib': true,
    'timetra-vrtr-mib': true,
    'huawei-bfd-mib': true,
  }),
  row: rowIndex,
});
const power = z.number().transform(dbm).nullable();
const opticReading = z.object({
  key: text,
  module: oneOf({ present: true, absent: true }).nullable(),
  rx: power,
  tx: power,
  bias: z.number().transform(milliamps).nullable(),
  temperature: z.number().transform(celsius).nullable(),
});
const opticFacts = opticReading.extend({
  ifIndex: arc,
  lane: count.nullable(),
  thresholds: z.object({
    rxLowAlarm: power,
    rxLowWarning: power,
    rxHighWarning: power,
    rxHighAlarm: power,
    txLowAlarm: power,
    txLowWarning: power,
    txHighWarning: power,
    txHighAlarm: power,
  }),
  source: oneOf<OpticSource>({
    'juniper-dom-mib': true,
    'cisco-entity-sensor-mib': true,
    'entity-sensor-mib': true,
    'timetra-ddm': true,
    'huawei-entity-extent-mib': true,
  }),
  row: rowIndex,
});
const lagMemberReading = z.object({
  port: arc,
  selection: oneOf({ selected: true, deselected: true, standby: true, gone: true }).nullable(),
});
const lagMemberFacts = lagMemberReading.extend({
  lag: arc,
  source: oneOf<LagMemberSource>({
    'cisco-pagp-mib': true,
    'cisco-lag-mib': true,
    'timetra-lag-mib': true,
    'timetra-port-mib': true,
    'huawei-if-ext-mib': true,
    'if-stack-table': true,
  }),
  row: rowIndex,
});
const lagSettings = z.object({
  lag: arc,
  protocol: oneOf({ lacp: true, static: true }).nullable(),
  minLinks: count.nullable(),
});
const table = z.object({
  table: text,
  rows: count,
  bad: count.default(0),
  disordered: count.default(0),
  outcome: oneOf<TableReport['outcome']>({ complete: true, empty: true, stopped: true }),
  detail: text.nullable(),
});
const routerFacts = z.object({
  system: z.object({
    vendor,
    sysDescr: text.nullable(),
    sysObjectId: text.nullable(),
    sysName: text.nullable(),
    clock,
    lagChange: stamp.default(null),
    localAs: count.nullable(),
    counterRefresh: z.number().positive().transform(seconds).nullable().default(null),
  }),
  interfaces: listOf(interfaceFacts),
  addresses: listOf(z.object({ ifIndex: arc, address: text, prefixLength: count.nullable() })),
  stack: listOf(z.object({ upper: arc, lower: arc })),
  lagPorts: listOf(lagPort),
  aggregators: listOf(arc),
  lagMembers: listOf(lagMemberFacts).default([]),
  lagSettings: listOf(lagSettings).default([]),
  sessions: listOf(sessionFacts),
  bfd: listOf(bfdFacts).default([]),
  optics: listOf(opticFacts).default([]),
  tables: listOf(table),
  missing: listOf(text),
});
const interfaceReading = z.object({
  ifIndex: arc,
  name: text.nullable(),
  upTime: stamp,
  admin,
  oper,
  speed,
  inOctets: counter.nullable(),
  outOctets: counter.nullable(),
  inErrors: count.nullable(),
  outErrors: count.nullable(),
  inDiscards: count.nullable(),
  outDiscards: count.nullable(),
  discontinuity: stamp,
});

const trapCounts = z.object({
  received: count,
  dropped: count,
  unreadable: count,
  refused: count,
  elsewhere: count,
  acted: count,
});
const trapSubject: z.ZodType<TrapSubject> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('interface'), ifIndex: arc }),
  z.object({ kind: z.literal('session'), peer: text.nullable() }),
  z.object({ kind: z.literal('lag'), ifIndex: arc.nullable() }),
  z.object({ kind: z.literal('optics'), ifIndex: arc.nullable() }),
  z.object({ kind: z.literal('bfd'), rows: z.object({ from: arc, to: arc }).nullable() }),
  z.object({ kind: z.literal('restart') }),
]);
const trapNotice = z.object({ at: moment, name: text, subject: trapSubject });
const trapPort = z.object({
  listen: text,
  failure: text.nullable(),
  strangers: count,
  newestStranger: text.nullable(),
});

/** One recorded sample. */
export const sampleSchema: z.ZodType<Sample> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('discovered'),
    router: text,
    at: moment,
    took: duration,
    facts: routerFacts,
    cost,
  }),
  z.object({
    kind: z.literal('polled'),
    router: text,
    cause: z.literal('trap').exactOptional(),
    at: moment,
    took: duration,
    clock,
    interfaces: listOf(interfaceReading),
    lagPorts: listOf(lagPort),
    lagChange: stamp.default(null),
    lagMembers: listOf(lagMemberReading).default([]),
    sessions: listOf(sessionReading),
    prefixes: listOf(prefixReading).default([]),
    bfd: listOf(bfdReading).default([]),
    optics: listOf(opticReading).default([]),
    silent: listOf(z.object({ group, failure })),
    cost,
  }),
  z.object({
    kind: z.literal('failed'),
    router: text,
    at: moment,
    phase: oneOf({ discovery: true, poll: true }),
    failure,
  }),
  z.object({ kind: z.literal('skipped'), router: text, at: moment }),
  z.object({ kind: z.literal('trapped'), router: text, at: moment, counts: trapCounts, newest: trapNotice.nullable() }),
  z.object({ kind: z.literal('trap-port'), at: moment, port: trapPort }),
  z.object({ kind: z.literal('clock'), at: moment, offset: z.number().transform(millis) }),
]);

const line = z.number().positive().transform(ratio);
const names = z.array(text).max(10_000);

/** The settings in the first line of a recording. */
export const settingsSchema: z.ZodType<FleetSettings> = z.object({
  partner: z.object({ asn: count.nullable(), name: text.nullable() }),
  peerAsns: z.union([z.literal('any'), listOf(count)]),
  pollInterval: z.number().positive().transform(millis),
  routers: listOf(z.object({ name: text, address: text, metro: text })),
  pnis: listOf(
    z.object({
      router: text,
      interface: text,
      metro: text.nullable(),
      members: names.nullable(),
      minLinks: z.int().min(1).nullable(),
      peers: names.nullable(),
      capacity: z.number().positive().transform(bitsPerSecond).nullable(),
    }),
  ),
  thresholds: z.object({ utilizationWarn: line, utilizationHard: line, utilizationLimit: line }),
  simulation: z.boolean(),
});
