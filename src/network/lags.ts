/** Which interfaces are LAGs and which ports are their members. No single table tells it on every router (docs/architecture.md). */
import type {
  InterfaceFacts,
  LagMemberFacts,
  LagMemberSource,
  LagPortRow,
  LagSettings,
  RouterFacts,
  StackRow,
} from './facts.ts';
import { type InterfaceIndex, isPort, portOf } from './interfaces.ts';
import { isLagMemberTable, stoppedTables } from './merged-facts.ts';
import type { DeclaredPni } from './settings.ts';

/** Where a LAG's members were learned. */
export type LagSource = 'ieee8023-lag-mib' | LagMemberSource | 'declared' | 'none';

/** A LAG and its ports. */
export interface Lag {
  readonly name: string;
  readonly source: LagSource;
  /** Null when no table tells them: unknown, not none. */
  readonly members: readonly string[] | null;
  /** True when the table that tells them was read to its end: a port that it does not list has left the LAG. */
  readonly whole: boolean;
  /** `static`: bundled without LACP; null where nothing says. */
  readonly protocol: LagSettings['protocol'];
  /** Forwarding members below which the router takes the LAG down; null where no table says. */
  readonly minLinks: number | null;
}

const ieee8023adLag = 161;
const lagNames =
  /^(?:ae\d+|bundle-ether ?\d+|be\d+|port-?channel ?\d+|po\d+|lag-?\d+|eth-trunk ?\d+|bridge-aggregation ?\d+|bond\d+|team\d+)$/i;

/** Vendors give a LAG ifType 161, 53 or 6; where the type does not tell, the name does. A unit of a LAG is none. */
function isLag(facts: InterfaceFacts, index: InterfaceIndex, aggregators: ReadonlySet<number>): boolean {
  if (portOf(facts.name, index) !== facts.name) return false;
  return facts.type === ieee8023adLag || aggregators.has(facts.ifIndex) || lagNames.test(facts.name);
}

/** dot3adAggTable also holds a row for each port that runs on its own (AggregateOrIndividual): that is no LAG. */
function aggregatorsOf(facts: RouterFacts): ReadonlySet<number> {
  const alone = facts.lagPorts.filter(row => row.attached === row.ifIndex).map(row => row.ifIndex);
  return new Set(facts.aggregators).difference(new Set(alone));
}

type Membership = ReadonlyMap<string, Set<string>>;

function add(members: Map<string, Set<string>>, lag: string, port: string): void {
  const ports = members.get(lag) ?? new Set<string>();
  ports.add(port);
  members.set(lag, ports);
}

/** The aggregator of a port by dot3adAggPortAttachedAggID, or the one that it has selected (NX-OS tells only that). */
export const aggregatorOf = (row: LagPortRow): number | null => row.attached || row.selected;

function fromLagMib(facts: RouterFacts, index: InterfaceIndex): Membership {
  const members = new Map<string, Set<string>>();
  for (const row of facts.lagPorts) {
    const port = index.byIndex.get(row.ifIndex);
    const lag = index.byIndex.get(aggregatorOf(row) ?? -1);
    if (port === undefined || lag === undefined || lag.ifIndex === row.ifIndex) continue;
    add(members, portOf(lag.name, index), portOf(port.name, index));
  }
  return members;
}

/** The LAG and the port that a row of ifStackTable is about; null where it is about something else. */
function stacked(
  row: StackRow,
  index: InterfaceIndex,
  isLagName: (name: string) => boolean,
): { readonly lag: string; readonly port: string } | null {
  const upper = index.byIndex.get(row.upper);
  const lower = index.byIndex.get(row.lower);
  if (upper === undefined || lower === undefined || !isPort(lower)) return null;
  const lag = portOf(upper.name, index);
  const port = portOf(lower.name, index);
  // Sub-interfaces and IP interfaces stack over a LAG or a port too: the upper end is the LAG itself, or both ends are units.
  const upperIsLag = isLagName(lag) && (upper.name === lag || lower.name !== port);
  return upperIsLag && !isLagName(port) && port !== lag ? { lag, port } : null;
}

function fromStack(facts: RouterFacts, index: InterfaceIndex, lags: ReadonlySet<string>): Membership {
  const members = new Map<string, Set<string>>();
  for (const row of facts.stack) {
    const found = stacked(row, index, name => lags.has(name));
    if (found !== null) add(members, found.lag, found.port);
  }
  return members;
}

/** Rows of ifStackTable to ask for again, of the LAGs whose members no other table tells. */
export function stackMembersOf(
  facts: RouterFacts,
  index: InterfaceIndex,
  lags: ReadonlyMap<string, Lag>,
): readonly LagMemberFacts[] {
  return facts.stack.flatMap((row): readonly LagMemberFacts[] => {
    const found = stacked(row, index, name => lags.has(name));
    const lag = found && index.byName.get(found.lag)?.ifIndex;
    const port = found && index.byName.get(found.port)?.ifIndex;
    if (found === null || lag == null || port == null) return [];
    if (lags.get(found.lag)?.source !== 'if-stack-table') return [];
    return [{ lag, port, selection: null, source: 'if-stack-table', row: [row.upper, row.lower] }];
  });
}

