import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableReport } from '../../../../src/network/facts.ts';
import type { WalkContext } from '../../../../src/sources/snmp/bulk.ts';
import { dot3adAggPortColumns, lagPortsOf } from '../../../../src/sources/snmp/mibs/ieee8023-lag-mib.ts';
import {
  column as ifColumn,
  ifTableColumns,
  ifXTableColumns,
  interfacesOf,
  stackOf,
} from '../../../../src/sources/snmp/mibs/if-mib.ts';
import {
  ipAddressTableOf,
  ipAddrTableOf,
  column as ipColumn,
  ipv6AddrTableOf,
} from '../../../../src/sources/snmp/mibs/ip-mib.ts';
import { tablesOf } from '../../../../src/sources/snmp/vendors.ts';
import { type WalkedTable, walkTable } from '../../../../src/sources/snmp/walk.ts';
import { port } from '../../../network/router-facts.ts';
import { type Entry, mibScript } from '../agent.ts';
import * as ber from '../ber.ts';
import { scripted } from '../script-transport.ts';
import { junkIn } from './arbitrary-rows.ts';
import { arcs, inet4, peer4, rowOf } from './entries.ts';

interface Decoded {
  readonly rows: readonly unknown[];
  readonly reports: readonly TableReport[];
}

interface Decoder {
  readonly name: string;
  /** Where junk is put. */
  readonly columns: readonly (readonly number[])[];
  /** One good row. */
  readonly good: readonly Entry[];
  readonly read: (context: WalkContext) => Promise<Decoded>;
}

/** Columns of a good row and those of its neighbours that matter. */
const columnsOf = (entries: readonly Entry[], indexLength: number): number[][] =>
  entries.map(([name]) => name.slice(0, name.length - indexLength));

const walked = (
  name: string,
  columns: readonly (readonly number[])[],
  good: readonly Entry[],
  decode: (table: WalkedTable) => { readonly rows: readonly unknown[]; readonly report: TableReport },
): Decoder => ({
  name,
  columns,
  good,
  read: async context => {
    const { rows, report } = decode(await walkTable(context, name, columns));
    return { rows, reports: [report] };
  },
});

const sensor = { 1: ber.integer(6), 2: ber.integer(8), 3: ber.integer(4), 4: ber.integer(6322), 5: ber.integer(1) };

