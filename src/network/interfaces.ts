/** Names and numbers of a router's interfaces, and which port or LAG is under which sub-interface. */
import type { InterfaceFacts } from './facts.ts';

/** Names and numbers of one router's interfaces, both ways. */
export interface InterfaceIndex {
  readonly byName: ReadonlyMap<string, InterfaceFacts>;
  readonly byIndex: ReadonlyMap<number, InterfaceFacts>;
}

/**
 * Builds the index. net-snmp keeps the row of an interface that is gone for five minutes, as down, beside the row of
 * one that was made anew under its name: of two interfaces with one name the one that is up stands, else the newer.
 */
export function indexInterfaces(interfaces: readonly InterfaceFacts[]): InterfaceIndex {
  const byName = new Map<string, InterfaceFacts>();
  for (const each of interfaces) {
    const other = byName.get(each.name);
    if (other === undefined || !(other.oper === 'up' && each.oper !== 'up')) byName.set(each.name, each);
  }
  return { byName, byIndex: new Map(interfaces.map(each => [each.ifIndex, each])) };
}

/** The port or LAG under a unit or sub-interface: `ae0.100` → `ae0` when there is an `ae0`. */
export function portOf(name: string, index: InterfaceIndex): string {
  const dot = name.lastIndexOf('.');
  const parent = dot > 0 ? name.slice(0, dot) : '';
  return index.byName.has(parent) ? portOf(parent, index) : name;
}

const softwareLoopback = 24;
const l2vlan = 135;
const l3ipvlan = 136;
const ipForward = 142;
const tunnel = 131;

/** True for a loopback, which no PNI runs over. */
export const isLoopback = (facts: InterfaceFacts): boolean => facts.type === softwareLoopback;

/** IP and VLAN interfaces, which ride on a port or LAG and are neither (IANAifType-MIB). */
const riders = new Set([l2vlan, l3ipvlan, ipForward]);
/** True for an interface that has a name of its own but carries nothing by itself. */
export const ridesOnAnother = (facts: InterfaceFacts): boolean => riders.has(facts.type ?? 0);

/** True for an interface that can be a LAG's port: no VLAN, IP interface, loopback or tunnel. */
export const isPort = (facts: InterfaceFacts): boolean =>
  !ridesOnAnother(facts) && !isLoopback(facts) && facts.type !== tunnel;
