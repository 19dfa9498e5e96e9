/** Which interfaces are LAGs and which ports are their members. No single table tells it on every router (docs/architecture.md). */
import type { InterfaceFacts, LagPortRow, RouterFacts } from './facts.ts';
import type { DeclaredPni } from './settings.ts';

/** Where a LAG's members were learned. */
export type LagSource = 'ieee8023-lag-mib' | 'if-stack-table' | 'declared' | 'none';

/** A LAG and its ports. `members` is null when no table tells them: unknown, not none. */
export interface Lag {
  readonly name: string;
  readonly source: LagSource;
  readonly members: readonly string[] | null;
}

/** Names and numbers of one router's interfaces, both ways. */
export interface InterfaceIndex {
  readonly byName: ReadonlyMap<string, InterfaceFacts>;
  readonly byIndex: ReadonlyMap<number, InterfaceFacts>;
}

/** Builds the index. Of two interfaces with one name the first stands. */
export function indexInterfaces(interfaces: readonly InterfaceFacts[]): InterfaceIndex {
  const byName = new Map<string, InterfaceFacts>();
  for (const each of interfaces) if (!byName.has(each.name)) byName.set(each.name, each);
  return { byName, byIndex: new Map(interfaces.map(each => [each.ifIndex, each])) };
}

/** The port or LAG under a unit or sub-interface: `ae0.100` → `ae0` when there is an `ae0`. */
export function portOf(name: string, index: InterfaceIndex): string {
  const dot = name.lastIndexOf('.');
  const parent = dot > 0 ? name.slice(0, dot) : '';
  return index.byName.has(parent) ? parent : name;
}

const ieee8023adLag = 161;
const softwareLoopback = 24;
/** Interface types that are never a LAG's port: VLANs, IP interfaces, loopbacks, tunnels (IANAifType-MIB). */
const notPorts = new Set([softwareLoopback, 131, 135, 136, 142]);
const lagNames =
  /^(?:ae\d+|bundle-ether ?\d+|be\d+|port-?channel ?\d+|po\d+|lag-?\d+|eth-trunk ?\d+|bridge-aggregation ?\d+|bond\d+|team\d+)$/i;

/** True for a loopback, which no PNI runs over. */
export const isLoopback = (facts: InterfaceFacts): boolean => facts.type === softwareLoopback;

/** Vendors give a LAG ifType 161, 53 or 6; where the type does not tell, the name does. A unit of a LAG is none. */
function isLag(facts: InterfaceFacts, index: InterfaceIndex, aggregators: ReadonlySet<number>): boolean {
  if (portOf(facts.name, index) !== facts.name) return false;
  return facts.type === ieee8023adLag || aggregators.has(facts.ifIndex) || lagNames.test(facts.name);
}

function add(members: Map<string, Set<string>>, lag: string, port: string): void {
  const ports = members.get(lag) ?? new Set<string>();
  ports.add(port);
  members.set(lag, ports);
}

function fromLagMib(facts: RouterFacts, index: InterfaceIndex): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  for (const row of facts.lagPorts) {
    const port = index.byIndex.get(row.ifIndex);
    const lag = index.byIndex.get(row.attached ?? row.selected ?? -1);
    // A port that is attached to itself is an individual link (AggregateOrIndividual).
    if (port === undefined || lag === undefined || lag.ifIndex === row.ifIndex) continue;
    add(members, portOf(lag.name, index), portOf(port.name, index));
  }
  return members;
}

function fromStack(facts: RouterFacts, index: InterfaceIndex, lags: ReadonlySet<string>): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  for (const row of facts.stack) {
    const upper = index.byIndex.get(row.upper);
    const lower = index.byIndex.get(row.lower);
    if (upper === undefined || lower === undefined || notPorts.has(lower.type ?? 0)) continue;
    const lag = portOf(upper.name, index);
    const port = portOf(lower.name, index);
    // Sub-interfaces and IP interfaces stack over a LAG or a port too: only rows whose upper end is a LAG are membership.
    const upperIsLag = lags.has(lag) && (upper.name === lag || lower.name !== port);
    if (upperIsLag && !lags.has(port) && port !== lag) add(members, lag, port);
  }
  return members;
}

/** Every LAG of a router, each with members from the best table that names any. */
export function lagsOf(facts: RouterFacts, index: InterfaceIndex, declared: readonly DeclaredPni[]): readonly Lag[] {
  const aggregators = new Set(facts.aggregators);
  const mib = fromLagMib(facts, index);
  const names = new Set(facts.interfaces.filter(each => isLag(each, index, aggregators)).map(each => each.name));
  for (const lag of mib.keys()) names.add(lag);
  const stack = fromStack(facts, index, names);
  for (const pni of declared) if (pni.members !== null) names.add(pni.interface);
  return [...names].map((name): Lag => {
    const fromMib = mib.get(name);
    if (fromMib !== undefined) return { name, source: 'ieee8023-lag-mib', members: [...fromMib] };
    const fromRows = stack.get(name);
    if (fromRows !== undefined) return { name, source: 'if-stack-table', members: [...fromRows] };
    const written = declared.find(pni => pni.interface === name)?.members ?? null;
    return written === null ? { name, source: 'none', members: null } : { name, source: 'declared', members: written };
  });
}

/** The LAG-MIB row of every port: its own, or that of its first unit. */
export function lagRowsOf(rows: readonly LagPortRow[], index: InterfaceIndex): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const row of rows) {
    const facts = index.byIndex.get(row.ifIndex);
    const port = facts === undefined ? null : portOf(facts.name, index);
    if (port !== null && !found.has(port)) found.set(port, row.ifIndex);
  }
  return found;
}