interface VendorMembers {
  readonly ports: ReadonlySet<string>;
  readonly source: LagMemberSource;
}

function fromVendor(facts: RouterFacts, index: InterfaceIndex): ReadonlyMap<string, VendorMembers> {
  const members = new Map<string, Set<string>>();
  const sources = new Map<string, LagMemberSource>();
  for (const row of facts.lagMembers) {
    const lag = index.byIndex.get(row.lag);
    const port = index.byIndex.get(row.port);
    if (lag === undefined || port === undefined || lag.ifIndex === port.ifIndex) continue;
    const name = portOf(lag.name, index);
    add(members, name, portOf(port.name, index));
    sources.set(name, row.source);
  }
  return new Map(
    [...members].flatMap(([name, ports]) => {
      const source = sources.get(name);
      return source === undefined ? [] : [[name, { ports, source }] as const];
    }),
  );
}

/** Which tables told the members of a LAG that none of them lists any more: then all have left it. */
const isMemberTable: Readonly<Record<LagSource, boolean>> = {
  'ieee8023-lag-mib': true,
  'cisco-pagp-mib': true,
  'cisco-lag-mib': true,
  'timetra-lag-mib': true,
  'timetra-port-mib': true,
  'huawei-if-ext-mib': true,
  'if-stack-table': true,
  declared: false,
  none: false,
};

/**
 * Every LAG of a router, each with members from the best table that names any. A table that told a LAG's members
 * before and lists none of them now says that all have left; it does not make them unknown.
 */
export function lagsOf(
  facts: RouterFacts,
  index: InterfaceIndex,
  declared: readonly DeclaredPni[],
  before: ReadonlyMap<string, Lag> = new Map(),
): readonly Lag[] {
  const aggregators = aggregatorsOf(facts);
  const mib = fromLagMib(facts, index);
  const vendor = fromVendor(facts, index);
  const settings = new Map(
    facts.lagSettings.flatMap(each => {
      const name = index.byIndex.get(each.lag)?.name;
      return name === undefined ? [] : [[name, each] as const];
    }),
  );
  const names = new Set(facts.interfaces.filter(each => isLag(each, index, aggregators)).map(each => each.name));
  for (const lag of [...mib.keys(), ...vendor.keys(), ...settings.keys()]) names.add(lag);
  const stack = fromStack(facts, index, names);
  const written = new Map(declared.map(pni => [pni.interface, pni.members]));
  for (const [name, members] of written) if (members !== null) names.add(name);
  const isWhole = wholeTables(facts);
  return [...names].map((name): Lag => {
    const { protocol = null, minLinks = null } = settings.get(name) ?? {};
    const lag = (source: LagSource, members: Iterable<string>): Lag => ({
      name,
      source,
      members: [...members],
      whole: isWhole(source),
      protocol,
      minLinks,
    });
    const own = vendor.get(name);
    const attached = mib.get(name);
    const stacked = stack.get(name);
    // The LAG-MIB lists who is attached; a port that another table lists, and it does not, is a member all the same, but
    // for one that it says is in another LAG.
    if (attached !== undefined) {
      const elsewhere = new Set([...mib].flatMap(([other, ports]) => (other === name ? [] : [...ports])));
      const configured = new Set<string>([...(own?.ports ?? []), ...(stacked ?? [])]);
      return lag('ieee8023-lag-mib', attached.union(configured.difference(elsewhere)));
    }
    if (own !== undefined) return lag(own.source, own.ports);
    if (stacked !== undefined) return lag('if-stack-table', stacked);
    const source = before.get(name)?.source ?? 'none';
    if (isMemberTable[source]) return lag(source, []);
    const members = written.get(name) ?? null;
    return { ...lag(members === null ? 'none' : 'declared', []), members };
  });
}

/** Whether the table of a source was read to its end. */
function wholeTables(facts: RouterFacts): (source: LagSource) => boolean {
  const stopped = stoppedTables(facts);
  const vendorStopped = [...stopped].some(isLagMemberTable);
  return source => {
    switch (source) {
      case 'ieee8023-lag-mib':
        return !stopped.has('dot3adAggPortTable') && !vendorStopped;
      case 'if-stack-table':
        return !stopped.has('ifStackTable');
      case 'declared':
      case 'none':
        return false;
      default:
        return !vendorStopped;
    }
  };
}

/** The LAG-MIB row of every port: one that is attached before one that is not, the port's own before those of its units. */
export function lagRowsOf(rows: readonly LagPortRow[], index: InterfaceIndex): ReadonlyMap<string, number> {
  const found = new Map<string, { readonly ifIndex: number; readonly rank: number }>();
  for (const row of rows) {
    const facts = index.byIndex.get(row.ifIndex);
    if (facts === undefined) continue;
    const port = portOf(facts.name, index);
    const rank = (aggregatorOf(row) === null ? 2 : 0) + (facts.name === port ? 0 : 1);
    const best = found.get(port);
    if (best === undefined || rank < best.rank) found.set(port, { ifIndex: row.ifIndex, rank });
  }
  return new Map([...found].map(([port, { ifIndex }]) => [port, ifIndex]));
}
