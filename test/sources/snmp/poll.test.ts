import { describe, expect, test } from 'vitest';
import { noTargets, type PollTargets } from '../../../src/network/facts.ts';
import { createPace, largestAnswer } from '../../../src/sources/snmp/pace.ts';
import { type GroupReading, pollRouter } from '../../../src/sources/snmp/poll.ts';
import { type Entry, mibScript, type Quirks, type Script } from './agent.ts';
import * as ber from './ber.ts';
import * as tables from './router-tables.ts';
import { scripted } from './script-transport.ts';

const targets: PollTargets = {
  ...noTargets,
  interfaces: [
    { ifIndex: 10, name: 'bond0' },
    { ifIndex: 1, name: 'eth0' },
    { ifIndex: 2, name: 'eth1' },
  ],
  lagPorts: [1, 2],
  sessions: tables.peers.map(index => ({
    key: index,
    source: 'bgp4v2-mib',
    row: index.split('.').map(Number),
    context: null,
    also: null,
  })),
};

async function polled(script: Script, asked: PollTargets = targets, pace = createPace()) {
  const context = scripted(script, pace);
  const readings: GroupReading[] = [];
  await pollRouter(
    context,
    asked,
    () => 'ifName',
    reading => readings.push(reading),
  );
  const group = (name: GroupReading['group']) => readings.find(reading => reading.group === name);
  return { context, readings, interfaces: group('interfaces'), lag: group('lag'), bgp: group('bgp') };
}

const without = (entries: readonly Entry[], ...roots: readonly (readonly number[])[]): Entry[] =>
  entries.filter(([name]) => !roots.some(root => root.every((arc, i) => name[i] === arc)));
const manyPorts = (count: number): { readonly entries: Entry[]; readonly targets: PollTargets } => ({
  entries: [
    ...tables.system(),
    ...Array.from({ length: count }, (_, i) => tables.port(i + 1, `HundredGigE0/0/0/${i}`)).flat(),
  ],
  targets: {
    ...noTargets,
    interfaces: Array.from({ length: count }, (_, i) => ({ ifIndex: i + 1, name: `HundredGigE0/0/0/${i}` })),
  },
});

describe('one cycle reads what PNIs need', () => {
  test('in three requests, each with its own sysUpTime, interfaces with ifName', async () => {
    const { context, interfaces, lag, bgp } = await polled(mibScript(tables.router()));
    expect(interfaces?.interfaces.map(each => [each.ifIndex, each.name, each.upTime, each.inOctets])).toEqual([
      [10, 'bond0', 1000, 2n ** 60n + 10n],
      [1, 'eth0', 1000, 2n ** 60n + 1n],
      [2, 'eth1', 1000, 2n ** 60n + 2n],
    ]);
    expect(interfaces?.clock).toEqual({
      upTime: 1000,
      engineBoots: 7,
      engineTime: 10,
      tableChange: 5,
      stackChange: null,
    });
    expect(lag?.lagPorts).toEqual(
      [1, 2].map(ifIndex => ({ ifIndex, selected: 10, attached: 10, actor: 0xbc, partner: 0xfc })),
    );
    expect(bgp?.sessions).toMatchObject(
      tables.peers.map(key => ({ key, state: 'established', admin: 'start', establishedSeconds: 99 })),
    );
    expect(context.transport.asked).toHaveLength(3);
    for (const question of context.transport.asked) expect(question.oids[0]).toEqual([1, 3, 6, 1, 2, 1, 1, 3, 0]);
  });

  test('a LAG table that the agent has ceased to know is silent; a row that has left it is gone', async () => {
    const isSecondRow = ([name]: Entry): boolean => name.join('.').startsWith('1.2.840.10006') && name.at(-1) === 2;
    const left = await polled(mibScript(tables.router().filter(entry => !isSecondRow(entry))));
    expect(left.lag).toMatchObject({
      lagPorts: [
        { ifIndex: 1, attached: 10 },
        { ifIndex: 2, attached: null, selected: null, actor: null },
      ],
      silent: [],
    });
    const lost = await polled(mibScript(tables.router(), { unknown: tables.roots.lag }));
    expect(lost.lag).toMatchObject({
      lagPorts: [],
      silent: [{ group: 'lag', failure: { text: expect.stringContaining('ceased to know this table') } }],
    });
  });

  test('the clock alone, when there is noTargets else to ask', async () => {
    const { readings } = await polled(mibScript(tables.router()), noTargets);
    expect(readings).toHaveLength(1);
    expect(readings[0]).toMatchObject({ group: 'interfaces', interfaces: [], clock: { upTime: 1000 }, silent: [] });
  });

  test('answers of many ports stay within one frame', async () => {
    const { entries, targets: asked } = manyPorts(40);
    const { context, interfaces } = await polled(mibScript(entries), asked);
    expect(interfaces?.interfaces).toHaveLength(40);
    expect(Math.max(...context.transport.sizes)).toBeLessThanOrEqual(largestAnswer);
    expect(context.transport.asked.length).toBe(10);
  });
});

