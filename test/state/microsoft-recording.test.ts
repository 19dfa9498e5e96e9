import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyFleet } from '../../src/network/fleet.ts';
import type { Answer, ApiFailureKind, Call, MicrosoftSample } from '../../src/network/microsoft/answers.ts';
import { callWords } from '../../src/network/microsoft/calls.ts';
import { noteImpacts, noteStatuses } from '../../src/network/microsoft/maintenance.ts';
import { instant } from '../../src/network/units.ts';
import { Withheld } from '../../src/network/withheld.ts';
import { sampleSchema } from '../../src/state/recorded.ts';
import { readRecording, recordingLine } from '../../src/state/recording.ts';
import { reduce } from '../../src/state/reduce.ts';
import {
  answered,
  connection,
  failed,
  failure,
  gigabits,
  listOf,
  metricAnswer,
  note,
  notice,
  peering,
  prefixEvent,
  registeredPrefix,
  route,
  series,
  service,
  servicePrefix,
  theirSession,
  whole,
} from '../network/microsoft/microsoft-samples.ts';
import { agreeing } from '../network/microsoft/two-ends.ts';

const number = '+1-555-0100';
const contact = { role: 'Noc', name: 'NOC', email: 'noc@example.net', phone: new Withheld(number) };
const full = peering({
  probes: [{ endpoint: '203.0.113.9', azureRegion: 'West Europe', protocol: 'ICMP', sources: ['192.0.2.0/24'] }],
  connections: [
    connection({
      identifier: 'x',
      errorMessage: 'no',
      provisioned: gigabits(200),
      facilityId: 69,
      hasMd5Key: true,
      sessions: [theirSession({ microsoft: '192.0.2.2', peer: '192.0.2.1', state: 'Dreaming', prefixLimit: 2000 })],
    }),
  ],
});
const metrics = metricAnswer(
  [series('PacketDropRate', { connectionid: 'x' }, [0, 0.5]), series('RegisteredPrefixLatency', {}, [0, -1])],
  { refused: [{ metric: 'FlapCounts', why: 'not today' }] },
);
const list = { unreadable: 2, cut: true };

/** One answer to each call: the record makes the compiler see to it that none is left out. */
const answers: { readonly [Asked in Call]: Extract<Answer, { readonly call: Asked }> } = {
  peerings: { call: 'peerings', peerings: [peering(), full], list },
  'legacy-peerings': { call: 'legacy-peerings', peerings: [{ ...full, legacy: true, flavour: 'exchange' }], list },
  'peer-asns': {
    call: 'peer-asns',
    asns: [
      {
        name: 'own',
        asn: 4_294_967_294,
        peerName: null,
        validationState: 'Approved',
        errorMessage: null,
        contacts: [contact],
      },
    ],
    list,
  },
  'registered-prefixes': { call: 'registered-prefixes', prefixes: [registeredPrefix()], list },
  'registered-asns': {
    call: 'registered-asns',
    asns: [{ name: 'a', asn: 64500, provisioningState: null, hasKey: true }],
    list,
  },
  services: { call: 'services', services: [service({ hasWorkspaceKey: true })], list },
  'service-prefixes': {
    call: 'service-prefixes',
    prefixes: [servicePrefix({ events: [prefixEvent('PrefixWithdrawalEvent', { level: 'Warning' })] })],
    list,
  },
  'received-routes': {
    call: 'received-routes',
    routes: [route('192.0.2.1', { receivedAt: instant(5) }), route(null, { asPath: null, asPathText: '{64500}' })],
    list,
  },
  traffic: { call: 'traffic', metrics },
  availability: { call: 'availability', metrics },
  latency: { call: 'latency', metrics },
  probes: { call: 'probes', metrics },
  'metric-definitions': { call: 'metric-definitions', metrics: ['FlapCounts', 'ConnectivityProbeJitter'] },
  health: { call: 'health', notices: [notice({ text: 'lines of text' }), notice({ startsAt: null })], list },
  notes: {
    call: 'notes',
    notes: [
      ...noteStatuses.map((status, sequence) => note({ status, sequence })),
      ...noteImpacts.map(impact => note({ impact })),
    ],
    list,
  },
  'looking-glass': { call: 'looking-glass', output: ' 1  192.0.2.1  1 ms\n 2  *' },
  'provider-availability': { call: 'provider-availability', available: 'Available' },
  validate: { call: 'validate', validation: 'Pending' },
  facilities: { call: 'facilities', facilities: [{ id: 69, name: 'House 1', city: null, country: 'NL' }] },
  networks: {
    call: 'networks',
    networks: [
      {
        id: 694,
        asn: 8075,
        name: 'Microsoft',
        irrAsSet: 'AS-MICROSOFT',
        prefixes4: 280,
        prefixes6: null,
        policy: 'Selective',
        lacking: ['a NOC contact'],
      },
    ],
  },
  contacts: { call: 'contacts', networks: [{ asn: 8075, contacts: [contact, { ...contact, phone: null }] }] },
};
const kinds: Readonly<Record<ApiFailureKind, true>> = {
  timeout: true,
  unresolved: true,
  unreachable: true,
  certificate: true,
  'sign-in': true,
  forbidden: true,
  'not-found': true,
  throttled: true,
  server: true,
  garbage: true,
  'too-large': true,
  refused: true,
  closed: true,
};
const written = (sample: unknown): string => JSON.stringify(sample);
const read = (text: string) => sampleSchema.safeParse(JSON.parse(text));
const ids = { request: 'r-1', correlation: null };
/** The same without what is withheld from a file. */
const withoutPhones = (sample: MicrosoftSample): unknown =>
  JSON.parse(JSON.stringify(sample, (key, value: unknown) => (key === 'phone' ? null : value)));

