/** TIMETRA-PORT-MIB: tmnxPortTable of SR OS says of each port which LAG it is in, also where tLagMemberTable is not answered. */
import type { LagMemberFacts } from '../../../network/facts.ts';
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { hasValue, numberOf } from './cells.ts';
import type { LagMemberTable } from './lag-member-table.ts';
import { decodeRows } from './row-table.ts';
import { lagIfIndexes } from './timetra-lag-mib.ts';

const tmnxPortLagId = oid('1.3.6.1.4.1.6527.3.1.2.2.4.2.1.13');

/** tmnxPortLagId, indexed by chassis and port, whose number is its ifIndex; 0 for a port in no LAG. */
export const tmnxPortMib: LagMemberTable = {
  source: 'timetra-port-mib',
  discover: async context => {
    const walked = await walkTable(context, 'tmnxPortTable', [tmnxPortLagId]);
    const { rows, report } = decodeRows(walked, ({ index, cells }): LagMemberFacts | 'bad' | 'none' => {
      const [chassis, port] = index;
      const id = numberOf(cells[0]);
      if (!hasValue(cells[0])) return 'none';
      if (chassis === undefined || port === undefined || index.length !== 2 || id === null || id < 0) return 'bad';
      const row = [chassis, port, id];
      return id === 0 ? 'none' : { lag: lagIfIndexes + id, port, selection: null, source: 'timetra-port-mib', row };
    });
    return { rows, settings: [], reports: [report] };
  },
  instances: ([chassis = 0, port = 0]) => [[...tmnxPortLagId, chassis, port]],
  // Row: chassis, port, and the LAG that it was in.
  reading: (port, [id], [, , lag]) => ({ port, selection: numberOf(id) === lag ? null : 'gone' }),
};
