/**
 * ENTITY-MIB (RFC 6933): what the parts of a router are called, what they sit in, and which of them is which interface. The
 * tables are large: they are walked only for a router whose sensors tell optical power.
 */
import type { InterfaceFacts, TableReport } from '../../../network/facts.ts';
import type { WalkContext } from '../bulk.ts';
import { isWithin, oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { numberOf, oidOf, textCell } from './cells.ts';
import { isController, numberedInterface, type PortNumbers, portNumbers } from './port-numbers.ts';

const column = {
  entPhysicalDescr: oid('1.3.6.1.2.1.47.1.1.1.1.2'),
  entPhysicalContainedIn: oid('1.3.6.1.2.1.47.1.1.1.1.4'),
  entPhysicalName: oid('1.3.6.1.2.1.47.1.1.1.1.7'),
  entAliasMappingIdentifier: oid('1.3.6.1.2.1.47.1.3.2.1.2'),
} as const;

/** What entAliasMappingIdentifier names for an interface: an instance of ifIndex. */
const ifIndexObject = oid('1.3.6.1.2.1.2.2.1.1');

/** Sensor, lane, transceiver, port, card, slot, chassis: no part of a router lies deeper. */
const deepest = 16;

/** One part of a router. */
interface Entity {
  readonly names: readonly string[];
  readonly within: number;
}

/** The parts of a router, as far as a sensor needs them. */
export interface Entities {
  /** entPhysicalName and entPhysicalDescr of one part. */
  namesOf(index: number): readonly string[];
  /** The part itself and whatever it sits in, from the inside out. */
  chainOf(index: number): readonly number[];
  /** ifIndex of the interface that a part belongs to; null where nothing tells. */
  interfaceOf(index: number): number | null;
}

/** Parts by number, the interfaces that some of them are, and the interfaces by name and by their numbers. */
export interface EntityTables {
  readonly parts: ReadonlyMap<number, Entity>;
  readonly aliases: ReadonlyMap<number, number>;
  readonly byName: ReadonlyMap<string, number>;
  readonly byNumbers: PortNumbers;
}

/** Interfaces by ifName and by ifDescr; a number alone is no name that a text could be searched for, and a controller no port. */
export function interfaceNames(interfaces: readonly InterfaceFacts[]): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const { name, descr, ifIndex } of interfaces) {
    for (const each of [descr, name]) {
      if (each !== null && /[a-z].*\d/i.test(each) && !isController(each)) names.set(each, ifIndex);
    }
  }
  return names;
}

/**
 * The interface that a text names as a whole word: `TenGigE0/0/0/1-Rx Lane 0 Power` is about TenGigE0/0/0/1 and never about
 * TenGigE0/0/0/10, and a name may have a dash or a blank in it.
 */
export function namedInterface(text: string, byName: ReadonlyMap<string, number>): number | null {
  const words = text.split(/[\s,;()[\]"']+/).filter(word => word !== '');
  for (const [position, word] of words.entries()) {
    const candidates = [`${word} ${words[position + 1] ?? ''}`, word];
    for (let dash = word.lastIndexOf('-'); dash > 0; dash = word.lastIndexOf('-', dash - 1)) {
      candidates.push(word.slice(0, dash));
    }
    for (const each of candidates) {
      const found = byName.get(each.replace(/[:.]$/, ''));
      if (found !== undefined) return found;
    }
  }
  return null;
}

/** Puts the tables together. */
export function entitiesOf({ parts, aliases, byName, byNumbers }: EntityTables): Entities {
  const namesOf = (index: number): readonly string[] => parts.get(index)?.names ?? [];
  function chainOf(index: number): readonly number[] {
    const chain = [index];
    for (let at = parts.get(index)?.within ?? 0; at !== 0 && chain.length < deepest; at = parts.get(at)?.within ?? 0) {
      // A part that is said to sit in itself, by way of others or not.
      if (chain.includes(at)) break;
      chain.push(at);
    }
    return chain;
  }
  return {
    namesOf,
    chainOf,
    interfaceOf: index => {
      const chain = chainOf(index);
      const alias = chain.map(each => aliases.get(each)).find(found => found !== undefined);
      if (alias !== undefined) return alias;
      const texts = chain.flatMap(each => namesOf(each));
      const named = texts.map(text => namedInterface(text, byName)).find(found => found !== null);
      return named ?? texts.map(text => numberedInterface(text, byNumbers)).find(found => found !== null) ?? null;
    },
  };
}

/** Walks entPhysicalTable and entAliasMappingTable. */
export async function readEntities(
  context: WalkContext,
  interfaces: readonly InterfaceFacts[],
): Promise<{ readonly entities: Entities; readonly reports: readonly TableReport[] }> {
  const [physical, mapping] = await Promise.all([
    walkTable(context, 'entPhysicalTable', [
      column.entPhysicalName,
      column.entPhysicalDescr,
      column.entPhysicalContainedIn,
    ]),
    walkTable(context, 'entAliasMappingTable', [column.entAliasMappingIdentifier]),
  ]);
  const parts = new Map<number, Entity>();
  for (const { index, cells } of physical.rows) {
    const [number] = index;
    if (number === undefined || index.length !== 1) continue;
    const names = [textCell(cells[0]), textCell(cells[1])].flatMap(text => text || []);
    parts.set(number, { names, within: Math.max(0, numberOf(cells[2]) ?? 0) });
  }
  const known = new Set(interfaces.filter(each => !isController(each.name)).map(each => each.ifIndex));
  const aliases = new Map<number, number>();
  for (const { index, cells } of mapping.rows) {
    const [number] = index;
    const target = oidOf(cells[0]);
    const ifIndex = target?.at(-1);
    const isInterface =
      target !== null && isWithin(target, ifIndexObject) && target.length === ifIndexObject.length + 1;
    // A port of several interfaces (breakout) is mapped several times: the first stands.
    if (number === undefined || ifIndex === undefined || !isInterface || aliases.has(number)) continue;
    if (known.has(ifIndex)) aliases.set(number, ifIndex);
  }
  const entities = entitiesOf({
    parts,
    aliases,
    byName: interfaceNames(interfaces),
    byNumbers: portNumbers(interfaces),
  });
  return { entities, reports: [physical.report, mapping.report] };
}