describe('what Microsoft told comes back from a recording', () => {
  it.each(Object.values(answers))('as its answer to $call', answer => {
    const sample = answered(answer, { at: 12, subject: 'about', ids });
    const line = written(sample);
    expect(line).not.toContain(number);
    expect(read(line)).toEqual({ success: true, data: withoutPhones(sample) });
  });

  it.each(Object.keys(kinds))('as a failure: %s', kind => {
    const why = failure({ kind: kind as ApiFailureKind, status: null, code: 'Code', retryAt: instant(9) });
    const sample = failed('peerings', { ids, budget: { left: null, lastHour: 0, throttledUntil: instant(9) } }, why);
    expect(read(written(sample))).toEqual({ success: true, data: sample });
  });

  it.each(Object.keys(callWords))('as a failure of any call: %s', call => {
    const sample = failed(call as Call);
    expect(read(written(sample))).toEqual({ success: true, data: sample });
  });

  it('and folds into the same fleet, phones left out', () => {
    const carrier = agreeing();
    for (const answer of Object.values(answers)) if (!written(answer).includes('phone')) carrier.told(answer, '', ids);
    carrier.untold('health');
    const header = recordingLine({ schema: 'peerdeck.recording/1', settings: carrier.settings });
    const recording = readRecording(header + carrier.samples.map(each => recordingLine(each)).join(''));
    if (recording.kind === 'unusable') throw new Error(recording.why);
    expect(recording.settings.microsoft).toEqual({ subscriptionId: 'sub-1', interval: 60_000 });
    expect(recording.samples.reduce(reduce, emptyFleet(recording.settings))).toEqual(carrier.fleet);
  });
});

