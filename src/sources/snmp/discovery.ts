/** The slow loop: everything about a router that does not change from second to second. */
import type {
  LagMemberFacts,
  LagSettings,
  RouterClock,
  RouterFacts,
  StackRow,
  SystemFacts,
  TableReport,
} from '../../network/facts.ts';
import { learnBulk, type WalkContext } from './bulk.ts';
import { getScattered } from './get.ts';
import { asNumberOf, type Cell, oidOf, secondsOf, textCell, ticksOf } from './mibs/cells.ts';
import { aggregatorsOf, dot3adAggColumns, dot3adAggPortColumns, lagPortsOf } from './mibs/ieee8023-lag-mib.ts';
import {
  column as ifColumn,
  ifTableColumns,
  ifXTableColumns,
  interfacesOf,
  namedByIfName,
  stackOf,
} from './mibs/if-mib.ts';
import type { InterfaceStackTable } from './mibs/interface-stack-table.ts';
import { ipAddressTableOf, ipAddrTableOf, column as ipColumn, ipv6AddrTableOf } from './mibs/ip-mib.ts';
import type { LagMemberTable } from './mibs/lag-member-table.ts';
import type { FoundRows, RowTable } from './mibs/row-table.ts';
import { clockOf, clockScalars, scalars } from './mibs/snmpv2-mib.ts';
import { lightMissing, missingOf } from './missing.ts';
import type { Oid } from './oid.ts';
import { readSessions } from './session-discovery.ts';
import { SnmpFailure } from './transport.ts';
import { tablesOf, vendorOf } from './vendors.ts';
import { type WalkedTable, walkTable } from './walk.ts';

/** What a discovery found. */
export interface Discovery {
  readonly facts: RouterFacts;
  /** ifIndex of the interfaces that have an ifName; the others are named by ifDescr. */
  readonly namedByIfName: ReadonlySet<number>;
}

const systemScalars = [
  scalars.sysUpTime,
  scalars.snmpEngineBoots,
  scalars.snmpEngineTime,
  scalars.sysDescr,
  scalars.sysObjectID,
  scalars.sysName,
];

/** What the system group alone tells. */
type SystemGroup = Pick<SystemFacts, 'vendor' | 'sysDescr' | 'sysObjectId' | 'sysName'> & {
  readonly clockCells: readonly Cell[];
};

/** Reads the system group. Rejects with an SnmpFailure when the router does not answer: then nothing else is asked. */
async function readSystem(context: WalkContext): Promise<SystemGroup> {
  const [upTime, boots, time, descr, objectId, name] = await getScattered(context, systemScalars);
  const sysDescr = textCell(descr);
  const id = oidOf(objectId);
  return {
    vendor: vendorOf(id, sysDescr),
    sysDescr,
    sysObjectId: id === null ? null : id.join('.'),
    sysName: textCell(name) || null,
    clockCells: [upTime, boots, time],
  };
}

/**
 * A scalar that belongs to a subsystem of its own. Asked for apart: where a subagent answers for it (AgentX), one that
 * hangs would take the system group with it, and the whole router would seem dead.
 */
async function readApart(context: WalkContext, name: Oid): Promise<Cell> {
  try {
    return (await getScattered(context, [name]))[0];
  } catch (error) {
    if (error instanceof SnmpFailure) return undefined;
    throw error;
  }
}

interface LagMembers {
  readonly members: readonly LagMemberFacts[];
  readonly settings: readonly LagSettings[];
  readonly reports: readonly TableReport[];
}

/** The first of the vendor's own tables that has a row. */
async function readLagMembers(context: WalkContext, tables: readonly LagMemberTable[]): Promise<LagMembers> {
  const reports: TableReport[] = [];
  for (const table of tables) {
    const found = await table.discover(context);
    reports.push(...found.reports);
    if (found.rows.length > 0) return { members: found.rows, settings: found.settings, reports };
  }
  return { members: [], settings: [], reports };
}

async function readStack(context: WalkContext, tables: readonly InterfaceStackTable[]): Promise<FoundRows<StackRow>> {
  const found = await Promise.all(tables.map(table => table.discover(context)));
  return { rows: found.flatMap(each => each.rows), reports: found.flatMap(each => each.reports) };
}

/** The rows of the first table that has any. */
async function readFirst<Source, Facts extends Reading, Reading, Hint>(
  context: WalkContext,
  tables: readonly RowTable<Source, Facts, Reading, Hint>[],
  hint: Hint,
): Promise<{ readonly rows: readonly Facts[]; readonly reports: readonly TableReport[] }> {
  const reports: TableReport[] = [];
  for (const table of tables) {
    const found = await table.discover(context, hint);
    reports.push(...found.reports);
    if (found.rows.length > 0) return { rows: found.rows, reports };
  }
  return { rows: [], reports };
}

