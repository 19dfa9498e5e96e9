import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/network/units.ts';
import { note, notice, whole } from '../../network/microsoft/microsoft-samples.ts';
import { agreeing } from '../../network/microsoft/two-ends.ts';
import { linesWith, openOn } from './story.ts';

const hour = 3_600_000;

/** The pane of announced work, with one note of another provider and one notice, or only some of them. */
function open({
  notes = [],
  notices = [],
}: {
  notes?: ReturnType<typeof note>[];
  notices?: ReturnType<typeof notice>[];
}) {
  const carrier = agreeing();
  const times = { startsAt: instant(carrier.now - hour), endsAt: instant(carrier.now + hour) };
  carrier.told({ call: 'health', notices: notices.map(each => ({ ...each, ...times })), list: whole });
  carrier.told({ call: 'notes', notes: notes.map(each => ({ ...each, ...times })), list: whole });
  return openOn(carrier, { path: [{ pane: 'maintenance' }], columns: 160, rows: 40 });
}

describe('announced work', () => {
  it('of one PNI is shown at its metro, by its name', () => {
    const [row] = linesWith(open({ notes: [note({ objects: ['ams-er1/ae0'] })] }), 'CONFIRMED');
    expect(row).toContain('Amsterdam (ams-er1/ae0)');
  });

  it('of what nobody here knows is shown as it was written', () => {
    const [row] = linesWith(open({ notes: [note({ objects: ['Amsterdam', 'duct 7'] })] }), 'CONFIRMED');
    expect(row).toContain('Amsterdam, duct 7');
  });

  it('of a mail says whose it was, and nothing of how Microsoft estimates', () => {
    const text = open({ notes: [note({ provider: 'Fibre Ltd' })] }).text();
    expect(text).toContain('written down from a mail of Fibre Ltd');
    expect(text).not.toContain('estimate');
  });

  it('of Service Health says that its end is an estimate', () => {
    expect(open({ notices: [notice()] }).text()).toContain('The end is an estimate');
  });
});