describe('a recording', () => {
  const good = JSON.parse(written(answered(answers.peerings)));
  const changed = (change: object): string => written({ ...good, ...change });
  const answering = (answer: unknown): string => changed({ outcome: { kind: 'answered', answer } });

  it.each([
    ['a call that nobody makes', answering({ call: 'drain', list })],
    ['an answer without its list', answering({ call: 'peerings', peerings: [] })],
    ['a peering that says nothing', answering({ call: 'peerings', peerings: [{}], list })],
    ['a list that is none', answering({ call: 'services', services: 'all', list })],
    ['a metric that nobody measures', answering({ call: 'metric-definitions', metrics: ['Happiness'] })],
    ['a metric that every object has', answering({ call: 'metric-definitions', metrics: ['constructor'] })],
    ['a note of no status', answering({ call: 'notes', notes: [{ ...note(), status: 'MAYBE' }], list })],
    ['a moment before the beginning', changed({ at: -1 })],
    ['a moment that no calendar has', changed({ at: 1e300 })],
    ['time that ran backwards', changed({ took: -1 })],
    ['no budget', changed({ budget: null })],
    ['no outcome', changed({ outcome: {} })],
    ['a failure of no kind', written({ ...failed('peerings'), outcome: { kind: 'failed', call: 'peerings' } })],
    ['a failure of no call', changed({ outcome: { kind: 'failed', call: 'toString', failure: failure() } })],
    [
      'a telephone number',
      answering({ call: 'contacts', networks: [{ asn: 1, contacts: [{ ...contact, phone: number }] }] }),
    ],
    ['a subject without end', changed({ subject: 'x'.repeat(5000) })],
  ])('with %s is refused', (_what, line) => {
    expect(read(line).success).toBe(false);
  });

  it('loses what nobody knows, and what a terminal would obey', () => {
    const line = written(
      answered(listOf([{ ...peering({ name: '\u001b[2Jams\u202e' }), md5AuthenticationKey: 'k' } as never])),
    );
    const back = read(line);
    expect(back.success).toBe(true);
    expect(written(back.data)).not.toContain('md5AuthenticationKey');
    expect(back.data).toMatchObject({ outcome: { answer: { peerings: [{ name: 'ams' }] } } });
  });

  /** What comes back of the looking glass' output. */
  const output = (told: string): unknown => {
    const back = read(written(answered({ call: 'looking-glass', output: told })));
    return back.success && 'outcome' in back.data && back.data.kind === 'microsoft' ? back.data.outcome : null;
  };

  it.each([
    ['whole', 'one\n  two\n    three\n\nfour', 'one\n  two\n    three\n\nfour'],
    ['its indents kept', '   1  192.0.2.1  1 ms', '   1  192.0.2.1  1 ms'],
    ['without what clears a screen', 'a\u001b[2Jb\n  \u001b[31mred\u001b[0m', 'ab\n  red'],
    ['without what writes a clipboard', 'a\u001b]52;c;eA==\u0007b\nc', 'ab\nc'],
    ['one hidden sequence takes no other line', 'a\u001b]0;evil\nb\n c', 'a\nb\n c'],
    ['without bells and directions', 'a\u0007\u202eb\n\u009b31mc', 'ab\nc'],
    ['of another system', 'a\r\n b\r\n', 'a\n b\n'],
    ['with line breaks of another alphabet', 'a\u2028b\n\u0085c', 'a b\nc'],
  ])('gives several lines back line by line: %s', (_how, told, expected) => {
    expect(output(told)).toEqual({ kind: 'answered', answer: { call: 'looking-glass', output: expected } });
  });

  it('gives back no line that a terminal would obey, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 6 }), lines => {
        const back = JSON.stringify(output(lines.join('\n')));
        expect(back.replaceAll('\\n', '')).not.toMatch(/\\u00[01]|[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('keeps the text of a notice in its lines as well', () => {
    const notices = [notice({ text: 'From noon:\n  edge\u001b[2J routers' })];
    expect(read(written(answered({ call: 'health', notices, list: whole }))).data).toMatchObject({
      outcome: { answer: { notices: [{ text: 'From noon:\n  edge routers' }] } },
    });
  });

  it('is read or refused, whatever stands in it, and never throws', () => {
    const values = fc.jsonValue({ maxDepth: 4 });
    const somewhere = fc
      .constantFrom(...Object.values(answers))
      .chain(answer =>
        fc
          .dictionary(fc.constantFrom(...Object.keys(answer), '__proto__', 'call'), values)
          .map(more => ({ ...answer, ...more })),
      );
    fc.assert(
      fc.property(fc.oneof(somewhere, values), values, (answer, outcome) => {
        expect(typeof read(answering(answer)).success).toBe('boolean');
        expect(typeof read(changed({ outcome })).success).toBe('boolean');
        expect(typeof sampleSchema.safeParse(outcome).success).toBe('boolean');
      }),
      { numRuns: 200 },
    );
  });

  it('keeps its lists whole or not at all', () => {
    const two = answered({
      call: 'peerings',
      peerings: [peering(), { ...peering(), flavour: 'sweet' as never }],
      list: whole,
    });
    expect(read(written(two)).success).toBe(false);
  });
});
