/**
 * What one router says about itself, decoded but not interpreted: one type per table. A source produces these;
 * `network/` alone knows what they mean together.
 */
import type { OpticFacts } from './optic-facts.ts';
import type { BfdFacts, SessionFacts } from './session-facts.ts';
import type { BitsPerSecond, Seconds, Ticks } from './units.ts';

/** The configured name of a router. */
export type RouterName = string;

/** Router software families, told apart by sysObjectID and sysDescr. `unknown` still gets the standard MIBs. */
export type Vendor =
  | 'junos'
  | 'iosxr'
  | 'iosxe'
  | 'nxos'
  | 'eos'
  | 'sros'
  | 'srlinux'
  | 'vrp'
  | 'ocnos'
  | 'routeros'
  | 'vyos'
  | 'linux'
  | 'unknown';

/** SNMPv2-MIB system group and SNMP-FRAMEWORK-MIB snmpEngine group. */
export interface SystemFacts {
  readonly vendor: Vendor;
  readonly sysDescr: string | null;
  readonly sysObjectId: string | null;
  readonly sysName: string | null;
  readonly clock: RouterClock;
  /** dot3adTablesLastChanged of IEEE8023-LAG-MIB: not of the clock, for it is asked for with the LAG's own tables. */
  readonly lagChange: Ticks | null;
  /** bgpLocalAs of BGP4-MIB. */
  readonly localAs: number | null;
  /** How often the agent reads its interfaces; it repeats the counters in between. Null where nothing tells. */
  readonly counterRefresh: Seconds | null;
}

/**
 * The router's own clocks. sysUpTime wraps after 497 days; snmpEngineTime does not, and snmpEngineBoots counts
 * restarts (RFC 3411), so the three together tell a wrap from a restart.
 */
export interface RouterClock {
  readonly upTime: Ticks | null;
  readonly engineBoots: number | null;
  readonly engineTime: Seconds | null;
  /** ifTableLastChange of IF-MIB: when rows were last created or deleted. */
  readonly tableChange: Ticks | null;
  /** ifStackLastChange of IF-MIB: when an interface was last put over another, or taken away. */
  readonly stackChange: Ticks | null;
}

/** Nothing is told of the clock. */
export const noClock: RouterClock = {
  upTime: null,
  engineBoots: null,
  engineTime: null,
  tableChange: null,
  stackChange: null,
};

/** ifAdminStatus of IF-MIB. */
export type AdminStatus = 'up' | 'down' | 'testing';
/** ifOperStatus of IF-MIB. */
export type OperStatus = 'up' | 'down' | 'testing' | 'unknown' | 'dormant' | 'not-present' | 'lower-layer-down';

/** One row of ifTable and ifXTable, the slow part. */
export interface InterfaceFacts {
  readonly ifIndex: number;
  /** ifName, or ifDescr where the router has no ifXTable. */
  readonly name: string;
  readonly descr: string | null;
  /** ifAlias: the operator's circuit text. */
  readonly alias: string;
  /** ifType, IANAifType-MIB numbers. */
  readonly type: number | null;
  readonly admin: AdminStatus | null;
  readonly oper: OperStatus | null;
  readonly speed: BitsPerSecond | null;
}

/** One row of ipAddrTable, ipAddressTable or a router's own address table. */
export interface AddressFacts {
  readonly ifIndex: number;
  readonly address: string;
  /** `null` where the table does not say. */
  readonly prefixLength: number | null;
}

/** One row of ifStackTable: `upper` runs over `lower`. */
export interface StackRow {
  readonly upper: number;
  readonly lower: number;
}

/** A LACP state octet as the router sent it; `empty` where it sends an empty string, `null` where it has no such object. */
export type LacpOctet = number | 'empty' | null;

/** One row of dot3adAggPortTable (IEEE8023-LAG-MIB). */
export interface LagPortRow {
  readonly ifIndex: number;
  /** dot3adAggPortSelectedAggID, column 12; null for 0 and where the column is absent. */
  readonly selected: number | null;
  /** dot3adAggPortAttachedAggID, column 13; 0 says "attached to none", null that the router does not say. */
  readonly attached: number | null;
  /** dot3adAggPortActorOperState. */
  readonly actor: LacpOctet;
  /** dot3adAggPortPartnerOperState. */
  readonly partner: LacpOctet;
}

/** Which table beside the LAG-MIB tells the members of a LAG, row by row. */
export type LagMemberSource =
  | 'cisco-pagp-mib'
  | 'cisco-lag-mib'
  | 'timetra-lag-mib'
  | 'timetra-port-mib'
  | 'huawei-if-ext-mib'
  | 'if-stack-table';

