/** IP-MIB: the IPv4-only ipAddrTable (RFC 1213), and ipAddressTable with ipAddressPrefixTable (RFC 4293). */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject } from '../mib.ts';
import { inetIndex } from './inet-index.ts';
import { type Shape, stamp, type View } from './view.ts';

const ADDR = dotted('1.3.6.1.2.1.4.20.1');
const PREFIX = dotted('1.3.6.1.2.1.4.32.1');
const ADDRESS = dotted('1.3.6.1.2.1.4.34.1');
/** ipAddressPrefixOrigin: what an ipAddressPrefix RowPointer points at is the row's first readable column. */
const PREFIX_ORIGIN = 5;
const MANUAL = 2;
const FOREVER = 0xffff_ffff;

/** The first `length` bits, the rest zero. */
const masked = (address: readonly number[], length: number): number[] =>
  address.map((octet, i) => octet & (0xff00 >> Math.min(8, Math.max(0, length - i * 8))) & 0xff);

/** The address tables of one router. */
export const addressObjects = (shape: Shape): MibObject<View>[] => {
  const all = shape.ports.addresses.map(({ port, address, prefixLength }) => {
    const ifIndex = shape.indexOf(port);
    const prefix = [ifIndex, ...inetIndex(masked(address, prefixLength)), prefixLength];
    return { ifIndex, address, prefixLength, prefix };
  });
  const old = all.filter(({ address }) => address.length === 4);
  type Row = (typeof all)[number];
  const table =
    (entry: readonly number[], rows: readonly Row[], index: (row: Row) => readonly number[]) =>
    (column: number, value: (row: Row) => Uint8Array): MibObject<View> => ({
      object: [...entry, column],
      rows: rows.map(row => ({ index: index(row), read: fixed(value(row)) })),
    });
  const addr = table(ADDR, old, ({ address }) => address);
  const prefix = table(PREFIX, all, row => row.prefix);
  const inet = table(ADDRESS, all, ({ address }) => inetIndex(address));
  const created = (column: number): MibObject<View> => ({
    object: [...ADDRESS, column],
    rows: all.map(({ address }) => ({
      index: inetIndex(address),
      read: view => ber.timeTicks(stamp(view, view.router.boot)),
    })),
  });
  return [
    addr(1, ({ address }) => ber.ipAddress(address)),
    addr(2, ({ ifIndex }) => ber.integer(ifIndex)),
    addr(3, ({ prefixLength }) => ber.ipAddress(masked([255, 255, 255, 255], prefixLength))),
    addr(4, () => ber.integer(1)),
    addr(5, () => ber.integer(65535)),
    prefix(PREFIX_ORIGIN, () => ber.integer(MANUAL)),
    prefix(6, () => ber.integer(1)),
    prefix(7, () => ber.integer(2)),
    prefix(8, () => ber.gauge32(FOREVER)),
    prefix(9, () => ber.gauge32(FOREVER)),
    inet(3, ({ ifIndex }) => ber.integer(ifIndex)),
    inet(4, () => ber.integer(1)),
    inet(5, row => ber.oid([...PREFIX, PREFIX_ORIGIN, ...row.prefix])),
    inet(6, () => ber.integer(MANUAL)),
    inet(7, () => ber.integer(1)),
    created(8),
    created(9),
    inet(10, () => ber.integer(1)),
    inet(11, () => ber.integer(4)),
  ];
};