async function readStructure(context: WalkContext, contexts: readonly string[]): Promise<Discovery> {
  const { clockCells, ...system } = await readSystem(context);
  await learnBulk(context);
  const tables = tablesOf(system.vendor);
  const walk = (table: string, columns: readonly Oid[]): Promise<WalkedTable> => walkTable(context, table, columns);
  const [
    ifTable,
    ifXTable,
    stack,
    ports,
    aggregators,
    oldAddresses,
    addresses,
    ipv6Addresses,
    lag,
    ownStack,
    bgp,
    bfd,
    change,
    stackChange,
    lagChange,
    localAs,
    refresh,
  ] = await Promise.all([
    walk('ifTable', ifTableColumns),
    walk('ifXTable', ifXTableColumns),
    walk('ifStackTable', [ifColumn.ifStackStatus]),
    walk('dot3adAggPortTable', dot3adAggPortColumns),
    walk('dot3adAggTable', dot3adAggColumns),
    walk('ipAddrTable', [ipColumn.ipAdEntIfIndex, ipColumn.ipAdEntNetMask]),
    walk('ipAddressTable', [ipColumn.ipAddressIfIndex, ipColumn.ipAddressPrefix]),
    walk('ipv6AddrTable', [ipColumn.ipv6AddrPfxLength]),
    readLagMembers(context, tables.lag),
    readStack(context, tables.stack),
    readSessions(context, tables.bgp, contexts),
    readFirst(context, tables.bfd, undefined),
    readApart(context, scalars.ifTableLastChange),
    readApart(context, scalars.ifStackLastChange),
    readApart(context, scalars.dot3adTablesLastChanged),
    readApart(context, scalars.bgpLocalAs),
    readApart(context, scalars.ifTableCacheTimeout),
  ]);
  const interfaces = interfacesOf(ifTable, ifXTable);
  const older = ipAddrTableOf(oldAddresses);
  const newer = ipAddressTableOf(addresses);
  const sixth = ipv6AddrTableOf(ipv6Addresses);
  const stacked = stackOf(stack);
  const lagPorts = lagPortsOf(ports);
  const facts = {
    system: {
      ...system,
      clock: clockOf([...clockCells, change, stackChange]),
      lagChange: ticksOf(lagChange),
      localAs: asNumberOf(localAs),
      counterRefresh: secondsOf(refresh) || null,
    },
    interfaces: interfaces.rows,
    addresses: [...older.rows, ...newer.rows, ...sixth.rows],
    stack: [...stacked.rows, ...ownStack.rows],
    lagPorts: lagPorts.rows,
    aggregators: aggregatorsOf(aggregators.rows),
    lagMembers: lag.members,
    lagSettings: lag.settings,
    sessions: bgp.sessions,
    bfd: bfd.rows,
    optics: [],
    tables: [
      ...interfaces.reports,
      stacked.report,
      lagPorts.report,
      aggregators.report,
      older.report,
      newer.report,
      sixth.report,
      ...lag.reports,
      ...ownStack.reports,
      ...bgp.reports,
      ...bfd.reports,
    ],
  };
  return { facts: { ...facts, missing: missingOf(facts) }, namedByIfName: namedByIfName(ifXTable.rows) };
}

/** True when the agent has begun anew in between: rows from before and after it do not belong together. */
function hasRestarted(before: RouterClock, after: RouterClock): boolean {
  const fell = (was: number | null, is: number | null): boolean => was !== null && is !== null && is < was;
  // Some agents never count their boots. sysUpTime also falls when it wraps, after 497 days: reading again costs little.
  const booted = before.engineBoots !== null && after.engineBoots !== null && after.engineBoots !== before.engineBoots;
  return booted || fell(before.upTime, after.upTime) || fell(before.engineTime, after.engineTime);
}

/** Discoveries in a row that a restart may spoil. */
const attempts = 2;

async function readSettled(context: WalkContext, contexts: readonly string[]): Promise<Discovery> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await readStructure(context, contexts);
    const cells = await Promise.all(clockScalars.slice(0, 3).map(name => readApart(context, name)));
    if (!hasRestarted(found.facts.system.clock, clockOf(cells))) return found;
  }
  throw new SnmpFailure('garbage', 'the SNMP agent restarts while it is read: its tables do not belong together');
}

/** The same with the light of its ports: last, because sensors are named after interfaces, and are many on a large chassis. */
async function withLight(context: WalkContext, { facts, namedByIfName }: Discovery): Promise<Discovery> {
  const optics = await readFirst(context, tablesOf(facts.system.vendor).optics, facts.interfaces);
  const whole = { ...facts, optics: optics.rows, tables: [...facts.tables, ...optics.reports] };
  return { facts: { ...whole, missing: missingOf(whole) }, namedByIfName };
}

/** What a discovery may be asked for. */
export interface DiscoveryOptions {
  /** SNMPv3 contexts whose BGP tables are read too. */
  readonly contexts?: readonly string[];
  /** Hears what is known before the light of the ports is: enough to begin polling. */
  readonly known?: ((found: Discovery) => void) | undefined;
}

/**
 * Reads one router. Rejects with an SnmpFailure only when it does not answer at all, or when its agent restarts again
 * and again while it is read.
 */
export async function discoverRouter(context: WalkContext, options: DiscoveryOptions = {}): Promise<Discovery> {
  const found = await readSettled(context, options.contexts ?? []);
  const { facts } = found;
  if (tablesOf(facts.system.vendor).optics.length === 0) return found;
  options.known?.({ ...found, facts: { ...facts, missing: facts.missing.filter(line => line !== lightMissing) } });
  return withLight(context, found);
}
