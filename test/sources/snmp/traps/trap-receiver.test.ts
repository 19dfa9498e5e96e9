import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createSession, Version1, Version2c } from 'net-snmp';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Sample, TrapPortSample, TrappedSample } from '../../../../src/network/samples.ts';
import type { TrapSubject } from '../../../../src/network/traps.ts';
import { millis } from '../../../../src/network/units.ts';
import type { Resolve } from '../../../../src/sources/snmp/router-address.ts';
import { receiveTraps, type TrapRouter } from '../../../../src/sources/snmp/traps/trap-receiver.ts';
import { openTrapSocket } from '../../../../src/sources/snmp/traps/trap-socket.ts';
import { manualClock } from '../../manual-clock.ts';
import { byCommunity, byUser, type Carried, community, objectsOf, v1, v2c, v3, v3Sender } from './senders.ts';

const host = '127.0.0.1';
const linkDown = '1.3.6.1.6.3.1.1.5.3';
const about501: Carried[] = [['1.3.6.1.2.1.2.2.1.1.501', 501]];
const port501 = { kind: 'interface', ifIndex: 501 } as const;

interface Setting {
  readonly routers?: readonly Partial<TrapRouter>[];
  readonly polled?: (router: string, subject: TrapSubject) => boolean;
  readonly resolve?: Resolve;
  readonly address?: string;
  readonly port?: number;
}

/** A port of this machine that nothing listens on. */
async function freePort(address = host): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** A reception on a clock that stands still: `told` lets a second pass, after which everything has been said. */
async function receiving(setting: Setting = {}) {
  const { address = host, polled = () => true } = setting;
  const port = setting.port ?? (await freePort(address));
  const clock = manualClock();
  const samples: Sample[] = [];
  const named: [string, TrapSubject][] = [];
  const routers = (setting.routers ?? [{}]).map(
    (router, at): TrapRouter => ({ router: `r${at + 1}`, address, credentials: byCommunity, ...router }),
  );
  const receiver = receiveTraps(
    { listen: { address, port }, routers, resolveEvery: millis(60_000) },
    {
      clock,
      random: () => 0.5,
      hear: sample => samples.push(sample),
      named: (router, subject) => {
        named.push([router, subject]);
        return polled(router, subject);
      },
      ...(setting.resolve === undefined ? {} : { resolve: setting.resolve }),
    },
  );
  onTestFinished(() => receiver.stop());
  const sender = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  onTestFinished(() => void sender.close());
  sender.bind(0, address);
  await once(sender, 'listening');
  const answers: Buffer[] = [];
  sender.on('message', answer => answers.push(answer));
  const portOf = (): TrapPortSample['port'] | undefined =>
    samples.findLast((sample): sample is TrapPortSample => sample.kind === 'trap-port')?.port;
  const tally = (router = 'r1'): TrappedSample | undefined =>
    samples.findLast((sample): sample is TrappedSample => sample.kind === 'trapped' && sample.router === router);
  const send = (...datagrams: readonly Buffer[]): void => {
    for (const datagram of datagrams) sender.send(datagram, port, address);
  };
  /** Sends these and waits until they have all been counted. */
  async function deliver(...datagrams: readonly Buffer[]): Promise<TrappedSample['counts'] | undefined> {
    const before = tally()?.counts.received ?? 0;
    send(...datagrams);
    await vi.waitFor(async () => {
      await clock.advance(1000);
      expect(tally()?.counts.received).toBe(before + datagrams.length);
    });
    return tally()?.counts;
  }
  await vi.waitFor(async () => {
    await clock.advance(1000);
    expect(portOf()).toBeDefined();
  });
  return { clock, samples, named, receiver, sender, answers, port, portOf, tally, send, deliver };
}

/** Where msgFlags stand: an OCTET STRING of one octet, 0 here, followed by the security model. */
const flagsAt = (datagram: Buffer): number => datagram.indexOf(Buffer.from([4, 1, 0, 2, 1, 3])) + 2;

const none = { received: 0, dropped: 0, unreadable: 0, refused: 0, elsewhere: 0, acted: 0 };

