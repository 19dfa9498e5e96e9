/**
 * IEEE8023-LAG-MIB (IEEE 802.1AX annex D), which hangs outside 1.3.6. Its port rows are what the layout says: ports, or
 * the logical units of the ports.
 */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, type Read, scalar } from '../mib.ts';
import { forwards, type MemberState } from '../world.ts';
import { type Shape, stamp, type View } from './view.ts';

const AGGREGATOR = '1.2.840.10006.300.43.1.1.1.1';
const PORT = '1.2.840.10006.300.43.1.2.1.1';
const TABLES_CHANGED = '1.2.840.10006.300.43.1.3';

/**
 * LacpState as BITS, first bit highest: activity 0x80, timeout 0x40, aggregation 0x20, synchronization 0x10,
 * collecting 0x08, distributing 0x04, defaulted 0x02, expired 0x01.
 */
const HEALTHY_FAST = 0xfc;
const HEALTHY_SLOW = 0xbc;
const ACTOR_EXPIRED = 0xe1;
const PARTNER_EXPIRED = 0xe0;
const DEFAULTED = 0xe2;
const PARTNER_DEFAULTED = 0x62;

const actorState = ({ condition }: MemberState, healthy: number): number => {
  switch (condition) {
    case 'up':
      return healthy;
    case 'expired':
      return ACTOR_EXPIRED;
    case 'down':
    case 'gone':
    case 'pulled':
      return DEFAULTED;
  }
};

const partnerState = ({ condition }: MemberState, healthy: number): number => {
  switch (condition) {
    case 'up':
      return healthy;
    case 'expired':
      return PARTNER_EXPIRED;
    case 'down':
    case 'gone':
    case 'pulled':
      return PARTNER_DEFAULTED;
  }
};

interface LacpRow {
  readonly port: number;
  readonly aggregator: number;
  readonly pni: number;
  readonly member: number;
}

const systemId = (last: number): Uint8Array => ber.octets([0, 0, 0x5e, 0, 0x53, last & 0xff]);
const unsigned = (value: number): Read<View> => fixed(ber.integer(value));

const reading =
  ({ pni, member }: LacpRow, encode: (state: MemberState) => Uint8Array): Read<View> =>
  view => {
    const state = view.world.pnis[pni]?.members[member];
    return state === undefined ? ber.integer(0) : encode(state);
  };

type PortColumn = (row: LacpRow, shape: Shape) => Read<View>;

/** The partner's system: one Microsoft edge router per PNI. */
const partnerSystem = (pni: number): Uint8Array => systemId(0x80 + pni);
// Every other LAG of a router runs fast timers, so that both healthy octets are met.
const healthyState = (pni: number): number => ((pni >> 1) % 2 === 0 ? HEALTHY_FAST : HEALTHY_SLOW);

const PORT_COLUMNS: Readonly<Record<number, PortColumn>> = {
  3: (_, { at }) => fixed(systemId(at + 1)),
  5: ({ aggregator }) => unsigned(aggregator & 0xff),
  9: ({ pni }) => fixed(partnerSystem(pni)),
  11: ({ pni }) => unsigned(pni + 1),
  12: ({ aggregator }) => unsigned(aggregator),
  13: row => reading(row, state => ber.integer(forwards(state) ? row.aggregator : 0)),
  14: ({ member }) => unsigned(member + 1),
  17: ({ member }) => unsigned(member + 1),
  20: () => fixed(ber.octets([0xe0])),
  21: row => reading(row, state => ber.octets([actorState(state, healthyState(row.pni))])),
  22: () => fixed(ber.octets([0x00])),
  23: row => reading(row, state => ber.octets([partnerState(state, healthyState(row.pni))])),
  24: () => unsigned(1),
};

const rowsOf = (shape: Shape): LacpRow[] =>
  shape.ports.lags.flatMap(({ pni, lag, members }) =>
    members.flatMap((name, member): LacpRow[] =>
      shape.world.pnis[pni]?.members[member]?.condition === 'gone'
        ? []
        : [{ port: shape.indexOf(name), aggregator: shape.indexOf(lag), pni, member }],
    ),
  );

const portObjects = (shape: Shape, columns: Readonly<Record<number, PortColumn>>): MibObject<View>[] => {
  const rows = rowsOf(shape);
  return Object.entries(columns).map(([column, read]) => ({
    object: [...dotted(PORT), Number(column)],
    rows: rows.map(row => ({ index: [row.port], read: read(row, shape) })),
  }));
};

/** Of the whole MIB nothing but the aggregator that LACP chose for each port. */
export const selectedAggregatorObjects = (shape: Shape): MibObject<View>[] =>
  portObjects(shape, { 12: ({ aggregator }) => unsigned(aggregator) });

/** IEEE8023-LAG-MIB of one router. */
export const lagObjects = (shape: Shape): MibObject<View>[] => {
  const { lags } = shape.ports;
  const aggregators = lags.map(({ lag, pni }) => ({ index: [shape.indexOf(lag)], pni }));
  const aggregator = (column: number, value: (pni: number, ifIndex: number) => Uint8Array): MibObject<View> => ({
    object: [...dotted(AGGREGATOR), column],
    rows: aggregators.map(({ index, pni }) => ({ index, read: fixed(value(pni, index[0] ?? 0)) })),
  });
  const changed: Read<View> = view =>
    ber.timeTicks(
      lags.reduce((last, { pni }) => {
        const members = view.world.pnis[pni]?.members ?? [];
        return members.reduce((later, { lacpChanged }) => Math.max(later, stamp(view, lacpChanged)), last);
      }, 0),
    );
  return [
    aggregator(2, (_, ifIndex) => systemId(ifIndex)),
    aggregator(4, () => systemId(shape.at + 1)),
    aggregator(5, () => ber.integer(1)),
    aggregator(7, (_, ifIndex) => ber.integer(ifIndex & 0xff)),
    aggregator(8, pni => partnerSystem(pni)),
    aggregator(10, pni => ber.integer(pni + 1)),
    ...portObjects(shape, PORT_COLUMNS),
    scalar(TABLES_CHANGED, changed),
  ];
};
