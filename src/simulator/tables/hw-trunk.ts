/** HUAWEI-IF-EXT-MIB: Eth-Trunks and which of their members carry traffic. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import { forwards, type MemberState } from '../world.ts';
import type { Shape, View } from './view.ts';

const TRUNK = dotted('1.3.6.1.4.1.2011.5.25.41.1.3.3.1');
const MEMBER = dotted('1.3.6.1.4.1.2011.5.25.41.1.4.1.1');
const YES = 1;
const NO = 2;

/** The trunk tables of one router. */
export const hwTrunkObjects = (shape: Shape): MibObject<View>[] => {
  const { lags } = shape.ports;
  const trunk = (column: number, value: (lag: (typeof lags)[number]) => number): MibObject<View> => ({
    object: [...TRUNK, column],
    rows: lags.map(lag => ({ index: [lag.number], read: fixed(ber.integer(value(lag))) })),
  });
  const rows = lags.flatMap(({ pni, number, members }) =>
    members.map((name, member) => ({ pni, member, index: [number, shape.indexOf(name)] })),
  );
  type Row = (typeof rows)[number];
  const member = (column: number, read: (row: Row) => Read<View>): MibObject<View> => ({
    object: [...MEMBER, column],
    rows: rows.map(row => ({ index: row.index, read: read(row) })),
  });
  const whether =
    (test: (state: MemberState) => boolean) =>
    ({ pni, member: at }: Row): Read<View> =>
    view => {
      const state = view.world.pnis[pni]?.members[at];
      return ber.integer(state !== undefined && test(state) ? YES : NO);
    };
  return [
    trunk(4, ({ lag }) => shape.indexOf(lag)),
    // hwTrunkIfMinLinkNum and hwTrunkIfLagMaxActiveLinkNum: one link is enough, all may be used.
    trunk(7, () => 1),
    trunk(23, ({ members }) => members.length),
    member(2, () => fixed(ber.integer(YES))),
    member(3, whether(forwards)),
    member(4, () => fixed(ber.integer(YES))),
    member(6, whether(forwards)),
    // hwTrunkPortMaster: portMaster 2, portSlave 1.
    member(11, ({ member: at }) => fixed(ber.integer(at === 0 ? 2 : 1))),
  ];
};
