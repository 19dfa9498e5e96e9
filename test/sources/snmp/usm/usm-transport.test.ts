import { describe, expect, test } from 'vitest';
import { flag } from '../../../../src/sources/snmp/usm/v3-message.ts';
import * as ber from '../ber.ts';
import { agentWith, ask, exhaust, failing, goodAnswer, open, openV3, until, upTime } from '../opened.ts';
import { counters, noc, type V3Agent, type V3Script, v3AgentWith } from './v3-agent.ts';

const answered = { oid: upTime, value: { kind: 'unsigned', value: 4711 } };
const authOnly = { ...noc, priv: null };
const nobody = { ...noc, auth: null, priv: null };

describe('an engine is met', () => {
  test('by its ID, then by the clock that it signs; then the question is answered', async () => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, noc);
    expect((await ask(opened)).varbinds).toEqual([answered]);
    expect(
      agent.asked.map(({ envelope: { engineId, boots, time, flags, user } }) => [
        engineId.length,
        boots,
        time,
        flags,
        user,
      ]),
    ).toEqual([
      [0, 0, 0, flag.reportable, ''],
      [agent.engineId.length, 0, 0, 7, 'noc'],
      [agent.engineId.length, agent.boots, agent.time, 7, 'noc'],
    ]);
    expect(opened.transport.spent()).toEqual({
      requests: 3,
      retransmissions: 0,
      bytesOut: agent.asked.reduce((sum, each) => sum + each.datagram.length, 0),
      bytesIn: agent.answered.reduce((sum, each) => sum + each.length, 0),
      rejected: 0,
    });
  });

  test('once: further questions, and those of a later socket, go out with the time that has passed', async () => {
    const agent = await v3AgentWith();
    const first = openV3(agent.port, noc);
    await ask(first);
    await first.clock.advance(61_000);
    agent.time += 61;
    await ask(first);
    first.transport.close();
    const second = openV3(agent.port, noc, { memory: first.memory, clock: first.clock });
    await ask(second);
    expect(agent.asked).toHaveLength(5);
    expect(agent.asked.slice(3).map(each => each.envelope.time)).toEqual([1061, 1061]);
  });

  test('without a clock where nothing is signed', async () => {
    const agent = await v3AgentWith(nobody);
    const opened = openV3(agent.port, nobody);
    await ask(opened);
    await ask(opened);
    expect(agent.asked.map(({ envelope: { boots, time, flags } }) => [boots, time, flags])).toEqual(
      [1, 2, 3].map(() => [0, 0, flag.reportable]),
    );
  });
});

describe('a router that changes is met again, without a failure', () => {
  const changes: readonly (readonly [string, number, (agent: V3Agent) => void])[] = [
    ['rebooted', 2, agent => Object.assign(agent, { boots: agent.boots + 1, time: 3 })],
    ['rebooted, and forgot how often', 2, agent => Object.assign(agent, { boots: 1, time: 3 })],
    ['set its clock back', 2, agent => Object.assign(agent, { time: 10 })],
    [
      'was exchanged for another',
      3,
      agent => Object.assign(agent, { engineId: Buffer.from('800000090300c1b2', 'hex'), boots: 1, time: 1 }),
    ],
  ];
  test.each(changes)('%s', async (_, messages, change) => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, noc);
    await ask(opened);
    change(agent);
    expect((await ask(opened)).varbinds).toEqual([answered]);
    expect(agent.asked).toHaveLength(3 + messages);
    expect(opened.memory.known).toMatchObject({ id: agent.engineId, boots: agent.boots, time: agent.time });
    await ask(opened);
    expect(agent.asked).toHaveLength(4 + messages);
    expect(opened.transport.spent()).toMatchObject({ retransmissions: 0, rejected: 0 });
  });

  test('two questions at once are both answered', async () => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, noc);
    await ask(opened);
    agent.boots += 1;
    agent.time = 0;
    for (const answer of await Promise.all([ask(opened), ask(opened)])) expect(answer.varbinds).toEqual([answered]);
  });

  test('but one that never settles is given up in words', async () => {
    const agent = await v3AgentWith();
    agent.script = asked => {
      agent.boots += 1;
      return agent.lawful(asked);
    };
    const opened = openV3(agent.port, noc);
    expect(await failing(ask(opened))).toMatchObject({
      kind: 'garbage',
      text: expect.stringContaining(
        'finds every question outside its time window; do several routers share its address?',
      ),
    });
    expect(agent.asked.length).toBeLessThan(10);
  });
});