/** What a vendor's own table says of one port of a LAG, and may say otherwise at the next poll. */
export interface LagMemberReading {
  /** ifIndex of the port. */
  readonly port: number;
  /** Whether the LAG uses the port; `gone` when the row has left the table, null where the table does not say. */
  readonly selection: 'selected' | 'deselected' | 'standby' | 'gone' | null;
}

/** One row of a vendor's own table of LAG members. */
export interface LagMemberFacts extends LagMemberReading {
  /** ifIndex of the LAG. */
  readonly lag: number;
  readonly source: LagMemberSource;
  /** The row's index in its table; empty where the table has no state worth asking for again. */
  readonly row: readonly number[];
}

/** How a LAG is configured, where a vendor's table says so. */
export interface LagSettings {
  /** ifIndex of the LAG. */
  readonly lag: number;
  /** `static`: bundled without LACP. */
  readonly protocol: 'lacp' | 'static' | null;
  /** Forwarding members below which the LAG goes down. */
  readonly minLinks: number | null;
}

/** How the reading of one table ended. */
export interface TableReport {
  /** The MIB's own name of the table. */
  readonly table: string;
  readonly rows: number;
  /** Rows that make no sense (an index or a value that the MIB does not allow): each costs itself and nothing else. */
  readonly bad: number;
  /** Rows that came out of order or twice; they are read all the same. */
  readonly disordered: number;
  /** `stopped`: rows are missing and `detail` says why. */
  readonly outcome: 'complete' | 'empty' | 'stopped';
  readonly detail: string | null;
}

/** Everything that discovery reads from one router. */
export interface RouterFacts {
  readonly system: SystemFacts;
  readonly interfaces: readonly InterfaceFacts[];
  readonly addresses: readonly AddressFacts[];
  readonly stack: readonly StackRow[];
  readonly lagPorts: readonly LagPortRow[];
  /** ifIndex of every row of dot3adAggTable. */
  readonly aggregators: readonly number[];
  readonly lagMembers: readonly LagMemberFacts[];
  readonly lagSettings: readonly LagSettings[];
  readonly sessions: readonly SessionFacts[];
  readonly bfd: readonly BfdFacts[];
  readonly optics: readonly OpticFacts[];
  readonly tables: readonly TableReport[];
  /** What no table of this router tells, in words for a person. */
  readonly missing: readonly string[];
}

/** Counters and states of one interface, all from one PDU, with that PDU's sysUpTime. */
export interface InterfaceReading {
  readonly ifIndex: number;
  /** The name this index carries now; `null` when the row has left the table. */
  readonly name: string | null;
  readonly upTime: Ticks | null;
  readonly admin: AdminStatus | null;
  readonly oper: OperStatus | null;
  readonly speed: BitsPerSecond | null;
  /** ifHCInOctets, ifHCOutOctets: 64 bits, never through a double. */
  readonly inOctets: bigint | null;
  readonly outOctets: bigint | null;
  readonly inErrors: number | null;
  readonly outErrors: number | null;
  readonly inDiscards: number | null;
  readonly outDiscards: number | null;
  /** ifCounterDiscontinuityTime. */
  readonly discontinuity: Ticks | null;
}

/** The part of the tables that a fleet needs on every cycle. */
export interface PollTargets {
  readonly interfaces: readonly { readonly ifIndex: number; readonly name: string }[];
  readonly lagPorts: readonly number[];
  readonly lagMembers: readonly Pick<LagMemberFacts, 'port' | 'source' | 'row'>[];
  readonly sessions: readonly Pick<SessionFacts, 'key' | 'source' | 'row' | 'context' | 'also'>[];
  /** Asked for seldom: what a session carries changes slowly, and some agents count it anew for every question. */
  readonly prefixes: readonly Pick<SessionFacts, 'key' | 'source' | 'prefixRow' | 'context'>[];
  readonly bfd: readonly Pick<BfdFacts, 'key' | 'source' | 'row'>[];
  /** Asked for seldom: light changes slowly, and agents read it from the module slowly too. */
  readonly optics: readonly Pick<OpticFacts, 'key' | 'source' | 'row'>[];
}

/** Nothing to ask for. */
export const noTargets: PollTargets = {
  interfaces: [],
  lagPorts: [],
  lagMembers: [],
  sessions: [],
  prefixes: [],
  bfd: [],
  optics: [],
};
