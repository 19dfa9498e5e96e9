/**
 * What is known after a discovery in which a table stopped short. Rows of such a table that were heard before are kept:
 * a table that falls silent in the middle must not make interfaces, LAGs or sessions vanish.
 */
import type { InterfaceFacts, RouterFacts } from './facts.ts';

/** Names of the tables that were not read to their end. */
export const stoppedTables = (facts: RouterFacts): ReadonlySet<string> =>
  new Set(facts.tables.filter(table => table.outcome === 'stopped').map(table => table.table));

const anyOf = (stopped: ReadonlySet<string>, ...tables: readonly string[]): boolean =>
  tables.some(table => stopped.has(table));
/** bgpPeerTable, cbgpPeer2Table, tBgpPeerNgOperTable …: every table of sessions calls itself a BGP peer table. */
const isSessionTable = (table: string): boolean => /bgp.*peer/i.test(table);
const isBfdTable = (table: string): boolean => /bfd/i.test(table);
/** entPhySensorTable, jnxDomCurrentTable, tmnxDigitalDiagMonitorTable, hwOpticalModuleInfoTable … */
const isOpticTable = (table: string): boolean => /sensor|dom|digitaldiag|ddm|optical|entPhysical|entAlias/i.test(table);
/** pagpEtherChannelTable, clagAggPortListTable, tLagMemberTable, hwTrunkMemTable. */
export const isLagMemberTable = (table: string): boolean => /pagp|clag|tLag|tmnxPortTable|hwTrunk/i.test(table);

/** Tables by which it is told which ports a LAG has. */
export const tellsMembers = (table: string): boolean =>
  /^dot3adAggPortTable$|^ifStackTable$/.test(table) || isLagMemberTable(table);

/** Tables by which it is told which sessions there are; not those that only count their prefixes. */
export const tellsSessions = (table: string): boolean => isSessionTable(table) && !/prefix|pfx|route/i.test(table);

/** BGP4-MIB's own, in whatever context. */
const isLastResort = (table: string): boolean => /^bgpPeerTable\b/.test(table);

/**
 * The table that stopped short and left open which interfaces or sessions there are; null when none did. A table that has
 * told all its rows before, since the router has been up, leaves nothing open; nor does BGP4-MIB beside a richer table.
 */
export function untoldTable(facts: RouterFacts, toldWhole: ReadonlySet<string>): string | null {
  const isRich = ({ table, rows, outcome }: RouterFacts['tables'][number]): boolean =>
    tellsSessions(table) && !isLastResort(table) && outcome !== 'stopped' && rows > 0;
  const rich = facts.tables.some(isRich);
  const untold = facts.tables.find(
    ({ table, outcome }) =>
      outcome === 'stopped' &&
      !toldWhole.has(table) &&
      (/^if(X)?Table$/.test(table) || (tellsSessions(table) && !(rich && isLastResort(table)))),
  );
  return untold?.table ?? null;
}

/** The new rows, and those of before that no new row replaces. */
function withEarlier<Row>(
  now: readonly Row[],
  before: readonly Row[],
  identities: (row: Row) => readonly string[],
): readonly Row[] {
  const replaced = new Set(now.flatMap(identities));
  return [...now, ...before.filter(row => !identities(row).some(each => replaced.has(each)))];
}

/** While ifXTable is silent, interfaces would be called by ifDescr and change their identity: they keep the name they had. */
function withEarlierNames(
  now: readonly InterfaceFacts[],
  before: readonly InterfaceFacts[],
): readonly InterfaceFacts[] {
  const earlier = new Map(before.map(each => [each.ifIndex, each]));
  return now.map(each => {
    const same = earlier.get(each.ifIndex);
    if (same === undefined || same.descr !== each.descr) return each;
    return { ...each, name: same.name, alias: same.alias, speed: each.speed ?? same.speed };
  });
}

/**
 * A module that is pulled takes its rows with it. They are asked for all the same: that they are not there is what says
 * "no module" of a port that had one.
 */
function withPulledModules(now: RouterFacts, before: RouterFacts): RouterFacts {
  const told = new Set(now.optics.map(optic => optic.ifIndex));
  const names = new Map(now.interfaces.map(each => [each.ifIndex, each.name]));
  const same = new Set(before.interfaces.flatMap(each => (names.get(each.ifIndex) === each.name ? each.ifIndex : [])));
  const pulled = before.optics.filter(({ ifIndex }) => !told.has(ifIndex) && same.has(ifIndex));
  return pulled.length === 0 ? now : { ...now, optics: [...now.optics, ...pulled] };
}

/** A BFD session that left the table, and to whose peer there is no other, is asked for on: it is missing, not forgotten. */
function withGoneBfd(now: RouterFacts, before: RouterFacts): RouterFacts {
  const peers = new Set(now.bfd.map(row => row.peer));
  const gone = before.bfd.filter(row => row.peer !== null && !peers.has(row.peer));
  return gone.length === 0 ? now : { ...now, bfd: [...now.bfd, ...gone] };
}

/** The facts of a new discovery, completed from the one before it where a table stopped short. */
export function mergedFacts(before: RouterFacts | null, now: RouterFacts): RouterFacts {
  const stopped = stoppedTables(now);
  if (before === null) return now;
  if (stopped.size === 0) return withGoneBfd(withPulledModules(now, before), before);
  const named = stopped.has('ifXTable') ? withEarlierNames(now.interfaces, before.interfaces) : now.interfaces;
  return {
    ...now,
    interfaces: anyOf(stopped, 'ifTable', 'ifXTable')
      ? withEarlier(named, before.interfaces, each => [`index ${each.ifIndex}`, `name ${each.name}`])
      : now.interfaces,
    addresses: anyOf(stopped, 'ipAddrTable', 'ipAddressTable', 'ipv6AddrTable')
      ? withEarlier(now.addresses, before.addresses, each => [each.address])
      : now.addresses,
    stack: stopped.has('ifStackTable')
      ? withEarlier(now.stack, before.stack, row => [`${row.upper} ${row.lower}`])
      : now.stack,
    lagPorts: stopped.has('dot3adAggPortTable')
      ? withEarlier(now.lagPorts, before.lagPorts, row => [`${row.ifIndex}`])
      : now.lagPorts,
    aggregators: stopped.has('dot3adAggTable')
      ? withEarlier(now.aggregators, before.aggregators, each => [`${each}`])
      : now.aggregators,
    sessions: [...stopped].some(isSessionTable)
      ? withEarlier(now.sessions, before.sessions, session => [session.key])
      : now.sessions,
    lagMembers: [...stopped].some(isLagMemberTable)
      ? withEarlier(now.lagMembers, before.lagMembers, row => [`${row.port}`])
      : now.lagMembers,
    lagSettings: [...stopped].some(isLagMemberTable)
      ? withEarlier(now.lagSettings, before.lagSettings, row => [`${row.lag}`])
      : now.lagSettings,
    bfd: [...stopped].some(isBfdTable) ? withEarlier(now.bfd, before.bfd, row => [row.key]) : now.bfd,
    optics: [...stopped].some(isOpticTable) ? withEarlier(now.optics, before.optics, row => [row.key]) : now.optics,
  };
}