describe('a trap names what is to be polled', () => {
  test('in SNMPv1, v2c and v3', async () => {
    const { deliver, named, tally } = await receiving({ routers: [{}, { credentials: byUser }] });
    const [secret = Buffer.alloc(0)] = await v3([{ name: linkDown, objects: about501 }]);
    await deliver(v1(linkDown, about501), v2c(linkDown, about501), secret);
    expect(named).toEqual([
      ['r1', port501],
      ['r1', port501],
      ['r2', port501],
    ]);
    expect(tally('r1')?.counts).toEqual({ ...none, received: 3, acted: 2 });
    expect(tally('r2')?.counts).toEqual({ ...none, received: 3, acted: 1 });
    expect(tally('r2')?.newest).toMatchObject({ name: 'linkDown', subject: port501 });
  });

  test('to every router of that address which its community fits', async () => {
    const other = { version: '2c', community: 'another' } as const;
    const { deliver, named } = await receiving({ routers: [{}, { credentials: other }, {}] });
    await deliver(v2c(linkDown, about501));
    expect(named.map(([router]) => router)).toEqual(['r1', 'r3']);
  });

  test('over IPv6 too, and from an IPv4 router at an IPv6 socket', async () => {
    const { deliver, named } = await receiving({ address: '::1' });
    await deliver(v2c(linkDown, about501));
    expect(named).toHaveLength(1);
    const dual = await receiving({ address: '::', routers: [{ address: host }] });
    const sender = createSocket('udp4');
    onTestFinished(() => void sender.close());
    sender.send(v2c(linkDown, about501), dual.port, host);
    await vi.waitFor(() => expect(dual.named).toEqual([['r1', port501]]));
  });

  test('of a router that is configured by name', async () => {
    const resolve = vi.fn(async () => ({ address: host, family: 4 }));
    const { deliver, named } = await receiving({ routers: [{ address: 'ams-er1.example.net' }], resolve });
    await deliver(v2c(linkDown, about501));
    expect(named).toHaveLength(1);
    expect(resolve).toHaveBeenCalledWith('ams-er1.example.net');
  });

  test('and one about nothing that is polled, or that nobody knows, is counted as that', async () => {
    const { deliver } = await receiving({ polled: () => false });
    const counts = await deliver(v2c(linkDown, about501), v2c('1.3.6.1.4.1.99999.0.1'), v2c('1.3.6.1.6.3.1.1.5.5'));
    expect(counts).toEqual({ ...none, received: 3, elsewhere: 3 });
  });
});

describe('an inform is acknowledged', () => {
  test.each([
    ['SNMPv2c', Version2c],
    ['SNMPv1, which has none, is sent as a trap', Version1],
  ])('in %s', async (_, version) => {
    const { port, named } = await receiving();
    const session = createSession(host, community, { version, trapPort: port, timeout: 5000 });
    onTestFinished(() => void session.close());
    const done = Promise.withResolvers<unknown>();
    if (version === Version2c) session.inform(linkDown, objectsOf(about501), error => done.resolve(error));
    else session.trap(linkDown, objectsOf(about501), error => done.resolve(error));
    expect((await done.promise) ?? null).toBeNull();
    await vi.waitFor(() => expect(named).toHaveLength(1));
  });

  test('in SNMPv3, after telling our engine id, to which its keys are localised', async () => {
    const { port, named } = await receiving({ routers: [{ credentials: byUser }] });
    const session = v3Sender(byUser, port);
    onTestFinished(() => void session.close());
    const done = Promise.withResolvers<unknown>();
    session.inform(linkDown, objectsOf(about501), error => done.resolve(error));
    expect((await done.promise) ?? null).toBeNull();
    expect(named).toEqual([['r1', port501]]);
  });

  test('also when it is about nothing that anybody knows, and not when it is refused', async () => {
    const { deliver, answers } = await receiving();
    await deliver(v2c('1.3.6.1.4.1.99999.0.1', [], community, 0xa6));
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    await deliver(v2c(linkDown, about501, 'another', 0xa6));
    await deliver(v2c(linkDown, about501, community, 0xa6));
    await vi.waitFor(() => expect(answers).toHaveLength(2));
  });
});

