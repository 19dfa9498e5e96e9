/** IF-MIB (RFC 2863): ifTable, ifXTable, ifStackTable and their change stamps. */
import * as ber from '../ber.ts';
import type { Counters } from '../counters.ts';
import { dotted, fixed, type MibObject, type Read, scalar } from '../mib.ts';
import type { Port, PortReading } from '../ports.ts';
import { type Shape, stamp, type View } from './view.ts';

const UP = 1;
/** IfOperStatus. */
const STATUS: Readonly<Record<PortReading['status'], number>> = { up: UP, down: 2, notPresent: 6 };
const ACTIVE = 1;
const MOST_SPEED = 0xffff_ffff;

/** The low 32 bits: what a Counter32 shows of a large count. */
const low = (count: bigint): Uint8Array => ber.counter32(Number(BigInt.asUintN(32, count)));
/** Errors and discards are kept in thousandths; a router shows whole ones. */
const whole = (thousandths: number): Uint8Array => ber.counter32(Math.floor(thousandths / 1000));

type Column = (port: Port, ifIndex: number) => Read<View>;

const constant =
  (encode: (port: Port, ifIndex: number) => Uint8Array): Column =>
  (port, ifIndex) =>
    fixed(encode(port, ifIndex));

const live =
  (encode: (reading: PortReading, view: View) => Uint8Array): Column =>
  port =>
  view =>
    encode(port.read(view.world), view);

const count = (encode: (counters: Counters) => Uint8Array): Column => live(({ counters }) => encode(counters));

/** A MAC address of the documentation range (RFC 7042 §2.1.2) for physical ports. */
const mac = ({ physical }: Port, ifIndex: number): Uint8Array =>
  ber.octets(physical ? [0, 0, 0x5e, 0, 0x53, ifIndex & 0xff] : []);

const IF_TABLE: Readonly<Record<number, Column>> = {
  1: constant((_, ifIndex) => ber.integer(ifIndex)),
  2: constant(({ descr }) => ber.text(descr)),
  3: constant(({ type }) => ber.integer(type)),
  4: constant(({ mtu }) => ber.integer(mtu)),
  5: live(({ gbps }) => ber.gauge32(Math.min(MOST_SPEED, gbps * 1e9))),
  6: constant(mac),
  7: constant(() => ber.integer(UP)),
  8: live(({ status }) => ber.integer(STATUS[status])),
  9: live(({ changed }, view) => ber.timeTicks(stamp(view, changed))),
  10: count(({ inOctets }) => low(inOctets)),
  11: count(({ inPackets }) => low(inPackets)),
  13: count(({ inDiscards }) => whole(inDiscards)),
  14: count(({ inErrors }) => whole(inErrors)),
  16: count(({ outOctets }) => low(outOctets)),
  17: count(({ outPackets }) => low(outPackets)),
  19: count(({ outDiscards }) => whole(outDiscards)),
  20: count(({ outErrors }) => whole(outErrors)),
};

const IF_X_TABLE: Readonly<Record<number, Column>> = {
  1: constant(({ name }) => ber.text(name)),
  6: count(({ inOctets }) => ber.counter64(inOctets)),
  7: count(({ inPackets }) => ber.counter64(inPackets)),
  10: count(({ outOctets }) => ber.counter64(outOctets)),
  11: count(({ outPackets }) => ber.counter64(outPackets)),
  14: constant(() => ber.integer(1)),
  15: live(({ gbps }) => ber.gauge32(Math.round(gbps * 1000))),
  16: constant(() => ber.integer(2)),
  17: constant(({ physical }) => ber.integer(physical ? 1 : 2)),
  18: constant(({ alias }) => ber.text(alias)),
  // Counters of the simulated ports only ever break off with the whole system, which sysUpTime shows: stays 0.
  19: constant(() => ber.timeTicks(0)),
};

/** IF-MIB of one router. */
export const interfaceObjects = (shape: Shape): MibObject<View>[] => {
  const { ports, stack } = shape.ports;
  const table = (entry: string, columns: Readonly<Record<number, Column>>): MibObject<View>[] =>
    Object.entries(columns).map(([number, column]) => ({
      object: [...dotted(entry), Number(number)],
      rows: ports.map(port => {
        const ifIndex = shape.indexOf(port.name);
        return { index: [ifIndex], read: column(port, ifIndex) };
      }),
    }));
  const index = (port: string | null): number => (port === null ? 0 : shape.indexOf(port));
  const tableChanged: Read<View> = view => ber.timeTicks(stamp(view, view.router.tableChanged));
  const objects = [
    scalar<View>('1.3.6.1.2.1.2.1', fixed(ber.integer(ports.length))),
    ...table('1.3.6.1.2.1.2.2.1', IF_TABLE),
    ...table('1.3.6.1.2.1.31.1.1.1', IF_X_TABLE),
    scalar('1.3.6.1.2.1.31.1.5', tableChanged),
    scalar('1.3.6.1.2.1.31.1.6', tableChanged),
  ];
  if (stack.length === 0) return objects;
  const rows = stack.map(([upper, lower]) => ({
    index: [index(upper), index(lower)],
    read: fixed(ber.integer(ACTIVE)),
  }));
  return [...objects, { object: dotted('1.3.6.1.2.1.31.1.2.1.3'), rows }];
};