/** Index, root and cells of one good row of every table of sessions, of members, of BFD and of light. */
const goodRows: Readonly<Record<string, readonly [root: string, index: string, cells: Record<string, Uint8Array>]>> = {
  'bgp4-mib': ['1.3.6.1.2.1.15.3.1', peer4, { 2: ber.integer(6), 3: ber.integer(2), 9: ber.integer(8075) }],
  'bgp4v2-mib': ['1.3.6.1.3.5.1.1', `1.1.${peer4}`, { '2.1.13': ber.integer(6), '2.1.10': ber.gauge32(8075) }],
  jnxBgpM2: [
    '1.3.6.1.4.1.2636.5.1.1.2',
    `0.1.192.0.2.1.1.${peer4}`,
    { '1.1.1.2': ber.integer(6), '1.1.1.13': ber.gauge32(8075), '1.1.1.14': ber.gauge32(0) },
  ],
  cbgpPeer2: ['1.3.6.1.4.1.9.9.187.1.2', inet4, { '5.1.3': ber.integer(6), '5.1.11': ber.gauge32(8075) }],
  cbgpPeer3: ['1.3.6.1.4.1.9.9.187.1.2', `1.${inet4}`, { '9.1.5': ber.integer(6), '9.1.13': ber.gauge32(8075) }],
  aristaBgp4V2: ['1.3.6.1.4.1.30065.4.1.1', `1.${inet4}`, { '2.1.13': ber.integer(6), '2.1.10': ber.gauge32(8075) }],
  tBgpPeerNg: [
    '1.3.6.1.4.1.6527.3.1.2.14.4',
    `1.${inet4}`,
    { '7.1.59': ber.integer(6), '7.1.66': ber.gauge32(8075), '8.1.177': ber.gauge32(60) },
  ],
  hwBgp: ['1.3.6.1.4.1.2011.5.25.177.1.1', `0.1.1.${inet4}`, { '2.1.5': ber.integer(6), '2.1.2': ber.gauge32(8075) }],
  'cisco-pagp-mib': ['1.3.6.1.4.1.9.9.98.1.1.1.1', '10', { 8: ber.integer(5001) }],
  'cisco-lag-mib': ['1.3.6.1.4.1.9.9.225.1.4.1.1', '900', { 2: ber.octets([0, 0, 0, 7]) }],
  'timetra-lag-mib': ['1.3.6.1.4.1.6527.3.1.2.15.5.1', '1.7', { 1: ber.octets('x') }],
  'timetra-port-mib': ['1.3.6.1.4.1.6527.3.1.2.2.4.2.1', '1.7', { 13: ber.integer(1) }],
  'huawei-if-ext-mib': ['1.3.6.1.4.1.2011.5.25.41.1.4.1.1', '1.7', { 3: ber.integer(1), 6: ber.integer(1) }],
  'bfd-std-mib': ['1.3.6.1.2.1.222.1.2.1', '7', { 11: ber.integer(4), 22: ber.octets([192, 0, 2, 2]) }],
  'jnx-bfd-exp-mib': [
    '1.3.6.1.4.1.2636.5.3.1.1',
    '7',
    { '2.1.6': ber.integer(4), '2.1.14': ber.octets([192, 0, 2, 2]), '3.1.5': ber.integer(0) },
  ],
  'cisco-ietf-bfd-mib': [
    '1.3.6.1.4.1.9.10.137.1.2.1',
    '7',
    { 6: ber.integer(4), 14: ber.octets([192, 0, 2, 2]), 25: ber.integer(7) },
  ],
  'timetra-vrtr-mib': ['1.3.6.1.4.1.6527.3.1.2.3.34.1', `1.7.${inet4}.${inet4}`, { 6: ber.integer(3) }],
  'huawei-bfd-mib': ['1.3.6.1.4.1.2011.5.25.38.2.3.1', '7', { 17: ber.integer(3), 5: ber.ipAddress('192.0.2.2') }],
  'juniper-dom-mib': ['1.3.6.1.4.1.2636.3.60.1.1.1.1', '7', { 5: ber.integer(-220), 7: ber.integer(-110) }],
  'timetra-ddm': ['1.3.6.1.4.1.6527.3.1.2.2.4.31.1', '1.7', { 21: ber.integer(3532), 16: ber.integer(5807) }],
  'entity-sensor-mib': ['1.3.6.1.2.1.99.1.1.1', '700', sensor],
  'cisco-entity-sensor-mib': ['1.3.6.1.4.1.9.9.91.1.1.1.1', '700', sensor],
  'huawei-entity-extent-mib': [
    '1.3.6.1.4.1.2011.5.25.31.1.1.3.1',
    '700',
    { 8: ber.integer(-220), 9: ber.integer(-110) },
  ],
};

const part = rowOf('1.3.6.1.2.1.47.1.1.1.1', '700', { 7: ber.octets('et-0/0/7 Lane 1 Receive Power Sensor') });

/** Rows of other tables that a good row needs. */
const alsoNeeded: Readonly<Record<string, readonly Entry[]>> = {
  'huawei-if-ext-mib': rowOf('1.3.6.1.4.1.2011.5.25.41.1.3.3.1', '1', { 4: ber.integer(60) }),
  'entity-sensor-mib': part,
  'cisco-entity-sensor-mib': part,
  'huawei-entity-extent-mib': part,
};

const everything = tablesOf('unknown');

interface VendorTable<Hint> {
  readonly source: string;
  discover(context: WalkContext, hint: Hint): Promise<Decoded>;
}

function vendorDecoder<Hint>(table: VendorTable<Hint>, hint: Hint): Decoder {
  const [root, index, cells] = goodRows[table.source] ?? ['1', '1', {}];
  const own = rowOf(root, index, cells);
  return {
    name: table.source,
    columns: columnsOf(own, arcs(index).length),
    good: [...own, ...(alsoNeeded[table.source] ?? [])],
    read: context => table.discover(context, hint),
  };
}

const names = rowOf('1.3.6.1.2.1.2.2.1', '7', { 2: ber.octets('et-0/0/7'), 3: ber.integer(6), 8: ber.integer(1) });
const pointer = [...arcs('1.3.6.1.2.1.4.32.1.5.7.1.4.192.0.2.0'), 31];