describe('what is wrong is said in words', () => {
  const wrong = {
    user: { ...noc, user: 'somebody' },
    password: { ...noc, auth: { protocol: 'sha256', password: 'wrong-password' } },
    protocol: { ...noc, auth: { protocol: 'md5', password: 'auth-password' } },
  } as const;
  test.each([
    ['a wrong user', wrong.user, 'knows no user "somebody"; check snmp.user and the users of the router'],
    [
      'a wrong password',
      wrong.password,
      'knows user "noc", but the authentication password or protocol (SHA-256) is wrong',
    ],
    [
      'a wrong protocol',
      wrong.protocol,
      'knows user "noc", but the authentication password or protocol (MD5) is wrong',
    ],
  ])('%s', async (_, credentials, says) => {
    const agent = await v3AgentWith();
    expect(await failing(ask(openV3(agent.port, credentials)))).toEqual({
      kind: 'credentials',
      text: `r1 (127.0.0.1:${agent.port}) ${says}`,
    });
  });

  test('a level that the user does not have there', async () => {
    const agent = await v3AgentWith(authOnly);
    expect((await failing(ask(openV3(agent.port, noc)))).text).toMatch(
      / does not have the security level authPriv for user "noc"; give the user there the same protocols as here$/,
    );
  });

  /** Once the user is authenticated, an agent that cannot decrypt does one of these. */
  const undecrypted: readonly (readonly [string, string, (agent: V3Agent) => V3Script])[] = [
    [
      'a report',
      'but the privacy password or protocol (AES-128) is wrong',
      agent => asked => agent.report(asked, counters.decryptionErrors, { flags: flag.auth }),
    ],
    [
      'a report that is not signed',
      'but the privacy password or protocol (AES-128) is wrong',
      agent => asked => agent.report(asked, counters.decryptionErrors, { flags: 0 }),
    ],
    [
      'an answer that our key does not fit',
      'but the privacy password or protocol (AES-128) is wrong',
      agent => asked =>
        agent.answer(asked, [], { as: { ...noc, priv: { protocol: 'aes', password: 'another-password' } } }),
    ],
    [
      'an answer by another protocol',
      'but the privacy password or protocol (AES-128) is wrong',
      agent => asked =>
        agent.answer(asked, [], { as: { ...noc, priv: { protocol: 'des', password: 'priv-password' } } }),
    ],
  ];
  test.each(undecrypted)('a wrong privacy key, told by %s', async (_, says, script) => {
    const agent = await v3AgentWith();
    agent.script = asked => (agent.asked.length < 3 ? agent.lawful(asked) : script(agent)(asked));
    expect(await failing(ask(openV3(agent.port, noc)))).toEqual({
      kind: 'credentials',
      text: `r1 (127.0.0.1:${agent.port}) authenticates user "noc", ${says}`,
    });
  });

  test.each([
    ['', ''],
    ['vrf-a', ', or it has no context "vrf-a"'],
  ])('a wrong privacy key that the agent is silent about, in the context "%s"', async (context, or) => {
    const agent = await v3AgentWith();
    agent.script = asked => (agent.asked.length < 3 ? agent.lawful(asked) : null);
    const opened = openV3(agent.port, { ...noc, context });
    const failure = failing(ask(opened));
    await exhaust(opened.clock, sent => agent.asked.length === sent + 2);
    expect(await failure).toEqual({
      kind: 'timeout',
      text: `r1 (127.0.0.1:${agent.port}) authenticates user "noc" but does not answer what is encrypted; most likely the privacy password or protocol (AES-128) is wrong${or}`,
    });
  });

  test.each([
    [noc, 'is the user right, is the authentication password or protocol (SHA-256) right, may it ask from here?'],
    [nobody, 'is the user right, is noAuthNoPriv enough there, may it ask from here?'],
  ])('an agent that tells its ID and is silent then', async (credentials, advice) => {
    const agent = await v3AgentWith(credentials);
    agent.script = asked => (agent.asked.length < 2 ? agent.lawful(asked) : null);
    const opened = openV3(agent.port, credentials);
    const failure = failing(ask(opened));
    await exhaust(opened.clock, sent => agent.asked.length === sent + 1);
    expect((await failure).text).toContain(`tells its SNMP engine ID but does not answer user "noc"; ${advice}`);
  });

  test('an agent that is silent altogether', async () => {
    const agent = await v3AgentWith(noc, () => null);
    const opened = openV3(agent.port, noc);
    const failure = failing(ask(opened));
    await exhaust(opened.clock, sent => agent.asked.length === sent);
    expect(await failure).toEqual({
      kind: 'timeout',
      text: `r1 (127.0.0.1:${agent.port}) does not answer; is it up, does it speak SNMPv3, may this host ask?`,
    });
    expect(opened.transport.spent()).toMatchObject({ requests: 1, retransmissions: 3 });
  });

  test('an agent that has answered and then falls silent is not accused of a wrong key', async () => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, noc);
    await ask(opened);
    agent.script = () => null;
    const failure = failing(ask(opened));
    await exhaust(opened.clock, sent => agent.asked.length === 3 + sent);
    expect((await failure).text).toMatch(/ does not answer; is it up, may this host ask\?$/);
  });

  test('a user without access', async () => {
    const agent = await v3AgentWith();
    agent.script = asked => (agent.asked.length < 3 ? agent.lawful(asked) : agent.answer(asked, [], { status: 16 }));
    expect((await failing(ask(openV3(agent.port, noc)))).text).toMatch(
      / does not let user "noc" read at authPriv \(authorizationError\); check the user's access there$/,
    );
  });

  test('a context that the router reports as unknown', async () => {
    const agent = await v3AgentWith();
    agent.script = asked =>
      agent.asked.length < 3 ? agent.lawful(asked) : agent.report(asked, counters.unknownContexts);
    expect(await failing(ask(openV3(agent.port, noc), { pdu: 'get', oids: [upTime], context: 'vrf-a' }))).toMatchObject(
      {
        kind: 'unsupported',
        text: expect.stringMatching(
          / has no SNMP context "vrf-a"; check the contexts in the configuration and on the router$/,
        ),
      },
    );
  });

  test('never with a password in it', async () => {
    for (const counter of Object.values(counters)) {
      const agent = await v3AgentWith();
      agent.script = asked => (agent.asked.length < 3 ? agent.lawful(asked) : agent.report(asked, counter));
      const failure = await failing(ask(openV3(agent.port, noc)).finally(() => undefined));
      expect(JSON.stringify(failure)).not.toMatch(/auth-password|priv-password/);
    }
  });
});

