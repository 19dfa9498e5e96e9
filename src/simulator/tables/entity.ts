/** ENTITY-MIB (RFC 6933): entPhysicalTable as far as it leads from a sensor to its port, and entAliasMappingTable. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject } from '../mib.ts';
import type { View } from './view.ts';

const PHYSICAL = dotted('1.3.6.1.2.1.47.1.1.1.1');
const ALIAS = dotted('1.3.6.1.2.1.47.1.3.2.1.2');
const IF_INDEX = dotted('1.3.6.1.2.1.2.2.1.1');
/** entAliasLogicalIndexOrZero: the mapping holds for all logical entities. */
const ANY_LOGICAL = 0;

/** IANAPhysicalClass. */
export const CLASS = { chassis: 3, sensor: 8, module: 9, port: 10 } as const;

/** One physical entity. */
export interface Entity {
  readonly index: number;
  readonly descr: string;
  /** The entity around it, 0 for the outermost. */
  readonly containedIn: number;
  readonly class: (typeof CLASS)[keyof typeof CLASS];
  readonly name: string;
  /** ifIndex of the interface that it is, where it is one and the router says so. */
  readonly ifIndex?: number;
}

/** The entity tables of one router. */
export const entityObjects = (entities: readonly Entity[]): MibObject<View>[] => {
  const column = (number: number, value: (entity: Entity) => Uint8Array): MibObject<View> => ({
    object: [...PHYSICAL, number],
    rows: entities.map(entity => ({ index: [entity.index], read: fixed(value(entity)) })),
  });
  const mapped = entities.flatMap(({ index, ifIndex }) => (ifIndex === undefined ? [] : [{ index, ifIndex }]));
  const objects = [
    column(2, ({ descr }) => ber.text(descr)),
    column(4, ({ containedIn }) => ber.integer(containedIn)),
    column(5, entity => ber.integer(entity.class)),
    column(7, ({ name }) => ber.text(name)),
  ];
  if (mapped.length === 0) return objects;
  const alias = mapped.map(({ index, ifIndex }) => ({
    index: [index, ANY_LOGICAL],
    read: fixed(ber.oid([...IF_INDEX, ifIndex])),
  }));
  return [...objects, { object: ALIAS, rows: alias }];
};