describe('who may send', () => {
  test('nobody from an address that is no router’s: counted, and not read', async () => {
    const { clock, send, named, portOf, samples } = await receiving({ routers: [{ address: '192.0.2.10' }] });
    send(v2c(linkDown, about501), Buffer.from('anything'));
    await vi.waitFor(async () => {
      await clock.advance(1000);
      expect(portOf()).toMatchObject({ strangers: 2, newestStranger: host });
    });
    expect(named).toEqual([]);
    expect(samples.filter(sample => sample.kind === 'trapped')).toEqual([]);
  });

  test('nobody with another community, in a version that the router does not speak, or without a user', async () => {
    const { deliver, named, answers } = await receiving({ routers: [{ credentials: byUser }] });
    expect(await deliver(v2c(linkDown, about501), v1(linkDown, about501))).toMatchObject({ refused: 2, acted: 0 });
    const wrong = await v3([{ name: linkDown, objects: about501 }], {
      ...byUser,
      auth: { protocol: 'sha256', password: 'not that password' },
    });
    const unknown = await v3([{ name: linkDown, objects: about501 }], { ...byUser, user: 'nobody' });
    expect(await deliver(...wrong, ...unknown)).toMatchObject({ refused: 4, acted: 0 });
    const nameless = await v3([{ name: linkDown, objects: about501 }], { user: '' });
    expect(await deliver(...nameless)).toMatchObject({ refused: 5, acted: 0 });
    const open = await v3([{ name: linkDown, objects: about501 }], { user: byUser.user });
    expect(await deliver(...open)).toMatchObject({ refused: 6, acted: 0 });
    // Reportable, as informs are (RFC 3412 §6.4): net-snmp would say what it lacks.
    const inform = Buffer.from(open[0] ?? []);
    inform[flagsAt(inform)] = 4;
    expect(await deliver(inform)).toMatchObject({ refused: 7, acted: 0 });
    expect(answers).toEqual([]);
    expect(named).toEqual([]);
  });

  test('nobody makes us work out a key for every engine that he makes up', async () => {
    const { deliver } = await receiving({ routers: [{ credentials: byUser }] });
    const engines = Array.from({ length: 40 }, (_, at) => `8000b983050000000000000000000000${(at + 16).toString(16)}`);
    let refused = 0;
    for (const engine of engines) {
      const [datagram = Buffer.alloc(0)] = await v3([{ name: linkDown, objects: about501 }], byUser, engine);
      refused = (await deliver(datagram))?.refused ?? 0;
    }
    // Sixteen at once, one more every ten seconds.
    expect(refused).toBeGreaterThanOrEqual(15);
  });
});

describe('a flood', () => {
  test('costs a count: a hundred at once are read, and fifty a second after that', async () => {
    const { deliver, clock, named } = await receiving();
    const trap = v2c(linkDown, about501);
    const flood = Array.from({ length: 50 }, () => trap);
    let last = none;
    for (let times = 0; times < 10; times++) last = (await deliver(...flood)) ?? none;
    expect(last.received).toBe(500);
    expect(last.acted + last.dropped).toBe(500);
    expect(named).toHaveLength(last.acted);
    await clock.advance(10_000);
    expect((await deliver(...flood))?.acted).toBe(last.acted + 50);
  });

  test('is told once a second, however many come', async () => {
    const { clock, send, samples, tally } = await receiving();
    const before = samples.length;
    for (let times = 0; times < 5; times++) {
      send(...Array.from({ length: 20 }, () => v2c(linkDown, about501)));
      await vi.waitFor(async () => {
        await clock.advance(100);
        expect(tally()).toBeDefined();
      });
    }
    await clock.advance(2000);
    expect(samples.length - before).toBeLessThanOrEqual(1 + 3);
  });
});

describe('a port that cannot be used', () => {
  test('is told in words, and tried again', async () => {
    const holder = createSocket('udp4');
    holder.bind(0, host);
    await once(holder, 'listening');
    const { port } = holder.address();
    const { clock, portOf, named, send } = await receiving({ port });
    expect(portOf()?.failure).toBe(
      `no traps can be received on 127.0.0.1:${port}: another program listens there already (EADDRINUSE)`,
    );
    await new Promise<void>(closed => holder.close(closed));
    await clock.advance(30_000);
    await vi.waitFor(async () => {
      await clock.advance(1000);
      expect(portOf()?.failure).toBeNull();
    });
    send(v2c(linkDown, about501));
    await vi.waitFor(() => expect(named).toHaveLength(1));
  });

  test('for want of the address', async () => {
    const why = await new Promise<string>(failed => {
      const where = { address: '2001:db8::1', port: 1162 };
      openTrapSocket(where, { listening: () => failed('it can'), heard: () => {}, failed });
    });
    expect(why).toBe('no traps can be received on [2001:db8::1]:1162: this host has no such address (EADDRNOTAVAIL)');
  });
});

test('after the end nothing is heard and nothing is left', async () => {
  const { receiver, clock, send, samples } = await receiving();
  send(v2c(linkDown, about501));
  receiver.stop();
  receiver.stop();
  const told = samples.length;
  await clock.advance(100_000);
  expect(samples).toHaveLength(told);
  expect(clock.pending()).toEqual([]);
});
