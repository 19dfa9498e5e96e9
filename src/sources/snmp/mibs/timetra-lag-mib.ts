/** TIMETRA-LAG-MIB: LAGs of SR OS, their members, which of them stand by, and how many must be up. */
import type { LagMemberFacts, LagMemberReading, LagSettings } from '../../../network/facts.ts';
import { oid } from '../oid.ts';
import { type Row, walkTable } from '../walk.ts';
import { type Cell, hasValue, numberOf } from './cells.ts';
import type { LagMemberTable } from './lag-member-table.ts';
import { decodeRows, instancesOf } from './row-table.ts';

const root = '1.3.6.1.4.1.6527.3.1.2.15';
const column = {
  tLagPortThreshold: oid(`${root}.2.1.3`),
  tLagPortThresholdAction: oid(`${root}.2.1.4`),
  tLagEnableLACP: oid(`${root}.2.1.6`),
  tLagIfIndex: oid(`${root}.3.1.1`),
  tLagMemberPortName: oid(`${root}.5.1.1`),
  tLagMemberIsPrimary: oid(`${root}.5.1.2`),
  tLagPortActiveStdby: oid(`${root}.6.1.2`),
} as const;

/** A LAG's ifIndex where tLagIfIndex is not answered: 0x50000000 and its id. */
export const lagIfIndexes = 0x50000000;

/** tLagPortActiveStdby: active (1) says only that the port may be used; LACP says whether it is. */
const standby = 2;

const memberColumns = [column.tLagMemberPortName, column.tLagMemberIsPrimary];

/** Row: LAG id and port. A port that is in another LAG now has left this one, though it is active there. */
function reading(port: number, [name, primary, state]: readonly Cell[]): LagMemberReading {
  if (!hasValue(name) && !hasValue(primary)) return { port, selection: 'gone' };
  return { port, selection: numberOf(state) === standby ? 'standby' : null };
}

/** tLagPortThreshold: at so many links or fewer the LAG goes down, where tLagPortThresholdAction is down (1). */
function settingsOf(rows: readonly Row[], lagOf: (id: number) => number): readonly LagSettings[] {
  return rows.flatMap(({ index, cells }): LagSettings[] => {
    const [id] = index;
    const [threshold, action, lacp] = cells.map(numberOf);
    if (id === undefined) return [];
    const down = action === 1 && threshold !== null && threshold !== undefined;
    return [
      {
        lag: lagOf(id),
        protocol: lacp === 1 ? 'lacp' : lacp === 2 ? 'static' : null,
        minLinks: down ? threshold + 1 : null,
      },
    ];
  });
}

/** tLagMemberTable (index LAG id, port id, which is its ifIndex) with tLagConfigTable and tLagPortTable. */
export const tLagMib: LagMemberTable = {
  source: 'timetra-lag-mib',
  discover: async context => {
    const members = await walkTable(context, 'tLagMemberTable', memberColumns);
    if (members.rows.length === 0) return { rows: [], settings: [], reports: [members.report] };
    const [oper, config, ports] = await Promise.all([
      walkTable(context, 'tLagOperationTable', [column.tLagIfIndex]),
      walkTable(context, 'tLagConfigTable', [
        column.tLagPortThreshold,
        column.tLagPortThresholdAction,
        column.tLagEnableLACP,
      ]),
      walkTable(context, 'tLagPortTable', [column.tLagPortActiveStdby]),
    ]);
    const ifIndexes = new Map(oper.rows.map(({ index, cells }) => [index[0], numberOf(cells[0])]));
    const lagOf = (id: number): number => ifIndexes.get(id) || lagIfIndexes + id;
    const states = new Map(ports.rows.map(({ index, cells }) => [index[0], cells[0]]));
    const { rows, report } = decodeRows(members, ({ index, cells }): LagMemberFacts | 'bad' => {
      const [id, port] = index;
      if (id === undefined || port === undefined || index.length !== 2 || port === 0) return 'bad';
      const { selection } = reading(port, [...cells, states.get(port)]);
      return { lag: lagOf(id), port, selection, source: 'timetra-lag-mib', row: [id, port] };
    });
    return {
      rows,
      settings: settingsOf(config.rows, lagOf),
      reports: [report, oper.report, config.report, ports.report],
    };
  },
  instances: ([id = 0, port = 0]) => [...instancesOf(memberColumns)([id, port]), [...column.tLagPortActiveStdby, port]],
  reading,
};
