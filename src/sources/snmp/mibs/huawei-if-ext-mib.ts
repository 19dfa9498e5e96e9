/** HUAWEI-IF-EXT-MIB: Eth-Trunks of VRP, their members, whether each is selected, and how many must be up. */
import type { LagMemberFacts, LagMemberReading, LagSettings } from '../../../network/facts.ts';
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type Cell, enumOf, hasValue, numberOf } from './cells.ts';
import type { LagMemberTable } from './lag-member-table.ts';
import { decodeRows } from './row-table.ts';

const root = '1.3.6.1.4.1.2011.5.25.41.1';
const column = {
  hwTrunkIfIndex: oid(`${root}.3.3.1.4`),
  hwTrunkMinLinkNum: oid(`${root}.3.3.1.7`),
  hwTrunkIfWorkingMode: oid(`${root}.3.3.1.9`),
  hwTrunkSelectStatus: oid(`${root}.4.1.1.3`),
  hwTrunkLacpStatus: oid(`${root}.4.1.1.4`),
  hwTrunkOperstatus: oid(`${root}.4.1.1.6`),
} as const;

/** hwTrunkSelectStatus; "independent" (3) is a port that runs on its own. */
const selections = { 1: 'selected', 2: 'deselected', 3: 'deselected' } as const;
const operDown = 2;
/** hwTrunkIfWorkingMode: master and backup, normal and standby by port know no LACP; lacp and compatible LACP are it. */
const workingModes = { 1: 'static', 2: 'static', 3: 'lacp', 4: 'lacp', 5: 'static' } as const;
/** hwTrunkLacpStatus of a member: whether its trunk is in LACP mode. */
const lacpStates = { 1: 'lacp', 2: 'static' } as const;

function reading(port: number, [select, oper]: readonly Cell[]): LagMemberReading {
  if (!hasValue(select) && !hasValue(oper)) return { port, selection: 'gone' };
  return { port, selection: numberOf(oper) === operDown ? 'deselected' : enumOf(select, selections) };
}

/** hwTrunkMemTable (index trunk, ifIndex of the member) with hwTrunkIfTable. */
export const hwTrunkMib: LagMemberTable = {
  source: 'huawei-if-ext-mib',
  discover: async context => {
    const members = await walkTable(context, 'hwTrunkMemTable', [
      column.hwTrunkSelectStatus,
      column.hwTrunkOperstatus,
      column.hwTrunkLacpStatus,
    ]);
    if (members.rows.length === 0) return { rows: [], settings: [], reports: [members.report] };
    const trunks = await walkTable(context, 'hwTrunkIfTable', [
      column.hwTrunkIfIndex,
      column.hwTrunkMinLinkNum,
      column.hwTrunkIfWorkingMode,
    ]);
    const ifIndexes = new Map(trunks.rows.map(({ index, cells }) => [index[0], numberOf(cells[0])]));
    const { rows, report } = decodeRows(members, ({ index, cells }): LagMemberFacts | 'bad' => {
      const [trunk, port] = index;
      const lag = ifIndexes.get(trunk) ?? null;
      if (trunk === undefined || port === undefined || index.length !== 2 || lag === null) return 'bad';
      return { lag, ...reading(port, cells), source: 'huawei-if-ext-mib', row: [trunk, port] };
    });
    const spoken = new Map(members.rows.map(({ index, cells }) => [index[0], enumOf(cells[2], lacpStates)]));
    const settings = trunks.rows.flatMap(({ index, cells }): LagSettings[] => {
      const lag = numberOf(cells[0]);
      const protocol = enumOf(cells[2], workingModes) ?? spoken.get(index[0]) ?? null;
      return lag === null ? [] : [{ lag, protocol, minLinks: numberOf(cells[1]) || null }];
    });
    return { rows, settings, reports: [report, trunks.report] };
  },
  instances: row => [
    [...column.hwTrunkSelectStatus, ...row],
    [...column.hwTrunkOperstatus, ...row],
  ],
  reading,
};
