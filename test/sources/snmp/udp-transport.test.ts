import { describe, expect, test } from 'vitest';
import type { Asked } from './agent.ts';
import { agentWith, ask, exhaust, failing, goodAnswer, open, sysName, until, upTime } from './opened.ts';

const silent = () => null;

describe('a question is asked again until it is answered', () => {
  test('after 1, 2 and 4 s, with the same octets from the same port, and given up 2 s later', async () => {
    const agent = await agentWith(silent);
    const opened = open(agent.port);
    const failure = failing(ask(opened));
    for (const [sent, wait] of [
      [1, 1000],
      [2, 2000],
      [3, 4000],
      [4, 2000],
    ] as const) {
      await until(() => agent.asked.length === sent);
      // Others have their turn after a second; the wait goes on.
      expect(opened.clock.pending()).toEqual([1000]);
      if (wait > 1000) {
        await opened.clock.advance(1000);
        expect(opened.clock.pending()).toEqual([wait - 1000]);
        await opened.clock.advance(wait - 1001);
      } else await opened.clock.advance(wait - 1);
      expect(opened.clock.pending()).toEqual([1]);
      await opened.clock.advance(1);
    }
    expect(await failure).toEqual({
      kind: 'timeout',
      text: `r1 (127.0.0.1:${agent.port}) does not answer; is it up, is the community right, may this host ask?`,
    });
    expect(agent.asked).toHaveLength(4);
    const [first] = agent.asked;
    for (const each of agent.asked) {
      expect(each.datagram).toEqual(first?.datagram);
      expect(each.from.port).toBe(first?.from.port);
    }
    expect(opened.transport.spent()).toMatchObject({ requests: 1, retransmissions: 3, rejected: 0 });
    expect(opened.transport.spent().bytesOut).toBe(4 * (first?.datagram.length ?? 0));
  });

  test.each([
    [0, 800],
    [0.999999, 1200],
  ])('waits are spread by a fifth: random %d waits %d ms', async (random, wait) => {
    const agent = await agentWith(silent);
    const opened = open(agent.port, {}, () => random);
    const failure = failing(ask(opened));
    await until(() => agent.asked.length === 1);
    await opened.clock.advance(wait - 1);
    expect(opened.transport.spent().retransmissions).toBe(0);
    await opened.clock.advance(2);
    expect(opened.transport.spent().retransmissions).toBe(1);
    opened.transport.close();
    expect((await failure).kind).toBe('closed');
  });

  test('a late answer to an earlier transmission counts, and what comes after it is rejected and counted', async () => {
    const agent = await agentWith(silent);
    const opened = open(agent.port);
    const answer = ask(opened);
    await until(() => agent.asked.length === 1);
    await opened.clock.advance(1000);
    await until(() => agent.asked.length === 2);
    const [first] = agent.asked;
    if (first === undefined) throw new Error('nothing was asked');
    agent.send(goodAnswer(first, 1), first.from);
    agent.send(goodAnswer(first, 2), first.from);
    expect((await answer).varbinds).toEqual([{ oid: upTime, value: { kind: 'unsigned', value: 1 } }]);
    await until(() => opened.transport.spent().rejected === 1);
    expect(opened.clock.pending()).toEqual([]);
  });

  test('nothing is waited for beyond the deadline', async () => {
    const agent = await agentWith(silent);
    const opened = open(agent.port);
    const failure = failing(ask(opened, undefined, 1.5));
    await until(() => agent.asked.length === 1);
    await opened.clock.advance(1000);
    await until(() => agent.asked.length === 2);
    expect(opened.clock.pending()).toEqual([500]);
    await opened.clock.advance(500);
    expect((await failure).kind).toBe('timeout');
  });
});

