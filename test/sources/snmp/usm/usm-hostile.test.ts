/** What strangers and broken agents send: nothing of it answers a question, changes what is known, or throws. */
import { createSocket } from 'node:dgram';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newEngineMemory } from '../../../../src/sources/snmp/usm/engine.ts';
import { usmProcessing } from '../../../../src/sources/snmp/usm/usm-processing.ts';
import { flag } from '../../../../src/sources/snmp/usm/v3-message.ts';
import { manualClock } from '../../manual-clock.ts';
import * as ber from '../ber.ts';
import { ask, openV3, until, upTime } from '../opened.ts';
import { counters, noc, type V3Agent, type V3Asked, v3AgentWith } from './v3-agent.ts';

const mallory = { ...noc, auth: { protocol: 'sha256', password: 'made-up-secret' } } as const;
const answered = { oid: upTime, value: { kind: 'unsigned', value: 4711 } };
const lie = [ber.varbind(upTime, ber.timeTicks(666))];

/** Forgeries by somebody who sees the question and writes the router's address on what it sends, but knows no password. */
const forgeries: readonly (readonly [string, (agent: V3Agent, asked: V3Asked) => Buffer])[] = [
  ['an answer without signature and privacy', (agent, asked) => agent.answer(asked, lie, { flags: 0 })],
  ['an answer with a made-up key', (agent, asked) => agent.answer(asked, lie, { as: mallory })],
  [
    'an answer without privacy, badly signed',
    (agent, asked) => agent.answer(asked, lie, { as: mallory, flags: flag.auth }),
  ],
  ['an answer with an empty digest', (agent, asked) => agent.answer(asked, lie, { digest: Buffer.alloc(0) })],
  ['an answer with a digest of zeroes', (agent, asked) => agent.answer(asked, lie, { digest: Buffer.alloc(24) })],
  [
    'an answer of another engine',
    (agent, asked) => agent.answer(asked, lie, { engineId: Buffer.from('8000000001020304', 'hex') }),
  ],
  ['an answer with another msgID', (agent, asked) => agent.answer(asked, lie, { msgId: asked.envelope.msgId ^ 1 })],
  ['an answer that is private and not signed', (agent, asked) => agent.answer(asked, lie, { flags: flag.priv })],
  ['an answer from the last boot', (agent, asked) => agent.answer(asked, lie, { boots: agent.boots - 1 })],
  ['an answer from before the time window', (agent, asked) => agent.answer(asked, lie, { time: agent.time - 151 })],
  [
    'a report of another time, not signed',
    (agent, asked) => agent.report(asked, counters.notInTimeWindows, { flags: 0, boots: 99, time: 99 }),
  ],
  [
    'a report of another time, badly signed',
    (agent, asked) =>
      agent.report(asked, counters.notInTimeWindows, { as: mallory, flags: flag.auth, boots: 99, time: 99 }),
  ],
  ['an answer of SNMPv2c', (_, asked) => ber.message({ id: asked.envelope.msgId, varbinds: lie })],
  ['a request sent back', (_, asked) => asked.datagram],
  ['no octets', () => Buffer.alloc(0)],
  ['a length of four gigabytes', () => Buffer.from('3084ffffffff0201', 'hex')],
];

