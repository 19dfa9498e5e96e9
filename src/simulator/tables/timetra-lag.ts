/** TIMETRA-LAG-MIB and the LAG's part of TIMETRA-PORT-MIB: configuration, whether a member is active or standby. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject } from '../mib.ts';
import { forwards } from '../world.ts';
import type { Shape, View } from './view.ts';

const CONFIG = dotted('1.3.6.1.4.1.6527.3.1.2.15.2.1');
const LAG_IF_INDEX = dotted('1.3.6.1.4.1.6527.3.1.2.15.3.1.1');
const MEMBER = dotted('1.3.6.1.4.1.6527.3.1.2.15.5.1');
const ACTIVE_STANDBY = dotted('1.3.6.1.4.1.6527.3.1.2.15.6.1.2');
const PORT_LAG = dotted('1.3.6.1.4.1.6527.3.1.2.2.4.2.1.13');
/** tmnxChassisIndex. */
export const CHASSIS = 1;

/** The LAG tables of one SR OS router. */
export const timetraLagObjects = (shape: Shape): MibObject<View>[] => {
  const { lags } = shape.ports;
  const members = lags.flatMap(({ pni, number, members: names }) =>
    names.map((name, member) => ({ pni, number, name, member, portId: shape.indexOf(name) })),
  );
  const config = (column: number, value: number): MibObject<View> => ({
    object: [...CONFIG, column],
    rows: lags.map(({ number }) => ({ index: [number], read: fixed(ber.integer(value)) })),
  });
  return [
    // tLagPortThreshold with its action down (1): without a link left the LAG is down. tLagEnableLACP: true (1).
    config(3, 0),
    config(4, 1),
    config(6, 1),
    {
      object: LAG_IF_INDEX,
      rows: lags.map(({ number, lag }) => ({ index: [number], read: fixed(ber.integer(shape.indexOf(lag))) })),
    },
    {
      object: [...MEMBER, 1],
      rows: members.map(({ number, portId, name }) => ({ index: [number, portId], read: fixed(ber.text(name)) })),
    },
    {
      object: [...MEMBER, 2],
      rows: members.map(({ number, portId, member }) => ({
        index: [number, portId],
        read: fixed(ber.integer(member === 0 ? 1 : 2)),
      })),
    },
    {
      object: ACTIVE_STANDBY,
      rows: members.map(({ pni, member, portId }) => ({
        index: [portId],
        read: view => {
          const state = view.world.pnis[pni]?.members[member];
          return ber.integer(state !== undefined && forwards(state) ? 1 : 2);
        },
      })),
    },
    {
      object: PORT_LAG,
      rows: members.map(({ number, portId }) => ({ index: [CHASSIS, portId], read: fixed(ber.gauge32(number)) })),
    },
  ];
};
