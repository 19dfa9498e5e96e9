/** What the codec's own session was found to do wrong, one test for each: ours survives it. */
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { instant } from '../../../src/network/units.ts';
import { decode } from '../../../src/sources/snmp/codec.ts';
import { communityProcessing } from '../../../src/sources/snmp/community.ts';
import { getInstances } from '../../../src/sources/snmp/get.ts';
import { oid } from '../../../src/sources/snmp/oid.ts';
import { createPace } from '../../../src/sources/snmp/pace.ts';
import { ordinaryWaits } from '../../../src/sources/snmp/transport.ts';
import { connectUdp } from '../../../src/sources/snmp/udp-socket.ts';
import { openUdpTransport } from '../../../src/sources/snmp/udp-transport.ts';
import { walkTable } from '../../../src/sources/snmp/walk.ts';
import { manualClock } from '../manual-clock.ts';
import { type Asked, type Entry, mibScript } from './agent.ts';
import * as ber from './ber.ts';
import { agentWith, ask, exhaust, failing, goodAnswer, open, until, upTime } from './opened.ts';
import { scripted } from './script-transport.ts';

const ifName = oid('1.3.6.1.2.1.31.1.1.1.1');
const ifAlias = oid('1.3.6.1.2.1.31.1.1.1.18');
const valuesOf = (datagram: Buffer) => {
  const result = decode(datagram);
  return result.kind === 'message' ? result.message.varbinds.map(each => each.value) : result.why;
};
const one = (value: Uint8Array, name: readonly number[] = upTime): Buffer =>
  ber.message({ id: 1, varbinds: [ber.varbind(name, value)] });

