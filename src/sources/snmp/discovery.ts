/** The slow loop: everything about a router that does not change from second to second. */
import type { RouterFacts, SessionFacts, SystemFacts, TableReport, Vendor } from '../../network/facts.ts';
import { learnBulk, type WalkContext } from './bulk.ts';
import { getScattered } from './get.ts';
import { asNumberOf, type Cell, oidOf, secondsOf, textCell } from './mibs/cells.ts';
import { dot3adAggColumns, dot3adAggPortColumns, lagPortsOf } from './mibs/ieee8023-lag-mib.ts';
import {
  column as ifColumn,
  ifTableColumns,
  ifXTableColumns,
  interfacesOf,
  namedByIfName,
  stackOf,
} from './mibs/if-mib.ts';
import { ipAddressTableOf, ipAddrTableOf, column as ipColumn, ipv6AddrTableOf } from './mibs/ip-mib.ts';
import { clockOf, scalars } from './mibs/snmpv2-mib.ts';
import { missingOf } from './missing.ts';
import type { Oid } from './oid.ts';
import { SnmpFailure } from './transport.ts';
import { bgpTablesOf, vendorOf } from './vendors.ts';
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

interface Sessions {
  readonly sessions: readonly SessionFacts[];
  readonly reports: readonly TableReport[];
}

/** Asks the tables in order; BGP4-MIB adds only the peers that no richer table has told of. */
async function readSessions(context: WalkContext, vendor: Vendor): Promise<Sessions> {
  const sessions: SessionFacts[] = [];
  const reports: TableReport[] = [];
  const known = new Set<string>();
  for (const table of bgpTablesOf(vendor)) {
    const found = await table.discover(context);
    reports.push(...found.reports);
    const fresh = found.sessions.filter(session => table.source !== 'bgp4-mib' || !known.has(session.peer));
    for (const session of fresh) known.add(session.peer);
    sessions.push(...fresh);
  }
  return { sessions, reports };
}

/** Reads one router. Rejects with an SnmpFailure only when it does not answer at all. */
export async function discoverRouter(context: WalkContext): Promise<Discovery> {
  const { clockCells, ...system } = await readSystem(context);
  await learnBulk(context);
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
    bgp,
    change,
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
    readSessions(context, system.vendor),
    readApart(context, scalars.ifTableLastChange),
    readApart(context, scalars.bgpLocalAs),
    readApart(context, scalars.ifTableCacheTimeout),
  ]);
  const tables = [ifTable, ifXTable, stack, ports, aggregators, oldAddresses, addresses, ipv6Addresses];
  const facts = {
    system: {
      ...system,
      clock: clockOf([...clockCells, change]),
      localAs: asNumberOf(localAs),
      counterRefresh: secondsOf(refresh) || null,
    },
    interfaces: interfacesOf(ifTable.rows, ifXTable.rows),
    addresses: [
      ...ipAddrTableOf(oldAddresses.rows),
      ...ipAddressTableOf(addresses.rows),
      ...ipv6AddrTableOf(ipv6Addresses.rows),
    ],
    stack: stackOf(stack.rows),
    lagPorts: lagPortsOf(ports.rows),
    aggregators: aggregators.rows.flatMap(row => row.index.slice(0, 1)),
    sessions: bgp.sessions,
    tables: [...tables.map(each => each.report), ...bgp.reports],
  };
  return { facts: { ...facts, missing: missingOf(facts) }, namedByIfName: namedByIfName(ifXTable.rows) };
}