describe('what is gone is told from what was not heard', () => {
  test('rows that have left their tables are read as gone', async () => {
    const left = without(
      tables.router(),
      [1, 3, 6, 1, 2, 1, 31],
      [1, 3, 6, 1, 2, 1, 2],
      ...tables.roots.lag,
      ...tables.roots.bgp,
    );
    const { interfaces, lag, bgp } = await polled(mibScript(left));
    expect(interfaces?.interfaces.map(each => each.name)).toEqual([null, null, null]);
    expect(lag?.lagPorts.map(each => each.attached)).toEqual([null, null]);
    expect(bgp?.sessions.map(each => each.state)).toEqual([null, null]);
    for (const group of [interfaces, lag, bgp]) expect(group?.silent).toEqual([]);
  });

  test('an agent that answers with other objects is not heard, and says so', async () => {
    const good = mibScript(tables.router());
    const { lag, bgp } = await polled(asked => {
      if (asked.oids.some(name => name[1] === 2)) {
        return ber.message({
          id: asked.id,
          varbinds: asked.oids.map(name => ber.varbind([...name, 1], ber.integer(1))),
        });
      }
      return good(asked);
    });
    expect(lag?.lagPorts).toEqual([]);
    expect(lag?.silent).toMatchObject([{ group: 'lag', failure: { kind: 'garbage' } }]);
    expect(bgp?.sessions).toHaveLength(2);
  });

  test('a name that cannot be read is not a row that is gone', async () => {
    const entries = tables
      .router()
      .map(
        ([name, value]): Entry => [
          name,
          name.join('.') === '1.3.6.1.2.1.31.1.1.1.1.1' ? ber.tlv(0x13, Buffer.from([1])) : value,
        ],
      );
    const { interfaces } = await polled(mibScript(entries));
    expect(interfaces?.interfaces.map(each => each.ifIndex)).toEqual([10, 2]);
    expect(interfaces?.silent[0]?.failure.kind).toBe('garbage');
  });
});

describe('a group that fails does not spoil the others', () => {
  test.each(['interfaces', 'lag', 'bgp'] as const)('%s silent', async silent => {
    const { interfaces, lag, bgp } = await polled(mibScript(tables.router(), { silent: tables.roots[silent] }));
    const heard = { interfaces: interfaces?.interfaces.length, lag: lag?.lagPorts.length, bgp: bgp?.sessions.length };
    expect(heard).toEqual({ interfaces: 3, lag: 2, bgp: 2, [silent]: 0 });
    const reading = { interfaces, lag, bgp }[silent];
    expect(reading?.silent).toMatchObject([{ group: silent, failure: { kind: 'timeout' } }]);
  });

  test('a silent group is asked once in a cycle, however many requests it would take', async () => {
    const { entries, targets: asked } = manyPorts(40);
    const { context } = await polled(mibScript(entries, { silent: [[1, 3, 6, 1, 2, 1, 31]] }), asked);
    expect(context.transport.asked).toHaveLength(1);
  });

  test('after a silent cycle it is asked for little, and whole again once it answers', async () => {
    const pace = createPace();
    const { entries, targets: asked } = manyPorts(12);
    await polled(() => null, asked, pace);
    const { context, interfaces } = await polled(mibScript(entries), asked, pace);
    expect(context.transport.asked[0]?.oids).toHaveLength(5 + 11);
    expect(interfaces?.interfaces).toHaveLength(12);
    const again = await polled(mibScript(entries), asked, pace);
    expect(again.context.transport.asked).toHaveLength(3);
  });

  test('part of a group silent: the rest is there, and the silence is told', async () => {
    const { entries, targets: asked } = manyPorts(12);
    const good = mibScript(entries);
    const { interfaces } = await polled(
      request => (request.oids.some(name => name.at(-1) === 9) ? null : good(request)),
      asked,
    );
    expect(interfaces?.interfaces).toHaveLength(8);
    expect(interfaces?.silent).toMatchObject([{ group: 'interfaces', failure: { kind: 'timeout' } }]);
  });
});