describe('is rejected and counted, and the right answer after it counts', () => {
  test.each(forgeries)('%s', async (_, forge) => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, noc);
    await ask(opened);
    const before = { ...opened.memory };
    agent.script = asked => [forge(agent, asked), agent.answer(asked)];
    expect((await ask(opened)).varbinds).toEqual([answered]);
    expect(opened.transport.spent()).toMatchObject({ requests: 4, retransmissions: 0, rejected: 1 });
    expect(opened.memory).toEqual(before);
  });

  test('an engine ID that somebody made up leads to one question in vain, and is not remembered', async () => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, noc);
    await ask(opened);
    const before = { ...opened.memory };
    let lied = false;
    agent.script = asked => {
      if (lied) return agent.lawful(asked);
      lied = true;
      return agent.report(asked, counters.unknownEngineIds, {
        flags: 0,
        engineId: Buffer.from('80000000deadbeef', 'hex'),
      });
    };
    expect((await ask(opened)).varbinds).toEqual([answered]);
    expect(opened.memory).toEqual(before);
  });

  test('a discovery that is answered by somebody else first', async () => {
    const agent = await v3AgentWith();
    agent.script = asked => {
      const wrong = agent.report(asked, counters.unknownEngineIds, {
        flags: 0,
        engineId: Buffer.from('80000000deadbeef', 'hex'),
      });
      const right = agent.lawful(asked);
      return asked.envelope.engineId.length === 0 && Buffer.isBuffer(right) ? [wrong, right] : right;
    };
    const opened = openV3(agent.port, noc);
    expect((await ask(opened)).varbinds).toEqual([answered]);
    expect(opened.memory.known?.id).toEqual(agent.engineId);
  });

  test('a right answer from another port', async () => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, noc);
    await ask(opened);
    const other = createSocket('udp4');
    onTestFinished(() => new Promise<void>(done => other.close(() => done())));
    agent.script = () => null;
    const answer = ask(opened);
    await until(() => agent.asked.length === 4);
    const asked = agent.asked[3];
    if (asked === undefined) throw new Error('nothing was asked');
    const forged = agent.answer(asked, lie);
    await new Promise<void>(sent => other.send(forged, asked.from.port, '127.0.0.1', () => sent()));
    agent.send(agent.answer(asked), asked.from);
    expect((await answer).varbinds).toEqual([answered]);
  });
});

/** A processing that waits for an answer, and that answer. */
async function waiting() {
  const agent = await v3AgentWith();
  const memory = newEngineMemory();
  const clock = manualClock();
  memory.known = { id: agent.engineId, boots: agent.boots, time: agent.time, at: clock.now() };
  memory.proven = true;
  const processing = usmProcessing(noc, { clock, random: () => 0.5, memory });
  const datagram = processing.prepare({ pdu: 'get', oids: [upTime] }, 77).transmission();
  const from = { address: '127.0.0.1', family: 'IPv4', port: agent.port, size: datagram.length } as const;
  const { decodeMessage } = await import('../../../../src/sources/snmp/usm/v3-message.ts');
  const answer = agent.answer({ envelope: decodeMessage(datagram), datagram, from });
  return { processing, memory, answer };
}

describe('whatever octets come', () => {
  test('garbage is rejected', async () => {
    const { processing, memory } = await waiting();
    const before = { ...memory };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), octets => {
        expect(processing.hear(Buffer.from(octets)).kind).toBe('rejected');
        expect(memory).toEqual(before);
      }),
    );
  });

  test('a signed answer with any octet changed, added or missing is rejected', async () => {
    const { processing, memory, answer } = await waiting();
    const before = { ...memory };
    const damage = fc.record({
      at: fc.nat(answer.length - 1),
      octet: fc.integer({ min: 1, max: 255 }),
      act: fc.constantFrom('change', 'insert', 'remove', 'cut'),
    });
    fc.assert(
      fc.property(damage, ({ at, octet, act }) => {
        const bytes = [...answer];
        if (act === 'change') bytes[at] = (bytes[at] ?? 0) ^ octet;
        else if (act === 'cut') bytes.length = at;
        else bytes.splice(at, act === 'remove' ? 1 : 0, ...(act === 'insert' ? [octet] : []));
        expect(processing.hear(Buffer.from(bytes)).kind).toBe('rejected');
        expect(memory).toEqual(before);
      }),
      { numRuns: 1000 },
    );
    expect(processing.hear(answer)).toMatchObject({ kind: 'answer', id: 77, answer: { varbinds: [answered] } });
  });
});
