/** CISCO-LAG-MIB and CISCO-IF-EXTENSION-MIB: channels of NX-OS, also those that are bundled without LACP. */
import type { LagMemberFacts, LagMemberReading, LagSettings } from '../../../network/facts.ts';
import { type Oid, oid } from '../oid.ts';
import { type Row, walkTable } from '../walk.ts';
import { bytesOf, type Cell, hasValue, numberOf } from './cells.ts';
import type { LagMemberTable } from './lag-member-table.ts';
import { decodeRows } from './row-table.ts';

const column = {
  clagAggPortAdminStatus: oid('1.3.6.1.4.1.9.9.225.1.3.1.1.1'),
  clagAggPortListPorts: oid('1.3.6.1.4.1.9.9.225.1.4.1.1.1'),
  clagAggPortListInterfaceIndexList: oid('1.3.6.1.4.1.9.9.225.1.4.1.1.2'),
  /** The bridge port of an ifIndex: what clagAggPortListPorts counts in. */
  cieIfDot1dBaseMappingPort: oid('1.3.6.1.4.1.9.9.276.1.5.1.1.1'),
} as const;

/** clagAggPortAdminStatus: 1 off, 2 on (static), 3 active, 4 passive. */
const protocols = { 2: 'static', 3: 'lacp', 4: 'lacp' } as const;

/** Big-endian numbers of `width` octets each; null when the length does not divide. */
function numbersOf(bytes: Uint8Array, width: number): readonly number[] | null {
  if (bytes.length % width !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / width }, (_, i) =>
    width === 4 ? view.getUint32(i * 4) : view.getUint16(i * 2),
  );
}

/** clagAggPortListPorts: a count of two octets, then as many bridge ports. */
function bridgePorts(bytes: Uint8Array): readonly number[] | null {
  const [count, ...ports] = numbersOf(bytes, 2) ?? [];
  return count === undefined || count > ports.length ? null : ports.slice(0, count);
}

/** Where a list stands: by ifIndexes, or by bridge ports of which this is the member's. */
const listOf = ([lag = 0, bridgePort]: Oid): Oid =>
  bridgePort === undefined ? [...column.clagAggPortListInterfaceIndexList, lag] : [...column.clagAggPortListPorts, lag];

/** Row: the LAG, and the member's bridge port where the list counts in those. */
function reading(port: number, [list]: readonly Cell[], [, bridgePort]: Oid): LagMemberReading {
  const bytes = bytesOf(list);
  const listed = bytes === null ? null : bridgePort === undefined ? numbersOf(bytes, 4) : bridgePorts(bytes);
  if (!hasValue(list)) return { port, selection: 'gone' };
  // A list that cannot be read tells nothing of its members.
  return { port, selection: listed === null || listed.includes(bridgePort ?? port) ? null : 'gone' };
}

function byBridgePort(rows: readonly Row[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const { index, cells } of rows) {
    const port = numberOf(cells[0]);
    if (port !== null && index[0] !== undefined) found.set(port, index[0]);
  }
  return found;
}

/** The LAG of a list is known by its index; its protocol by its members, which all have the same. */
function settingsOf(members: readonly LagMemberFacts[], status: ReadonlyMap<number, number>): readonly LagSettings[] {
  const settings = new Map<number, LagSettings>();
  for (const { lag, port } of members) {
    const number = status.get(port) ?? status.get(lag) ?? 0;
    const protocol = number === 2 || number === 3 || number === 4 ? protocols[number] : null;
    if (!settings.has(lag) || settings.get(lag)?.protocol === null)
      settings.set(lag, { lag, protocol, minLinks: null });
  }
  return [...settings.values()];
}

/** clagAggPortListTable, by ifIndexes or, on older boxes, by bridge ports. */
export const clagMib: LagMemberTable = {
  source: 'cisco-lag-mib',
  discover: async context => {
    const [lists, statuses] = await Promise.all([
      walkTable(context, 'clagAggPortListTable', [
        column.clagAggPortListInterfaceIndexList,
        column.clagAggPortListPorts,
      ]),
      walkTable(context, 'clagAggPortTable', [column.clagAggPortAdminStatus]),
    ]);
    const needsMapping = lists.rows.some(row => (bytesOf(row.cells[0])?.length ?? 0) === 0);
    const mapping = needsMapping
      ? await walkTable(context, 'cieIfDot1dBaseMappingTable', [column.cieIfDot1dBaseMappingPort])
      : null;
    const ifIndexOf = byBridgePort(mapping?.rows ?? []);
    const { rows, report } = decodeRows(lists, ({ index, cells }): readonly LagMemberFacts[] | 'bad' => {
      const [lag] = index;
      const [list, bridge] = [bytesOf(cells[0]), bytesOf(cells[1])];
      if (lag === undefined || index.length !== 1) return 'bad';
      const members =
        list !== null && list.length > 0
          ? numbersOf(list, 4)?.map(port => ({ port, row: [lag] }))
          : bridge === null || bridge.length === 0
            ? []
            : bridgePorts(bridge)?.flatMap(own => {
                const port = ifIndexOf.get(own);
                return port === undefined ? [] : [{ port, row: [lag, own] }];
              });
      if (members === undefined) return 'bad';
      return members
        .filter(({ port }) => port > 0 && port !== lag)
        .map(member => ({ lag, ...member, selection: null, source: 'cisco-lag-mib' }));
    });
    const members = rows.flat();
    const status = new Map<number, number>();
    for (const { index, cells } of statuses.rows) {
      const number = numberOf(cells[0]);
      if (index[0] !== undefined && number !== null) status.set(index[0], number);
    }
    const reports = [report, statuses.report, ...(mapping === null ? [] : [mapping.report])];
    return { rows: members, settings: settingsOf(members, status), reports };
  },
  instances: row => [listOf(row)],
  reading,
};
