/** CISCO-PAGP-MIB: pagpEtherChannelTable says of each port which channel it is in, whatever protocol bundles it (IOS, IOS-XE). */
import type { LagMemberFacts } from '../../../network/facts.ts';
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { hasValue, numberOf } from './cells.ts';
import type { LagMemberTable } from './lag-member-table.ts';
import { decodeRows } from './row-table.ts';

const pagpGroupIfIndex = oid('1.3.6.1.4.1.9.9.98.1.1.1.1.8');

/** pagpGroupIfIndex: the channel's ifIndex; 0, or the port's own, for a port in no channel. */
export const cpagpMib: LagMemberTable = {
  source: 'cisco-pagp-mib',
  discover: async context => {
    const walked = await walkTable(context, 'pagpEtherChannelTable', [pagpGroupIfIndex]);
    const { rows, report } = decodeRows(walked, ({ index, cells }): LagMemberFacts | 'bad' | 'none' => {
      const [port] = index;
      const lag = numberOf(cells[0]);
      if (!hasValue(cells[0])) return 'none';
      if (port === undefined || index.length !== 1 || lag === null || lag < 0) return 'bad';
      const row = [port, lag];
      return lag === 0 || lag === port ? 'none' : { lag, port, selection: null, source: 'cisco-pagp-mib', row };
    });
    return { rows, settings: [], reports: [report] };
  },
  instances: ([port]) => (port === undefined ? [] : [[...pagpGroupIfIndex, port]]),
  // Row: the port and the channel that it was in.
  reading: (port, [group], [, lag]) => ({ port, selection: numberOf(group) === lag ? null : 'gone' }),
};