const decoders: readonly Decoder[] = [
  ...everything.bgp.map(table => vendorDecoder(table, undefined)),
  ...everything.lag.map(table => vendorDecoder(table, undefined)),
  ...everything.bfd.map(table => vendorDecoder(table, undefined)),
  ...everything.optics.map(table => vendorDecoder(table, [port(7, 'et-0/0/7')])),
  {
    name: 'ifTable and ifXTable',
    columns: [...ifTableColumns, ...ifXTableColumns],
    good: names,
    read: async context =>
      interfacesOf(
        await walkTable(context, 'ifTable', ifTableColumns),
        await walkTable(context, 'ifXTable', ifXTableColumns),
      ),
  },
  walked('ifStackTable', [ifColumn.ifStackStatus], [[[...ifColumn.ifStackStatus, 10, 1], ber.integer(1)]], stackOf),
  walked(
    'dot3adAggPortTable',
    dot3adAggPortColumns,
    dot3adAggPortColumns.slice(0, 2).map((name): Entry => [[...name, 7], ber.integer(60)]),
    lagPortsOf,
  ),
  walked(
    'ipAddrTable',
    [ipColumn.ipAdEntIfIndex, ipColumn.ipAdEntNetMask],
    [[[...ipColumn.ipAdEntIfIndex, ...arcs(peer4)], ber.integer(7)]],
    ipAddrTableOf,
  ),
  walked(
    'ipAddressTable',
    [ipColumn.ipAddressIfIndex, ipColumn.ipAddressPrefix],
    [
      [[...ipColumn.ipAddressIfIndex, ...arcs(inet4)], ber.integer(7)],
      [[...ipColumn.ipAddressPrefix, ...arcs(inet4)], ber.oid(pointer)],
    ],
    ipAddressTableOf,
  ),
  walked(
    'ipv6AddrTable',
    [ipColumn.ipv6AddrPfxLength],
    [[[...ipColumn.ipv6AddrPfxLength, 7, ...arcs('32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1')], ber.integer(64)]],
    ipv6AddrTableOf,
  ),
];

/** The index of an instance in one of these columns. */
function indexIn(columns: readonly (readonly number[])[], name: readonly number[]): string {
  const column = columns.find(each => each.every((arc, at) => name[at] === arc)) ?? [];
  return name.slice(column.length).join('.');
}

/** Without the junk that stands in the good row itself: it would be another good row. */
function besides(
  junk: readonly Entry[],
  good: readonly Entry[],
  columns: readonly (readonly number[])[],
): readonly Entry[] {
  const indexes = new Set(good.map(([name]) => indexIn(columns, name)));
  return junk.filter(([name]) => !indexes.has(indexIn(columns, name)));
}

/** Every number anywhere in a value. */
function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe.each(decoders)('$name', ({ columns, good, read }) => {
  const right = arcs(indexIn(columns, good[0]?.[0] ?? []));
  const sorted = (entries: readonly Entry[]): Entry[] => [
    ...new Map(entries.map(entry => [entry[0].join('.'), entry])).values(),
  ];

  test('a good row is read, with nothing bad about it', async () => {
    const { rows, reports } = await read(scripted(mibScript([...good])));
    expect(rows).toHaveLength(1);
    expect(reports.every(report => report.bad === 0)).toBe(true);
  });

  test('whatever stands beside it costs itself: nothing throws, the good row stays, bad rows are counted', async () => {
    const [alone] = (await read(scripted(mibScript([...good])))).rows;
    await fc.assert(
      fc.asyncProperty(junkIn(columns, right), async junk => {
        const { rows, reports } = await read(scripted(mibScript(sorted([...besides(junk, good, columns), ...good]))));
        expect(rows).toContainEqual(alone);
        for (const report of reports) {
          expect(report.bad).toBeGreaterThanOrEqual(0);
          expect(report.bad).toBeLessThanOrEqual(report.rows);
        }
        expect(numbersIn(rows).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

test('no table is left out', () => {
  const { bgp, lag, bfd, optics } = everything;
  for (const table of [...bgp, ...lag, ...bfd, ...optics]) expect(Object.keys(goodRows)).toContain(table.source);
});
