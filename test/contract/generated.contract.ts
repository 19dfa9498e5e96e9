/** What the client makes of answers that are generated from the specification. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/network/microsoft/answers.ts';
import { CallFailed } from '../../src/sources/peering-api/call-failed.ts';
import { type Fields, fieldsOf } from '../../src/sources/peering-api/json-door.ts';
import { type Ask, everyCall } from './calls.ts';
import { type Exchange, type Mock, startMock } from './mock.ts';
import { calls } from './replay.ts';
import { sessionAt } from './sessions.ts';
import { isRequired, missingForPrism } from './stored.ts';

const missing = missingForPrism();
/** Answers of each call. A seed makes the same answer everywhere. */
const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

test.runIf(isRequired)('everything is here that these tests need', () => expect(missing).toEqual([]));

describe.runIf(missing.length === 0)('whatever the specification allows', () => {
  let mock: Mock;

  beforeAll(async () => {
    mock = await startMock();
  });
  afterAll(() => mock?.stop());

  /** What comes of one call for each of the seeds, with what was answered to it. */
  async function answersTo(ask: Ask): Promise<readonly (readonly [Answer | CallFailed, Exchange])[]> {
    const session = sessionAt(mock.url);
    const outcomes: (readonly [Answer | CallFailed, Exchange])[] = [];
    for (const seed of seeds) {
      mock.answers({ seed });
      const outcome = await ask(session).then(({ answer }) => answer, failureOf);
      expect(mock.exchanges, `seed ${seed}`).toMatchObject([{ status: 200, violations: null }]);
      for (const exchange of mock.exchanges) outcomes.push([outcome, exchange]);
    }
    return outcomes;
  }

  test.each(everyCall)('is read without failing: %s', async (_, ask) => {
    for (const [outcome, { body }] of await answersTo(ask)) {
      if (outcome instanceof CallFailed)
        expect([outcome.kind, isNoOutput(body)], outcome.message).toEqual(['garbage', true]);
      else if ('list' in outcome) {
        const records = recordsIn(body);
        const unnamed = records.filter(record => !isNamed(outcome.call, record));
        expect(outcome.list.unreadable).toBe(unnamed.length);
        expect(lengthOf(outcome)).toBe(records.length - unnamed.length);
        // Its next page is said to be on another host, where the token must not go.
        expect(outcome.list.cut).toBe(typeof fieldsOf(body)?.raw('nextLink') === 'string');
      }
    }
  });

  test('every value of every enumeration comes through as the word that it is', async () => {
    const told = new Set<string>();
    for (const [outcome] of await answersTo(calls.peerings)) {
      if (outcome instanceof CallFailed || outcome.call !== 'peerings') continue;
      for (const { connections } of outcome.peerings) for (const { state } of connections) told.add(state ?? '');
    }
    expect([...told].filter(state => state !== '').sort()).toEqual([
      'Active',
      'Approved',
      'ExternalBlocker',
      'None',
      'PendingApproval',
      'ProvisioningCompleted',
      'ProvisioningFailed',
      'ProvisioningStarted',
      'TypeChangeInProgress',
      'TypeChangeRequested',
      'Validating',
    ]);
  });
});

function failureOf(error: unknown): CallFailed {
  if (error instanceof CallFailed) return error;
  throw error;
}

/** The output of the looking glass need not be there: then there is nothing to show, and that is said. */
const isNoOutput = (body: unknown): boolean => {
  const fields = fieldsOf(body);
  return fields !== null && fields.raw('value') === undefined && fields.raw('output') === undefined;
};

const recordsIn = (body: unknown): readonly Fields[] => fieldsOf(body)?.objects('value') ?? [];

/** True for a record that says what it is about. */
function isNamed(call: Answer['call'], record: Fields): boolean {
  const hasName = record.text('name') !== null || record.text('id') !== null;
  const hasPrefix = record.fields('properties').text('prefix') !== null;
  switch (call) {
    case 'received-routes':
      return record.text('prefix') !== null;
    case 'registered-prefixes':
    case 'service-prefixes':
      return hasPrefix;
    case 'peerings':
    case 'legacy-peerings':
      return hasName || hasNamedConnection(record.fields('properties'));
    default:
      return hasName;
  }
}

/** A peering without a name is known by the first of its connections. */
function hasNamedConnection(properties: Fields): boolean {
  const [first] = ['direct', 'exchange'].flatMap(kind => properties.fields(kind).objects('connections'));
  const session = first?.fields('bgpSession');
  const marks = [
    first?.text('connectionIdentifier'),
    session?.text('microsoftSessionIPv4Address'),
    session?.text('microsoftSessionIPv6Address'),
  ];
  return marks.some(mark => typeof mark === 'string');
}

const lengthOf = (answer: Answer): number =>
  Object.values(answer)
    .filter(Array.isArray)
    .reduce((sum, list) => sum + list.length, 0);
