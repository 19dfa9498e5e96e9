/** Looks at a carrier and Microsoft beside it as the event log does: from one picture to the next. */
import { changesBetween } from '../../../src/network/events.ts';
import { type LastKnown, nothingLost } from '../../../src/network/last-known.ts';
import type { Connection } from '../../../src/network/microsoft/peerings.ts';
import type { Picture } from '../../../src/network/picture.ts';
import { listOf } from './microsoft-samples.ts';
import { agreeing, type TwoEnds } from './two-ends.ts';

const id = 'ams-er1/ae0';

/** Looks at the carrier again and again, as the event log does. */
export class Watch {
  private last: Picture;
  private lost: LastKnown = nothingLost;

  readonly carrier: TwoEnds;

  constructor(carrier: TwoEnds = agreeing()) {
    this.carrier = carrier;
    this.last = carrier.picture();
  }

  /** The events since the last look. */
  lines(): readonly string[] {
    const now = this.carrier.picture();
    const { events, lost } = changesBetween(this.last, now, this.lost);
    this.last = now;
    this.lost = lost;
    return events.map(each => `${each.severity} ${each.code} ${each.subject}: ${each.text}`);
  }

  /** The events after Microsoft has told the first connection changed so. */
  after(change: Partial<Connection>): readonly string[] {
    const { carrier } = this;
    carrier.told(listOf([carrier.peering(id, change), carrier.peering('ams-er2/ae0')]));
    return this.lines();
  }

  /** The sessions of the first connection, in a state. */
  sessionsIn(state: string): Partial<Connection> {
    return { sessions: this.carrier.connection(id).sessions.map(each => ({ ...each, state })) };
  }
}
