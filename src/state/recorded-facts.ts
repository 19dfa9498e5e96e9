/** What a router has told, as a recording holds it. */
import * as z from 'zod';
import type { AdminStatus, LacpOctet, LagMemberSource, OperStatus, TableReport, Vendor } from '../network/facts.ts';
import type { OpticSource } from '../network/optic-facts.ts';
import type { FailureKind, TableGroup } from '../network/samples.ts';
import type { Afi, BfdSource, BfdState, BgpAdmin, BgpState, SessionSource } from '../network/session-facts.ts';
import { bitsPerSecond, celsius, dbm, milliamps, seconds, ticks } from '../network/units.ts';
import { arc, count, counter, listOf, oneOf, text } from './recorded-values.ts';

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
/** The groups of tables. */
export const group = oneOf<TableGroup>({
  interfaces: true,
  lag: true,
  bgp: true,
  prefixes: true,
  bfd: true,
  optics: true,
});
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

/** A value of TimeTicks. */
export const stamp = z.number().transform(ticks).nullable();
const speed = z.number().min(0).transform(bitsPerSecond).nullable();
/** Why something was not heard. */
export const failure = z.object({ kind: failureKind, text });
/** What a router says of its own time. */
export const clock = z.object({
  upTime: stamp,
  engineBoots: count.nullable(),
  engineTime: z.number().transform(seconds).nullable(),
  tableChange: stamp,
  stackChange: stamp.default(null),
});
/** What a poll has cost. */
export const cost = z.object({
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
/** A row of dot3adAggPortTable. */
export const lagPort = z.object({
  ifIndex: arc,
  selected: count.nullable(),
  attached: count.nullable(),
  actor: lacpOctet,
  partner: lacpOctet,
});
const rowIndex = z.array(arc).max(128);
/** A BGP session at one moment. */
export const sessionReading = z.object({
  key: text,
  state: bgpState.nullable(),
  admin: oneOf<BgpAdmin>({ start: true, stop: true }).nullable(),
  establishedSeconds: z.number().transform(seconds).nullable(),
  transitions: count.nullable(),
  lastError: z.object({ code: count, subcode: count }).nullable(),
});
/** The prefixes of a BGP session at one moment. */
export const prefixReading = z.object({
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
/** A BFD session at one moment. */
export const bfdReading = z.object({ key: text, state: bfdState.nullable(), diagnostic: count.nullable() });
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
/** A lane of a transceiver at one moment. */
export const opticReading = z.object({
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
/** A port as a LAG table beside the LAG-MIB tells it. */
export const lagMemberReading = z.object({
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
/** All that a discovery has read. */
export const routerFacts = z.object({
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
/** An interface at one moment. */
export const interfaceReading = z.object({
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