describe('an answer', () => {
  test('of thousands of octets is received whole, and every value keeps its type and octets', async () => {
    const agent = await v3AgentWith();
    const rows = Array.from({ length: 900 }, (_, row) =>
      ber.varbind([...upTime, row], ber.counter64(2n ** 64n - 1n - BigInt(row))),
    );
    const mixed = [
      ber.varbind(upTime, ber.octets([0, 255, 128])),
      ber.varbind(upTime, ber.tlv(0x43, Buffer.alloc(9, 1))),
      ber.varbind(upTime, ber.noSuchInstance),
    ];
    agent.script = asked => (agent.asked.length < 3 ? agent.lawful(asked) : agent.answer(asked, [...rows, ...mixed]));
    const { varbinds, size } = await ask(openV3(agent.port, noc), {
      pdu: 'getbulk',
      oids: [upTime],
      maxRepetitions: 900,
    });
    expect(size).toBe(agent.answered.at(-1)?.length);
    expect(size).toBeGreaterThan(20_000);
    expect(varbinds.slice(0, 2).map(each => each.value)).toEqual([
      { kind: 'counter64', value: 2n ** 64n - 1n },
      { kind: 'counter64', value: 2n ** 64n - 2n },
    ]);
    expect(varbinds.slice(900).map(each => each.value)).toEqual([
      { kind: 'octets', bytes: Buffer.from([0, 255, 128]) },
      { kind: 'malformed' },
      { kind: 'no-such-instance' },
    ]);
  });

  test('with an error-status is an answer', async () => {
    const agent = await v3AgentWith();
    agent.script = asked => (agent.asked.length < 3 ? agent.lawful(asked) : agent.answer(asked, [], { status: 1 }));
    expect(await ask(openV3(agent.port, noc))).toMatchObject({ errorStatus: 1, errorIndex: 0, varbinds: [] });
  });

  test('comes from the context that the question names, or else from the configured one', async () => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, { ...noc, context: 'default-vrf' });
    await ask(opened);
    await ask(opened, { pdu: 'get', oids: [upTime], context: 'vrf-a' });
    expect(agent.asked.slice(2).map(each => agent.opened(each).context)).toEqual(['default-vrf', 'vrf-a']);
  });

  test('never comes from a context over SNMPv2c', async () => {
    const agent = await agentWith(goodAnswer);
    expect(await failing(ask(open(agent.port), { pdu: 'get', oids: [upTime], context: 'vrf-a' }))).toEqual({
      kind: 'unsupported',
      text: `r1 (127.0.0.1:${agent.port}): a context needs SNMPv3; with version 2c there is none`,
    });
    expect(agent.asked).toEqual([]);
  });
});