describe('what is not the answer is not taken for it', () => {
  test.each<[string, (asked: Asked) => Buffer]>([
    ['garbage', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['an empty datagram', () => Buffer.alloc(0)],
    ['half an answer', asked => goodAnswer(asked).subarray(0, 20)],
    ['another community', asked => ber.message({ id: asked.id, community: 'private' })],
    ['a SET request with the right id', asked => ber.message({ id: asked.id, pdu: 0xa3 })],
    ['a GET request with the right id', asked => ber.message({ id: asked.id, pdu: 0xa0 })],
    ['a trap with the right id', asked => ber.message({ id: asked.id, pdu: 0xa7 })],
    ['SNMPv1', asked => ber.message({ id: asked.id, version: 0 })],
    ['another request-id', asked => goodAnswer({ ...asked, id: (asked.id % 1000) + 1 })],
    ['octets behind the message', asked => Buffer.concat([goodAnswer(asked), Buffer.from([0, 0])])],
  ])('%s: it is counted, and the answer that follows is taken', async (_, wrong) => {
    const agent = await agentWith(asked => [wrong(asked), goodAnswer(asked)]);
    const opened = open(agent.port);
    expect((await ask(opened)).varbinds).toEqual([{ oid: upTime, value: { kind: 'unsigned', value: 4711 } }]);
    expect(opened.transport.spent().rejected).toBe(1);
  });

  test('an answer from another port never arrives', async () => {
    const stranger = await agentWith(() => null);
    const agent = await agentWith(asked => {
      stranger.send(goodAnswer(asked, 666), asked.from);
      return null;
    });
    const opened = open(agent.port);
    const answer = ask(opened);
    await until(() => stranger.answered.length === 1);
    agent.script = goodAnswer;
    await opened.clock.advance(1000);
    expect((await answer).varbinds).toEqual([{ oid: upTime, value: { kind: 'unsigned', value: 4711 } }]);
  });

  test('an answer from another address never arrives', async () => {
    const stranger = createSocket('udp4');
    onTestFinished(() => {
      stranger.close();
    });
    await new Promise<void>(resolve => stranger.bind(0, '127.0.0.3', resolve));
    const agent = await agentWith(asked => {
      stranger.send(goodAnswer(asked, 666), asked.from.port, asked.from.address);
      return goodAnswer(asked);
    });
    expect((await ask(open(agent.port))).varbinds[0]?.value).toEqual({ kind: 'unsigned', value: 4711 });
  });

  test('silence after unusable answers says what was unusable', async () => {
    const agent = await agentWith(asked => ber.message({ id: asked.id, community: 'private' }));
    const opened = open(agent.port);
    const failure = failing(ask(opened));
    await exhaust(opened.clock, sent => opened.transport.spent().rejected === sent);
    expect((await failure).text).toContain('what came back was unusable (an answer with another community)');
  });
});

describe('answers that the codec cannot read, or reads wrongly', () => {
  test('an error answer without a varbind list is an error answer', async () => {
    const agent = await agentWith(asked => ber.message({ id: asked.id, status: 5, index: 1, noList: true }));
    expect(await ask(open(agent.port))).toMatchObject({ errorStatus: 5, errorIndex: 1, varbinds: [] });
  });

  test('long-form lengths, on a value and in the head, are read', async () => {
    const value = ber.tlv(2, Buffer.from([7]), 2);
    const agent = await agentWith(asked =>
      ber.message({ id: asked.id, longForm: 3, varbinds: asked.oids.map(name => ber.varbind(name, value)) }),
    );
    expect((await ask(open(agent.port))).varbinds).toEqual([{ oid: upTime, value: { kind: 'integer', value: 7 } }]);
  });

  test('an OID of more than 127 octets is never another OID', () => {
    const long = [1, 3, 6, 1, ...new Array<number>(70).fill(300)];
    expect(valuesOf(one(ber.oid(long)))).toEqual([{ kind: 'malformed' }]);
    expect(valuesOf(one(ber.integer(1), long))).toEqual([{ kind: 'malformed' }]);
    // A name that was cut is still in its subtree, so that a walk knows where it is.
    const result = decode(one(ber.integer(1), long));
    expect(result.kind === 'message' && result.message.varbinds[0]?.oid.slice(0, 10)).toEqual(long.slice(0, 10));
  });

  test('UInteger32 and NsapAddress are read, and spoil nothing', () => {
    const varbinds = [
      ber.varbind([...upTime, 1], ber.tlv(0x47, Buffer.from([1, 0]))),
      ber.varbind([...upTime, 2], ber.tlv(0x45, Buffer.from([0x49, 1]))),
      ber.varbind([...upTime, 3], ber.integer(3)),
    ];
    expect(valuesOf(ber.message({ id: 1, varbinds }))).toEqual([
      { kind: 'unsigned', value: 256 },
      { kind: 'octets', bytes: Buffer.from([0x49, 1]) },
      { kind: 'integer', value: 3 },
    ]);
  });

  test('an answer truncated at any octet is no answer', () => {
    const varbinds = Array.from({ length: 40 }, (_, i) => ber.varbind([...ifAlias, i], ber.octets(`circuit ${i}`)));
    const whole = ber.message({ id: 1, varbinds });
    expect(whole.length).toBeGreaterThan(769);
    for (let length = 0; length < whole.length; length++)
      expect(decode(whole.subarray(0, length)).kind).toBe('garbage');
  });

  test('a counter above 2^53 keeps its last digit', () => {
    expect(valuesOf(one(ber.counter64(20_000_000_000_000_001n)))).toEqual([
      { kind: 'counter64', value: 20_000_000_000_000_001n },
    ]);
  });

  test('negative numbers of every length', () => {
    for (const value of [-1, -128, -129, -200, -255, -256, -32769, -65535, -8388609]) {
      expect(valuesOf(one(ber.integer(value)))).toEqual([{ kind: 'integer', value }]);
    }
  });
});

describe('walks', () => {
  const names = (count: number, text = (i: number) => `port ${i}`): Entry[] =>
    Array.from({ length: count }, (_, i) => [[...ifName, i + 1], ber.octets(text(i))]);

  test('an empty varbind list ends a walk, and says so', async () => {
    const { rows, report } = await walkTable(
      scripted(({ id }) => ber.message({ id })),
      't',
      [ifName],
    );
    expect(rows).toEqual([]);
    expect(report).toMatchObject({ outcome: 'stopped', detail: 'the router answers with an empty list' });
  });

  test('a text that reads like an exception is a text', async () => {
    const texts = ['noSuchInstance', 'endOfMibView', 'noSuchObject', 'last'];
    const { rows, report } = await walkTable(scripted(mibScript(names(4, i => texts[i] ?? ''))), 't', [ifName]);
    expect(rows.map(row => row.cells[0])).toEqual(texts.map(text => ({ kind: 'octets', bytes: Buffer.from(text) })));
    expect(report.outcome).toBe('complete');
  });

  test('OIDs that do not increase end the walk once', async () => {
    const context = scripted(asked =>
      ber.message({ id: asked.id, varbinds: [ber.varbind([...ifName, 5], ber.octets('again'))] }),
    );
    const { rows, report } = await walkTable(context, 't', [ifName]);
    expect(rows).toHaveLength(1);
    expect(report.outcome).toBe('stopped');
    expect(report.detail).toContain('goes in circles');
  });

  test('a time-out in mid-walk keeps the rows, and says that they are not all', async () => {
    const table = mibScript(names(200));
    const context = scripted(asked => ((asked.oids[0]?.at(-1) ?? 0) >= 40 ? null : table(asked)));
    const { rows, report } = await walkTable(context, 'ifXTable', [ifName]);
    expect(rows.length).toBeGreaterThanOrEqual(40);
    expect(report).toMatchObject({
      rows: rows.length,
      outcome: 'stopped',
      detail: 'the router stopped answering here',
    });
  });

  test('a dead host is bounded by the deadline, however much is asked of it', async () => {
    const agent = await agentWith(() => null);
    const { transport, clock } = open(agent.port);
    const start = clock.now();
    const context = { transport, pace: createPace(), deadline: instant(start + 9000) };
    let ended = 0;
    const walks = Array.from({ length: 40 }, () =>
      walkTable(context, 't', [ifName, ifAlias]).finally(() => (ended += 1)),
    );
    await until(() => agent.asked.length === 2);
    await clock.advance(9000);
    expect(ended).toBe(40);
    for (const walk of walks) expect((await walk).report.outcome).toBe('stopped');
  });
});

describe('GETs', () => {
  test('an agent that answers tooBig leaves nothing silently missing', async () => {
    const names = Array.from({ length: 48 }, (_, i) => [...ifName, i + 1]);
    const script = mibScript(
      names.map((name): Entry => [name, ber.octets('x')]),
      { tooBigAbove: 10 },
    );
    await expect(getInstances(scripted(script), names)).rejects.toThrow('the router answers tooBig');
  });
});

describe('the end of a session', () => {
  test('closing during requests settles every one of them', async () => {
    const agent = await agentWith(() => null);
    const opened = open(agent.port);
    const failures = [1, 2, 3, 4, 5].map(() => failing(ask(opened)));
    await until(() => agent.asked.length === 2);
    opened.transport.close();
    for (const failure of failures) expect(await failure).toMatchObject({ kind: 'closed' });
    expect(opened.clock.pending()).toEqual([]);
    expect(agent.asked).toHaveLength(2);
  });

  test('closing before the socket is connected settles too', async () => {
    const opened = open(9);
    const failure = failing(ask(opened));
    opened.transport.close();
    expect((await failure).kind).toBe('closed');
  });

  test('a request after the end fails at once, and a second end is nothing', async () => {
    const opened = open(9);
    opened.transport.close();
    opened.transport.close();
    expect(await failing(ask(opened))).toEqual({ kind: 'closed', text: 'r1 (127.0.0.1:9): the session has ended' });
  });
});

describe('the network', () => {
  test('a closed port refuses at once', async () => {
    const agent = await agentWith(() => null);
    await agent.close();
    const failure = await failing(ask(open(agent.port)));
    expect(failure).toMatchObject({ kind: 'refused' });
    expect(failure.text).toContain(`nothing listens on UDP port ${agent.port}`);
  });

  test('a socket that cannot be connected fails its requests at once, and the next request tries again', async () => {
    const opened = open(161, { address: '::1' });
    for (let i = 0; i < 2; i++) {
      expect(await failing(ask(opened))).toMatchObject({ kind: 'unreachable' });
    }
    expect(opened.clock.pending()).toEqual([]);
  });

  test('IPv6 is asked like IPv4', async () => {
    const agent = await agentWith(goodAnswer, '::1');
    const opened = open(agent.port, { address: '0:0:0:0:0:0:0:1', family: 6 });
    expect((await ask(opened)).varbinds).toHaveLength(1);
    await agent.close();
    expect((await failing(ask(opened))).text).toContain(`r1 ([0:0:0:0:0:0:0:1]:${agent.port}) refuses`);
  });

  test('the receive buffer is raised', async () => {
    const plain = createSocket('udp4');
    const size = await new Promise<number>(resolve =>
      plain.bind(0, '127.0.0.1', () => resolve(plain.getRecvBufferSize())),
    );
    plain.close();
    const raised = await new Promise<number>(resolve => {
      const socket = connectUdp(
        { address: '127.0.0.1', family: 4, port: 9 },
        {
          connected: () => {
            resolve(socket.getRecvBufferSize());
            socket.close();
          },
          heard: () => {},
          stranger: () => {},
          refused: () => {},
        },
      );
    });
    expect(raised).toBeGreaterThan(size);
  });

  test('a burst of answers while the event loop is busy is not lost', async () => {
    const late: Asked[] = [];
    const agent = await agentWith(asked => {
      late.push(asked);
      return null;
    });
    const opened = open(agent.port);
    const answer = ask(opened);
    await until(() => late.length === 1);
    const [asked] = late;
    if (asked === undefined) throw new Error('nothing was asked');
    const filler = ber.message({ id: 1, varbinds: [ber.varbind(ifAlias, ber.octets('x'.repeat(1300)))] });
    // Everything is sent before anything can be read: this is one turn of the event loop.
    for (let i = 0; i < 120; i++) agent.send(filler, asked.from);
    agent.send(goodAnswer(asked), asked.from);
    expect((await answer).varbinds).toHaveLength(1);
    expect(opened.transport.spent().rejected).toBe(120);
  });
});

describe('manners', () => {
  test('what the caller hands over is not changed', async () => {
    const agent = await agentWith(goodAnswer);
    const target = Object.freeze({
      address: '127.0.0.1',
      family: 4,
      port: agent.port,
      label: 'r1',
    });
    const credentials = Object.freeze({ version: '2c', community: 'public' } as const);
    const clock = manualClock();
    const transport = openUdpTransport(
      { ...target, family: 4 },
      communityProcessing(credentials),
      Object.freeze({ clock, random: () => 0.5 }),
    );
    onTestFinished(() => transport.close());
    const question = Object.freeze({ pdu: 'get', oids: Object.freeze([Object.freeze([...upTime])]) } as const);
    const patience = Object.freeze({ deadline: instant(clock.now() + 1000), waits: Object.freeze([...ordinaryWaits]) });
    await expect(transport.request(question, patience)).resolves.toMatchObject({ errorStatus: 0 });
  });

  test('the codec, loaded from its package, prints nothing', async () => {
    const codec = new URL('../../../src/sources/snmp/codec.ts', import.meta.url).href;
    const code = `(await import('${codec}')).encodeRequest({ pdu: 'get', oids: [[1, 3]] }, 'public', 1)`;
    const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { env: {} });
    expect(stderr).toBe('');
  });
});