describe('two requests are in flight at most', () => {
  test('the third is sent when the first is answered', async () => {
    const agent = await agentWith(silent);
    const opened = open(agent.port);
    const answers = [1, 2, 3, 4, 5].map(() => ask(opened));
    for (let answered = 0; answered < 5; answered++) {
      await until(() => agent.asked.length === Math.min(5, answered + 2));
      const next = agent.asked[answered];
      if (next !== undefined) agent.send(goodAnswer(next), next.from);
      await answers[answered];
    }
    expect(agent.asked).toHaveLength(5);
    expect(new Set(agent.asked.map(each => each.id)).size).toBe(5);
    expect(opened.transport.spent()).toMatchObject({ requests: 5, retransmissions: 0 });
  });

  test('a question that is not answered within its first wait gives way to those that have not been asked', async () => {
    const answers = (asked: Asked) => (asked.oids[0]?.at(-2) === sysName.at(-2) ? goodAnswer(asked) : null);
    const agent = await agentWith(answers);
    const opened = open(agent.port);
    const silentOnes = [failing(ask(opened)), failing(ask(opened))];
    const other = ask(opened, { pdu: 'get', oids: [sysName] });
    await until(() => agent.asked.length === 2);
    await opened.clock.advance(1000);
    await other;
    await until(() => agent.asked.length === 5);
    expect(agent.asked.slice(3).map(each => each.id)).toEqual(agent.asked.slice(0, 2).map(each => each.id));
    await opened.clock.advance(60_000);
    for (const each of silentOnes) expect((await each).kind).toBe('timeout');
  });

  test('one that is asked for the second time, and waits for two seconds, keeps others waiting for one', async () => {
    const agent = await agentWith(silent);
    const opened = open(agent.port);
    const late = ask(opened);
    const silentOne = failing(ask(opened));
    await until(() => agent.asked.length === 2);
    await opened.clock.advance(1000);
    await until(() => agent.asked.length === 4);
    agent.script = asked => (asked.oids[0]?.at(-2) === sysName.at(-2) ? goodAnswer(asked) : null);
    const other = ask(opened, { pdu: 'get', oids: [sysName] });
    await opened.clock.advance(999);
    expect(agent.asked).toHaveLength(4);
    await opened.clock.advance(1);
    await other;
    expect(agent.asked).toHaveLength(5);
    // A late answer to what gave way counts all the same.
    const [first] = agent.asked;
    if (first !== undefined) agent.send(goodAnswer(first), first.from);
    await late;
    await opened.clock.advance(60_000);
    expect((await silentOne).kind).toBe('timeout');
  });

  test('of a router that answers fast, one that is not answered keeps others waiting for a moment only', async () => {
    const agent = await agentWith(goodAnswer);
    const opened = open(agent.port);
    await ask(opened);
    agent.script = asked => (asked.oids[0]?.at(-2) === sysName.at(-2) ? goodAnswer(asked) : null);
    const silentOnes = [failing(ask(opened)), failing(ask(opened))];
    const other = ask(opened, { pdu: 'get', oids: [sysName] });
    await until(() => agent.asked.length === 3);
    await opened.clock.advance(99);
    expect(agent.asked).toHaveLength(3);
    await opened.clock.advance(1);
    await other;
    // Their own waits are as long as ever.
    await opened.clock.advance(899);
    expect(agent.asked).toHaveLength(4);
    await opened.clock.advance(60_000);
    for (const each of silentOnes) expect((await each).kind).toBe('timeout');
  });

  test('a question that had to wait until its deadline was never asked, and says so', async () => {
    const agent = await agentWith(silent);
    const opened = open(agent.port);
    const asked = [failing(ask(opened)), failing(ask(opened))];
    const third = failing(ask(opened, undefined, 0.5));
    await until(() => agent.asked.length === 2);
    await opened.clock.advance(500);
    expect((await third).text).toContain('no time was left to ask');
    opened.transport.close();
    for (const each of asked) expect((await each).kind).toBe('closed');
    expect(agent.asked).toHaveLength(2);
  });

  test('ids differ even when randomness fails', async () => {
    const agent = await agentWith(goodAnswer);
    const opened = open(agent.port, {}, () => 0.25);
    await Promise.all([1, 2, 3].map(() => ask(opened)));
    expect(new Set(agent.asked.map(each => each.id)).size).toBe(3);
  });
});

describe('a socket lasts as long as it is of use', () => {
  test('one socket serves all questions of a router that answers', async () => {
    const agent = await agentWith(goodAnswer);
    const opened = open(agent.port);
    for (let i = 0; i < 3; i++) await ask(opened);
    expect(new Set(agent.asked.map(each => each.from.port)).size).toBe(1);
  });

  test('after silence the next question goes out on a fresh one', async () => {
    const agent = await agentWith(silent);
    const opened = open(agent.port);
    const failure = failing(ask(opened));
    await exhaust(opened.clock, sent => agent.asked.length === sent);
    await failure;
    agent.script = goodAnswer;
    await ask(opened);
    expect(agent.asked).toHaveLength(5);
    expect(agent.asked.at(-1)?.from.port).not.toBe(agent.asked[0]?.from.port);
  });

  test('a router that refused answers again as soon as its agent is back', async () => {
    const before = await agentWith(goodAnswer);
    const opened = open(before.port);
    await before.close();
    expect((await failing(ask(opened))).kind).toBe('refused');
    await agentWith(goodAnswer, '127.0.0.1', before.port);
    expect((await ask(opened)).varbinds).toHaveLength(1);
  });
});
