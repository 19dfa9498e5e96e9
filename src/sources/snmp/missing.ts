/** What no table of a router tells, in words for a person. */
import type { RouterFacts, TableReport } from '../../network/facts.ts';
import type { SessionFacts } from '../../network/session-facts.ts';
import { cleanText } from '../../network/text.ts';
import { afiOf } from './mibs/inet-address.ts';
import { tablesOf } from './vendors.ts';

type Facts = Omit<RouterFacts, 'missing'>;

/** A table of light that fell silent says nothing of what it would have told. */
const lightStopped = ({ table, outcome }: TableReport): boolean =>
  outcome === 'stopped' && /sensor|dom|digitaldiag|ddm|optical|entPhysical/i.test(table);

/** Said of a router whose tables have no light. */
export const lightMissing = 'optical power: no table of this router tells it';

/** One line for each gap in what discovery has read, and for each table that stopped short. */
export function missingOf(facts: Facts): readonly string[] {
  return [
    ...missingOfSystem(facts),
    ...missingOfInterfaces(facts),
    ...missingOfSessions(facts),
    ...(facts.optics.length === 0 && !facts.tables.some(lightStopped) ? [lightMissing] : []),
    ...facts.tables.flatMap(stopped),
    ...facts.tables.flatMap(unreadable),
    ...facts.tables.flatMap(disordered),
  ];
}

const isEmpty = (facts: Facts, name: string): boolean =>
  facts.tables.find(each => each.table === name)?.outcome === 'empty';

const isStopped = (facts: Facts, name: string): boolean =>
  facts.tables.find(each => each.table === name)?.outcome === 'stopped';

function missingOfSystem({ system }: Facts): readonly string[] {
  const missing: string[] = [];
  if (system.clock.upTime === null) missing.push('sysUpTime: rates need it; none can be computed for this router');
  if (system.sysName === null) missing.push('sysName');
  return missing;
}

function missingOfInterfaces(facts: Facts): readonly string[] {
  const missing: string[] = [];
  const noNames = isEmpty(facts, 'ifXTable');
  const noPorts = isEmpty(facts, 'dot3adAggPortTable');
  if (noNames && isEmpty(facts, 'ifTable')) missing.push('interfaces: neither ifTable nor ifXTable answered');
  else if (noNames) missing.push('ifXTable: no 64-bit counters, so no rates; names come from ifDescr');
  if (noPorts) missing.push('IEEE8023-LAG-MIB: LACP states are unknown');
  if (noPorts && facts.lagMembers.length === 0 && isEmpty(facts, 'ifStackTable')) {
    missing.push('LAG members: no table publishes them; declare them under pnis');
  }
  if (facts.addresses.length === 0 && !isStopped(facts, 'ipAddrTable'))
    missing.push('IP addresses: sessions cannot be placed on interfaces');
  else if (!isStopped(facts, 'ipAddressTable') && !facts.addresses.some(each => afiOf(each.address) === 'ipv6')) {
    missing.push('IPv6 addresses of interfaces');
  }
  return missing;
}

function missingOfSessions({ system, sessions, tables }: Facts): readonly string[] {
  // Where a table stopped short, that is what is missing; what it would have told is not known.
  if (tables.some(table => table.outcome === 'stopped' && /bgp/i.test(table.table))) return [];
  const missing: string[] = [];
  const rich = tablesOf(system.vendor).bgp.filter(table => table.families === 'both');
  if (sessions.length === 0) missing.push('BGP sessions: no table answered with a row');
  if (!rich.some(table => sessions.some(session => session.source === table.source))) {
    missing.push('IPv6 BGP sessions: no table of this router tells them (BGP4-MIB holds IPv4 only)');
  }
  if (sessions.length > 0 && sessions.every(session => prefixesOf(session) === null)) missing.push('prefix counters');
  const nameless = sessions.filter(session => session.remoteAs === null).map(session => session.peer);
  if (nameless.length > 0) {
    const names = nameless.length > 3 ? `${nameless.slice(0, 3).join(', ')} and ${nameless.length - 3} more` : nameless;
    missing.push(
      `remote AS of ${names}: the table has none, or AS_TRANS (23456), which stands for a number that does not fit`,
    );
  }
  return missing;
}

const prefixesOf = (session: SessionFacts): number | null => session.prefixesReceived ?? session.prefixesAccepted;

function disordered({ table, disordered: rows }: TableReport): readonly string[] {
  const what = rows === 1 ? '1 row comes out of order or twice' : `${rows} rows come out of order or twice`;
  return rows > 0 ? [`${table}: ${what}; the agent should be told to its maker`] : [];
}

function unreadable({ table, bad }: TableReport): readonly string[] {
  return bad > 0
    ? [`${table}: ${bad === 1 ? '1 row makes' : `${bad} rows make`} no sense and ${bad === 1 ? 'is' : 'are'} left out`]
    : [];
}

function stopped({ table, rows, outcome, detail }: TableReport): readonly string[] {
  if (outcome === 'stopped' && rows === 0 && table.startsWith('context '))
    return [cleanText(`${table}: ${detail ?? ''}`)];
  return outcome === 'stopped' ? [cleanText(`${table}: stopped after ${rows} rows: ${detail ?? ''}`)] : [];
}
