import { describe, expect, test } from 'vitest';
import { type Answering, answerRequest } from '../../src/simulator/answer.ts';
import * as ber from '../../src/simulator/ber.ts';
import { buildMib, dotted, fixed, type MibObject, scalar } from '../../src/simulator/mib.ts';
import { readRequest } from '../../src/simulator/request.ts';
import { type Answer, ask, type Question, read } from './asker.ts';

const column = (object: string, indexes: readonly number[], value = 'x'): MibObject<null> => ({
  object: dotted(object),
  rows: indexes.map(index => ({ index: [index], read: fixed(ber.text(value)) })),
});

const mib = buildMib<null>([
  column('1.3.6.1.2.1.2.2.1.2', [10, 2, 300]),
  column('1.3.6.1.2.1.2.2.1.3', []),
  column('1.3.6.1.2.1.2.2.1.8', [2]),
  scalar('1.3.6.1.2.1.1.3', fixed(ber.timeTicks(5))),
  column('1.3.6.1.2.1.15.3.1.2', [1, 2]),
  column(
    '1.3.6.1.2.1.31.1.1.1.18',
    Array.from({ length: 60 }, (_, i) => i + 1),
    'y'.repeat(60),
  ),
]);

const answering = (change: Partial<Answering<null>> = {}): Answering<null> => ({
  mib,
  view: null,
  silent: [],
  maxSize: 1472,
  ...change,
});

const put = (question: Question, change: Partial<Answering<null>> = {}): Answer | null => {
  const request = readRequest(ask(question));
  if (request === null) throw new Error('not a request');
  const answer = answerRequest(request, answering(change));
  return answer === null ? null : read(answer);
};

const names = (answer: Answer | null): string[] => answer?.seen.map(({ name }) => name) ?? [];
const tags = (answer: Answer | null): number[] => answer?.seen.map(({ tag }) => tag) ?? [];

test('the answer repeats community and request-id', () => {
  expect(put({ names: ['1.3.6.1.2.1.1.3.0'], requestId: -123456 })).toMatchObject({
    community: 'public',
    requestId: -123456,
    status: 0,
    seen: [{ name: '1.3.6.1.2.1.1.3.0', value: 5n }],
  });
});

test('a missing row and an unknown object are told apart', () => {
  const answer = put({
    names: ['1.3.6.1.2.1.2.2.1.8.3', '1.3.6.1.2.1.2.2.1.3.1', '1.3.6.1.2.1.99.1.0', '1.3.6.1.2.1.2'],
  });
  expect(tags(answer)).toEqual([0x81, 0x81, 0x80, 0x80]);
});

test('GETNEXT goes in numeric order, over empty columns, to the end', () => {
  const seen: string[] = [];
  let at = '1.3';
  for (;;) {
    const [next] = put({ kind: 'getNext', names: [at] })?.seen ?? [];
    if (next === undefined || next.tag === 0x82) break;
    seen.push(next.name);
    at = next.name;
  }
  expect(seen).toEqual(mib.entries.map(({ arcs }) => arcs.join('.')));
  expect(seen.slice(1, 4).map(name => name.split('.').at(-1))).toEqual(['2', '10', '300']);
});

describe('GETBULK', () => {
  test('answers non-repeaters once and interleaves the rest', () => {
    const answer = put({
      kind: 'getBulk',
      names: ['1.3.6.1.2.1.1.3', '1.3.6.1.2.1.2.2.1.2', '1.3.6.1.2.1.2.2.1.8'],
      bulk: [1, 2],
    });
    expect(names(answer)).toEqual([
      '1.3.6.1.2.1.1.3.0',
      '1.3.6.1.2.1.2.2.1.2.2',
      '1.3.6.1.2.1.2.2.1.8.2',
      '1.3.6.1.2.1.2.2.1.2.10',
      '1.3.6.1.2.1.15.3.1.2.1',
    ]);
  });

  test('stops when every column is at the end', () => {
    const answer = put({
      kind: 'getBulk',
      names: ['1.3.6.1.2.1.31.1.1.1.18.59', '1.3.6.1.2.1.31.1.1.1.18.60'],
      bulk: [0, 50],
    });
    expect(tags(answer)).toEqual([0x04, 0x82, 0x82, 0x82]);
  });

  test('gives fewer varbinds rather than a datagram above the limit', () => {
    const answer = put({ kind: 'getBulk', names: ['1.3.6.1.2.1.31'], bulk: [0, 0x7fff_ffff] });
    expect(answer?.size).toBeLessThanOrEqual(1472);
    expect(answer?.size).toBeGreaterThan(1380);
    expect(answer?.seen.length).toBeGreaterThan(10);
  });
});

test('a GET whose answer does not fit says tooBig and nothing else', () => {
  const wanted = Array.from({ length: 40 }, (_, i) => `1.3.6.1.2.1.31.1.1.1.18.${i + 1}`);
  expect(put({ names: wanted })).toMatchObject({ status: 1, seen: [] });
});

describe('a silent table', () => {
  const silent = { silent: [dotted('1.3.6.1.2.1.15.3')] };

  test('gives no answer to a request that names it, whatever else it names', () => {
    expect(put({ names: ['1.3.6.1.2.1.15.3.1.2.1'] }, silent)).toBeNull();
    expect(put({ kind: 'getBulk', names: ['1.3.6.1.2.1.2', '1.3.6.1.2.1.15.3'], bulk: [0, 5] }, silent)).toBeNull();
  });

  test('is passed over by a walk that comes from elsewhere', () => {
    const answer = put({ kind: 'getBulk', names: ['1.3.6.1.2.1.2.2.1.8'], bulk: [0, 3] }, silent);
    expect(names(answer)).toEqual(['1.3.6.1.2.1.2.2.1.8.2', '1.3.6.1.2.1.31.1.1.1.18.1', '1.3.6.1.2.1.31.1.1.1.18.2']);
  });
});