describe('the pace is that of SNMPv2c', () => {
  test('each transmission has a msgID of its own, and a late answer to the first counts', async () => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, noc);
    await ask(opened);
    agent.script = () => null;
    const answer = ask(opened);
    await until(() => agent.asked.length === 4);
    await opened.clock.advance(1000);
    await until(() => agent.asked.length === 5);
    const [first, second] = agent.asked.slice(3);
    if (first === undefined || second === undefined) throw new Error('nothing was asked');
    expect(first.envelope.msgId).not.toBe(second.envelope.msgId);
    expect(agent.opened(first).id).toBe(agent.opened(second).id);
    agent.send(agent.answer(first), first.from);
    agent.send(agent.answer(second), second.from);
    expect((await answer).varbinds).toEqual([answered]);
    await until(() => opened.transport.spent().rejected === 1);
    expect(opened.transport.spent().retransmissions).toBe(1);
    expect(opened.clock.pending()).toEqual([]);
  });

  test('two are in flight, and a report that brings one on takes nobody else’s turn', async () => {
    const agent = await v3AgentWith();
    const opened = openV3(agent.port, noc);
    await ask(opened);
    agent.script = () => null;
    const answers = [ask(opened), ask(opened), ask(opened)];
    await until(() => agent.asked.length === 5);
    agent.boots += 1;
    agent.time = 1;
    agent.script = asked => agent.lawful(asked);
    for (const each of agent.asked.slice(3))
      agent.send(agent.report(each, counters.notInTimeWindows, { flags: flag.auth }), each.from);
    await Promise.all(answers);
    expect(agent.asked).toHaveLength(8);
  });

  test('the same report twice brings a question on once', async () => {
    const agent = await v3AgentWith();
    agent.script = asked => {
      const reply = agent.lawful(asked);
      return Buffer.isBuffer(reply) ? [reply, reply] : reply;
    };
    const opened = openV3(agent.port, noc);
    await ask(opened);
    await until(() => opened.transport.spent().rejected === 3);
    expect(agent.asked).toHaveLength(3);
  });

  test('a session that is closed while the engine is being met says so', async () => {
    const agent = await v3AgentWith(noc, () => null);
    const opened = openV3(agent.port, noc);
    const failure = failing(ask(opened));
    await until(() => agent.asked.length === 1);
    opened.transport.close();
    expect((await failure).kind).toBe('closed');
    expect(opened.clock.pending()).toEqual([]);
  });
});
