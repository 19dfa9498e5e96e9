import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { pollFleet } from '../../src/commands/poll-fleet.ts';
import { receiveFleetTraps } from '../../src/commands/receive-traps.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { PolledSample, Sample } from '../../src/network/samples.ts';
import { millis } from '../../src/network/units.ts';
import { startFleet } from '../../src/simulator/fleet.ts';
import { processClock } from '../../src/sources/clock.ts';
import { createFleetStore } from '../../src/state/fleet-store.ts';
import { pretendMachine } from '../config/pretend-machine.ts';
import { type Carried, v2c } from '../sources/snmp/traps/senders.ts';

const host = '127.0.0.1';
const demoCommunity = 'public';
const linkDown = '1.3.6.1.6.3.1.1.5.3';
const coldStart = '1.3.6.1.6.3.1.1.5.1';

/** The demo fleet, polled once and then not for an hour, with its traps received. */
async function polledFleet() {
  const fleet = await startFleet({ scenario: 'calm', seed: 1 });
  onTestFinished(() => fleet.close());
  const port = await freePort();
  const text = `${fleet.configuration}traps: {listen: "${host}:${port}"}\n`;
  const loaded = await loadConfig('/p.yaml', pretendMachine({ files: { '/p.yaml': text } }));
  if (loaded.kind !== 'ok') throw new Error(`the configuration cannot be used: ${JSON.stringify(loaded)}`);
  const config = { ...loaded.config, pollInterval: millis(3_600_000), discoveryInterval: millis(3_600_000) };
  const store = createFleetStore(config);
  const samples: Sample[] = [];
  const hear = (sample: Sample): void => {
    samples.push(sample);
    store.getState().apply(sample);
  };
  const polling = pollFleet({ config, store, clock: processClock, random: Math.random, hear });
  onTestFinished(polling.stop);
  const traps = receiveFleetTraps({ config, clock: processClock, random: Math.random, hear, named: polling.named });
  onTestFinished(traps.stop);
  const routers = (): readonly Router[] => [...store.getState().fleet.routers.values()];
  type Router = ReturnType<typeof stateOf>;
  const stateOf = (name: string) => {
    const found = store.getState().fleet.routers.get(name);
    if (found === undefined) throw new Error(`no router ${name}`);
    return found;
  };
  await vi.waitFor(() => {
    expect(routers().every(router => router.interfaces.size > 0 && router.sessions.size > 0)).toBe(true);
    expect(store.getState().fleet.trapPort).toMatchObject({ failure: null });
  });
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  return {
    samples,
    routers,
    stateOf,
    send: (name: string, objects: readonly Carried[], community = demoCommunity) =>
      socket.send(v2c(name, objects, community), port, host),
    caused: (): readonly PolledSample[] =>
      samples.filter((sample): sample is PolledSample => sample.kind === 'polled' && sample.cause === 'trap'),
  };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, host);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

test('a trap has the port that it names, its LAG and its sessions polled, and nothing else', async () => {
  const { routers, stateOf, send, caused } = await polledFleet();
  const [pni] = routers().flatMap(router => router.inventory.filter(each => each.isLag && each.members !== null));
  const [port = ''] = pni?.members ?? [];
  const router = stateOf(pni?.router ?? '');
  const ifIndex = router.structure?.index.byName.get(port)?.ifIndex ?? Number.NaN;
  send(linkDown, [[`1.3.6.1.2.1.2.2.1.1.${ifIndex}`, ifIndex]]);
  const mine = () => caused().filter(sample => sample.router === pni?.router);
  await vi.waitFor(() => expect(mine().flatMap(sample => sample.sessions)).not.toEqual([]));
  const names = mine().flatMap(sample => sample.interfaces.map(each => each.name));
  expect(new Set(names)).toEqual(new Set([port, pni?.interface]));
  expect(new Set(mine().flatMap(sample => sample.sessions.map(each => each.key)))).toEqual(new Set(pni?.sessions));
  await vi.waitFor(() =>
    expect(stateOf(pni?.router ?? '').traps).toMatchObject({
      counts: { received: 1, acted: 1 },
      newest: { text: `linkDown ${port}` },
    }),
  );
});

test('a trap about nothing that a PNI uses, or with another community, has nothing polled', async () => {
  const { routers, send, caused } = await polledFleet();
  send(linkDown, [['1.3.6.1.2.1.2.2.1.1.999999', 999_999]]);
  send(linkDown, [['1.3.6.1.2.1.2.2.1.1.1', 1]], 'another');
  await vi.waitFor(() => {
    for (const { traps } of routers()) expect(traps?.counts).toMatchObject({ elsewhere: 1, refused: 1, acted: 0 });
  });
  expect(caused()).toEqual([]);
});

test('a router that says it has started is asked for its clock at once', async () => {
  const { routers, send, caused } = await polledFleet();
  send(coldStart, []);
  await vi.waitFor(() => expect(new Set(caused().map(sample => sample.router)).size).toBe(routers().length));
  expect(caused().every(sample => sample.clock.upTime !== null && sample.interfaces.length === 0)).toBe(true);
});
