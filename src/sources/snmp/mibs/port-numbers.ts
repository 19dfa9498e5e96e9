/** Cisco's transceivers by the numbers of their port, where their sensors do not name the interface. */
import type { InterfaceFacts } from '../../../network/facts.ts';

/** The controller of a port's optics on IOS-XR, which stands in ifTable too: the port is the interface with its numbers. */
const controller = /^Optics\d/i;

/** True for a name that is no port's own. */
export const isController = (name: string): boolean => controller.test(name);

/** An interface by its name and what it is numbered: 0/0/10 for TenGigabitEthernet0/0/10. */
export type PortNumbers = ReadonlyMap<string, readonly number[]>;

const numbered = /^[a-z]+(?:-[a-z]+)*((?:\d+\/)+\d+)$/i;

/** Ports by their numbers; sub-interfaces and names without a slash are none. */
export function portNumbers(interfaces: readonly InterfaceFacts[]): PortNumbers {
  const found = new Map<string, number[]>();
  for (const { name, ifIndex } of interfaces) {
    const [, numbers] = numbered.exec(name) ?? [];
    if (numbers !== undefined && !isController(name)) found.set(numbers, [...(found.get(numbers) ?? []), ifIndex]);
  }
  return found;
}

/** IOS-XE: `subslot 0/0 transceiver 10 Rx Power Sensor` is about port 0/0/10. */
const subslot = /\bsubslot (\d+\/\d+) transceiver (\d+)\b/i;
/** IOS-XR on routers of one instance a slot: `0/0-PORT-8-Rx Lane 0 Power` is about port 0/0/0/8. */
const slotPort = /^(\d+\/\d+)-PORT-(\d+)\b/i;

/** IOS-XR of the 8000: `Optics0/0/0/1-Tx Lane 0 Power` is about port 0/0/0/1. */
const optics = /\bOptics((?:\d+\/)+\d+)\b/i;

/** The interface whose numbers a text gives; null where they are those of none, or of several. */
export function numberedInterface(text: string, ports: PortNumbers): number | null {
  const [, card, port] = subslot.exec(text) ?? [];
  if (card !== undefined && port !== undefined) return alone(ports.get(`${card}/${port}`) ?? []);
  const [, own] = optics.exec(text) ?? [];
  if (own !== undefined) return alone(ports.get(own) ?? []);
  const [, slot, number] = slotPort.exec(text) ?? [];
  if (slot === undefined || number === undefined) return null;
  const inSlot = new RegExp(`^${slot}/\\d+/${number}$`);
  return alone([...ports].flatMap(([numbers, found]) => (inSlot.test(numbers) ? found : [])));
}

const alone = ([only, ...others]: readonly number[]): number | null =>
  only === undefined || others.length > 0 ? null : only;
