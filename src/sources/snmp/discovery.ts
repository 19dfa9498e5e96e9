/** The slow loop: everything about a router that does not change from second to second. */
import type { RouterFacts, SessionFacts, SystemFacts, TableReport } from '../../network/facts.ts';
import { cleanText } from '../../network/text.ts';
import { numberOf, oidOf, textCell } from './mibs/cells.ts';
import { dot3adAggColumns, dot3adAggPortColumns, lagPortsOf } from './mibs/ieee8023-lag-mib.ts';
import { column as ifColumn, ifTableColumns, ifXTableColumns, interfacesOf, stackOf } from './mibs/if-mib.ts';
import { column as ipColumn, ipAddressTableOf, ipAddrTableOf, ipv6AddrTableOf } from './mibs/ip-mib.ts';
import { clockOf, scalars } from './mibs/snmpv2-mib.ts';
import { getInstances } from './get.ts';
import { bgpTablesOf, vendorOf } from './vendors.ts';
import { type WalkContext, type WalkedTable, walkTable } from './walk.ts';

const systemScalars = [
  scalars.sysUpTime,
  scalars.snmpEngineBoots,
  scalars.snmpEngineTime,
  scalars.ifTableLastChange,
  scalars.sysDescr,
  scalars.sysObjectID,
  scalars.sysName,
  scalars.bgpLocalAs,
];

/** Reads the system group. Rejects with an SnmpFailure when the router does not answer: then nothing else is asked. */
async function readSystem(context: WalkContext): Promise<SystemFacts> {
  const cells = await getInstances(context, systemScalars);
  const [, , , , descr, objectId, name, localAs] = cells;
  const sysDescr = textCell(descr);
  const id = oidOf(objectId);
  return {
    vendor: vendorOf(id, sysDescr),
    sysDescr,
    sysObjectId: id === null ? null : id.join('.'),
    sysName: textCell(name) || null,
    clock: clockOf(cells.slice(0, 4)),
    localAs: numberOf(localAs) || null,
  };
}

interface Sessions {
  readonly sessions: readonly SessionFacts[];
  readonly reports: readonly TableReport[];
}

/** Asks the tables in order; BGP4-MIB adds only the peers that no richer table has told of. */
async function readSessions(context: WalkContext, system: SystemFacts): Promise<Sessions> {
  const sessions: SessionFacts[] = [];
  const reports: TableReport[] = [];
  const known = new Set<string>();
  for (const table of bgpTablesOf(system.vendor)) {
    const found = await table.discover(context);
    reports.push(...found.reports);
    const fresh = found.sessions.filter(session => table.source !== 'bgp4-mib' || !known.has(session.peer));
    for (const session of fresh) known.add(session.peer);
    sessions.push(...fresh);
  }
  return { sessions, reports };
}

function missingOf(facts: Omit<RouterFacts, 'missing'>): readonly string[] {
  const missing: string[] = [];
  const report = (name: string): TableReport | undefined => facts.tables.find(each => each.table === name);
  const empty = (name: string): boolean => report(name)?.outcome === 'empty';
  const { system, sessions } = facts;
  if (system.clock.upTime === null) missing.push('sysUpTime: rates need it; none can be computed for this router');
  if (system.sysName === null) missing.push('sysName');
  if (empty('ifTable') && empty('ifXTable')) missing.push('interfaces: neither ifTable nor ifXTable answered');
  else if (empty('ifXTable')) missing.push('ifXTable: no 64-bit counters, so no rates; names come from ifDescr');
  if (empty('dot3adAggPortTable')) missing.push('IEEE8023-LAG-MIB: LACP states are unknown');
  if (empty('dot3adAggPortTable') && empty('ifStackTable')) missing.push('LAG members: no table publishes them; declare them under pnis');
  if (facts.addresses.length === 0) missing.push('IP addresses: sessions cannot be placed on interfaces');
  else if (!facts.addresses.some(each => each.address.includes(':'))) missing.push('IPv6 addresses of interfaces');
  const rich = bgpTablesOf(system.vendor).filter(table => table.families === 'both');
  const heard = rich.some(table => sessions.some(session => session.source === table.source));
  if (sessions.length === 0) missing.push('BGP sessions: no table answered with a row');
  if (!heard) missing.push('IPv6 BGP sessions: no table of this router tells them (BGP4-MIB holds IPv4 only)');
  if (sessions.length > 0 && sessions.every(session => session.prefixesReceived === null)) missing.push('prefix counters');
  if (sessions.some(session => session.remoteAs === null)) missing.push('remote AS of some sessions');
  missing.push('optics and BFD: not read by this version');
  for (const table of facts.tables) {
    if (table.outcome === 'stopped') missing.push(cleanText(`${table.table}: stopped after ${table.rows} rows: ${table.detail ?? ''}`));
  }
  return missing;
}

/** Reads one router. Rejects with an SnmpFailure only when it does not answer at all. */
export async function discoverRouter(context: WalkContext): Promise<RouterFacts> {
  const system = await readSystem(context);
  const walk = (table: string, columns: Parameters<typeof walkTable>[2]): Promise<WalkedTable> => walkTable(context, table, columns);
  const [ifTable, ifXTable, stack, ports, aggregators, oldAddresses, addresses, ipv6Addresses, bgp] = await Promise.all([
    walk('ifTable', ifTableColumns),
    walk('ifXTable', ifXTableColumns),
    walk('ifStackTable', [ifColumn.ifStackStatus]),
    walk('dot3adAggPortTable', dot3adAggPortColumns),
    walk('dot3adAggTable', dot3adAggColumns),
    walk('ipAddrTable', [ipColumn.ipAdEntIfIndex, ipColumn.ipAdEntNetMask]),
    walk('ipAddressTable', [ipColumn.ipAddressIfIndex, ipColumn.ipAddressPrefix]),
    walk('ipv6AddrTable', [ipColumn.ipv6AddrPfxLength]),
    readSessions(context, system),
  ]);
  const facts = {
    system,
    interfaces: interfacesOf(ifTable.rows, ifXTable.rows),
    addresses: [...ipAddrTableOf(oldAddresses.rows), ...ipAddressTableOf(addresses.rows), ...ipv6AddrTableOf(ipv6Addresses.rows)],
    stack: stackOf(stack.rows),
    lagPorts: lagPortsOf(ports.rows),
    aggregators: aggregators.rows.flatMap(row => row.index.slice(0, 1)),
    sessions: bgp.sessions,
    tables: [ifTable, ifXTable, stack, ports, aggregators, oldAddresses, addresses, ipv6Addresses].map(each => each.report).concat(bgp.reports),
  };
  return { ...facts, missing: missingOf(facts) };
}
