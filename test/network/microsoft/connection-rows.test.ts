import { describe, expect, it } from 'vitest';
import type { Connection, Peering } from '../../../src/network/microsoft/peerings.ts';
import { connection, listOf, peering, theirSession } from './microsoft-samples.ts';
import { agreeing, type TwoEnds, twoEnds } from './two-ends.ts';
import { Watch } from './watch.ts';

const first = 'ams-er1/ae0';
const second = 'ams-er2/ae0';
/** The rows of what Microsoft tells: the identity of each with what tells it apart from the others. */
const identities = (carrier: TwoEnds, ...peerings: readonly Peering[]) =>
  new Map(
    carrier
      .told(listOf(peerings))
      .side()
      .connections.map(each => [each.id, each.connection.trackingId]),
  );
const unnamed = (carrier: TwoEnds, id: string): Connection =>
  carrier.connection(id, { identifier: null, trackingId: `of ${id}` });

describe('a connection without an identifier', () => {
  it('is the same in whatever order the list comes', () => {
    const carrier = twoEnds().settle();
    const connections = [unnamed(carrier, first), unnamed(carrier, second)];
    const [named, turned] = [connections, connections.toReversed()].map(each =>
      identities(carrier, peering({ connections: each })),
    );
    expect(named?.size).toBe(2);
    expect(new Set(named)).toEqual(new Set(turned));
    const apart = connections.map((each, at) => peering({ name: `p${at}`, connections: [each] }));
    expect(new Set(identities(carrier, ...apart))).toEqual(new Set(identities(carrier, ...apart.toReversed())));
  });

  it('is known by its subnet where it has no address yet', () => {
    const carrier = twoEnds().settle();
    const connections = ['203.0.113.0/30', '203.0.113.4/30'].map(subnet =>
      connection({ trackingId: subnet, sessions: [theirSession({ subnet })] }),
    );
    const [named, turned] = [connections, connections.toReversed()].map(each =>
      identities(carrier, peering({ connections: each })),
    );
    expect(named?.size).toBe(2);
    expect(new Set(named)).toEqual(new Set(turned));
  });

  it('is no cause of events when the list comes in another order', () => {
    const carrier = agreeing();
    const [one, other] = [unnamed(carrier, first), { ...unnamed(carrier, second), state: 'Validating' }];
    carrier.told(listOf([peering({ connections: [one, other] })]));
    const watching = new Watch(carrier);
    carrier.told(listOf([peering({ connections: [other, one] })]));
    expect(watching.lines()).toEqual([]);
    carrier.told(listOf([peering({ connections: [{ ...other, state: 'Active' }, one] })]));
    expect(watching.lines()).toEqual([
      `info microsoft ${second}: connection at Microsoft Validating → Active: in service`,
    ]);
  });
});

describe('connections are listed', () => {
  it('with those first that disagree, then what failed, what nobody has, what changes, what is built', () => {
    const carrier = new Map<string, (carrier: TwoEnds) => Partial<Connection>>([
      ['disagrees', each => ({ sessions: each.connection(first).sessions.map(one => ({ ...one, state: 'Idle' })) })],
      ['agrees', each => ({ sessions: each.connection(second).sessions })],
      ['failed', () => ({ state: 'ProvisioningFailed' })],
      ['lost', () => ({ sessions: [theirSession({ microsoft: '203.0.113.1' })] })],
    ]);
    const ends = twoEnds().settle();
    const peerings = [...carrier].map(([name, make]) => peering({ name, connections: [connection(make(ends))] }));
    for (const list of [peerings, peerings.toReversed()]) {
      expect(
        ends
          .told(listOf(list))
          .side()
          .connections.map(each => each.peering.name),
      ).toEqual(['disagrees', 'failed', 'lost', 'agrees']);
    }
  });
});