describe('a router that takes less is asked for less', () => {
  test.each<[string, Quirks]>([
    ['tooBig above 30 varbinds', { tooBigAbove: 30 }],
    ['tooBig above 15 varbinds', { tooBigAbove: 15 }],
    ['answers of 484 octets', { maxSize: 484 }],
  ])('%s', async (_, quirks) => {
    const { entries, targets: asked } = manyPorts(12);
    const { interfaces } = await polled(mibScript(entries, quirks), asked);
    expect(interfaces?.interfaces.map(each => each.ifIndex)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(interfaces?.silent).toEqual([]);
    expect(interfaces?.clock?.upTime).toBe(1000);
  });

  test('one that is silent on large questions is found out within a few cycles', async () => {
    const pace = createPace();
    const { entries, targets: asked } = manyPorts(12);
    const script = mibScript(entries, { silentAbove: 20 });
    for (let cycle = 0; cycle < 4; cycle++) await polled(script, asked, pace);
    const { interfaces, context } = await polled(script, asked, pace);
    expect(interfaces?.interfaces).toHaveLength(12);
    expect(interfaces?.silent).toEqual([]);
    expect(context.transport.waited()).toBe(0);
  });

  test('a part that fails alone does not take the other half with it', async () => {
    const { entries, targets: asked } = manyPorts(4);
    const good = mibScript(entries);
    const { interfaces } = await polled(
      request =>
        request.oids.some(name => name.at(-1) === 1) ? ber.message({ id: request.id, status: 5 }) : good(request),
      asked,
    );
    expect(interfaces?.interfaces.map(each => each.ifIndex)).toEqual([2, 3, 4]);
    expect(interfaces?.silent).toMatchObject([
      { failure: { kind: 'error-status', text: expect.stringContaining('genErr') } },
    ]);
  });

  test('one part that is too much as a whole is asked in pieces, and is heard', async () => {
    const { entries, targets: asked } = manyPorts(2);
    const good = mibScript(entries);
    const { interfaces } = await polled(
      request => (request.oids.length > 5 ? ber.message({ id: request.id, status: 1 }) : good(request)),
      asked,
    );
    expect(interfaces?.interfaces.map(each => [each.ifIndex, each.name !== null, each.inOctets !== null])).toEqual([
      [1, true, true],
      [2, true, true],
    ]);
    expect(interfaces?.silent).toEqual([]);
  });
});

describe('light and BFD', () => {
  const dom = '1.3.6.1.4.1.2636.3.60.1.1.1.1';
  const sessions = '1.3.6.1.2.1.222.1.2.1';
  const entry = (name: string, value: number): Entry => [name.split('.').map(Number), ber.integer(value)];
  const light = (ifIndex: number): Entry[] =>
    [5, 6, 7, 8].map(column => entry(`${dom}.${column}.${ifIndex}`, column === 5 ? -220 : 100));
  const entries = [
    ...tables.router(),
    ...light(1),
    ...light(2),
    entry(`${sessions}.11.7`, 2),
    entry(`${sessions}.13.7`, 1),
  ];
  const lit: PollTargets = {
    ...targets,
    bfd: [{ key: 'b', source: 'bfd-std-mib', row: [7] }],
    optics: [1, 2].map(ifIndex => ({ key: `${ifIndex}`, source: 'juniper-dom-mib', row: [ifIndex] })),
  };

  test('are read in requests of their own, light after everything else', async () => {
    const { context, readings } = await polled(mibScript(entries), lit);
    expect(readings.map(reading => reading.group).toSorted()).toEqual(['bfd', 'bgp', 'interfaces', 'lag', 'optics']);
    expect(readings.at(-1)).toMatchObject({
      group: 'optics',
      silent: [],
      optics: [
        { key: '1', module: 'present', rx: -2.2, tx: 1 },
        { key: '2', module: 'present', rx: -2.2, tx: 1 },
      ],
    });
    expect(readings.find(reading => reading.group === 'bfd')?.bfd).toEqual([
      { key: 'b', state: 'down', diagnostic: 1 },
    ]);
    const asksLight = context.transport.asked.map(({ oids }) => oids.some(name => name.join('.').startsWith(dom)));
    expect(asksLight.indexOf(true)).toBe(asksLight.length - 1);
  });

  test('that are silent leave the rest as it is', async () => {
    const script = mibScript(entries);
    const { readings } = await polled(
      asked => (asked.oids.some(name => name.join('.').startsWith(dom)) ? null : script(asked)),
      lit,
    );
    expect(readings.find(reading => reading.group === 'optics')).toMatchObject({
      optics: [],
      silent: [{ group: 'optics', failure: { kind: 'timeout' } }],
    });
    for (const group of ['interfaces', 'lag', 'bgp', 'bfd']) {
      expect(readings.find(reading => reading.group === group)?.silent).toEqual([]);
    }
  });
});
