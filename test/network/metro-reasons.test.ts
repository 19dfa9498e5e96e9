import { describe, expect, it } from 'vitest';
import { withFurther } from '../../src/network/metro-reasons.ts';
import type { Reason, ReasonCode, Weight } from '../../src/network/reasons.ts';
import { instant } from '../../src/network/units.ts';
import { listOf, note, whole } from './microsoft/microsoft-samples.ts';
import { agreeing, TwoEnds } from './microsoft/two-ends.ts';

const reason = (code: ReasonCode, weight: Weight): Reason => ({ code, weight, subject: 'Amsterdam', text: code });
const briefly = (reasons: readonly Reason[]) => reasons.map(({ code, weight }) => `${weight} ${code}`);
const work = (weight: Weight) => reason('maintenance', weight);
const hour = 3_600_000;

describe('work that Microsoft has announced stands among the reasons of a metro', () => {
  it.each([
    ['no-pni', 'unknown'],
    ['no-usable-pni', 'bad'],
    ['stale', 'unknown'],
    ['one-router', 'risk'],
  ] as const)('after %s, by which the verdict says itself why it is so', (code, weight) => {
    expect(briefly(withFurther([reason(code, weight), reason('hot', 'warn')], [work('warn')]))).toEqual([
      `${weight} ${code}`,
      'warn hot',
      'warn maintenance',
    ]);
  });

  it.each([
    ['pni-down', 'bad', ['bad pni-down', 'warn maintenance']],
    ['pni-degraded', 'warn', ['warn pni-degraded', 'warn maintenance']],
    ['load-unknown', 'unknown', ['warn maintenance', 'unknown load-unknown']],
    ['idle', 'info', ['warn maintenance', 'info idle']],
  ] as const)('by its weight where the first is %s', (code, weight, expected) => {
    expect(briefly(withFurther([reason(code, weight)], [work('warn')]))).toEqual(expected);
  });

  it('alone where there is no other', () => {
    expect(briefly(withFurther([], [work('info'), work('warn')]))).toEqual(['warn maintenance', 'info maintenance']);
    expect(withFurther([], [])).toEqual([]);
  });

  const noted = (impact: 'NO-IMPACT' | 'OUTAGE') =>
    ({
      call: 'notes',
      notes: [note({ impact, startsAt: instant(0), endsAt: instant(24 * hour) })],
      list: whole,
    }) as const;

  it('of a metro: a warning before what only informs', () => {
    const carrier = new TwoEnds({
      Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{}, { inGbps: 0, outGbps: 0 }] },
    }).settle();
    const state = 'Validating';
    carrier.told(
      listOf([
        carrier.peering('ams-er1/ae0'),
        carrier.peering('ams-er2/ae0'),
        carrier.peering('ams-er2/ae1', { state }),
      ]),
    );
    expect(briefly(carrier.told(noted('OUTAGE')).metro().reasons)).toEqual(['warn maintenance', 'info provisioning']);
    expect(briefly(carrier.told(noted('NO-IMPACT')).metro().reasons)).toEqual([
      'info provisioning',
      'info maintenance',
    ]);
  });

  it('of a metro whose verdict is down: after that', () => {
    const carrier = agreeing().told(noted('OUTAGE'));
    for (const id of ['ams-er1/ae0', 'ams-er2/ae0']) {
      for (const session of carrier.true(id).sessions) session.state = 'idle';
    }
    const [first, ...rest] = briefly(carrier.poll().metro().reasons);
    expect(first).toBe('bad no-usable-pni');
    expect(rest.at(-1)).toBe('warn maintenance');
  });
});

describe('where the two witnesses of a PNI differ, its metro says so', () => {
  const first = 'ams-er1/ae0';
  /** Microsoft says of the sessions of the first PNI what is given, IPv4 first. */
  const telling = (...states: readonly string[]) => {
    const carrier = agreeing();
    const sessions = carrier.connection(first).sessions.map((each, at) => ({ ...each, state: states[at] ?? null }));
    return carrier.told(listOf([carrier.peering(first, { sessions }), carrier.peering('ams-er2/ae0')]));
  };
  const texts = (carrier: TwoEnds) => carrier.metro().reasons.map(({ weight, text }) => `${weight}: ${text}`);

  it.each([
    [['Established', 'Established'], []],
    [
      ['Idle', 'Established'],
      ['warn: ams-er1/ae0: Microsoft says Idle for v4 198.51.100.2, the router says established'],
    ],
    [
      ['Idle', 'Active'],
      [
        'warn: ams-er1/ae0: Microsoft says Idle for v4 198.51.100.2, the router says established, and of its other session',
      ],
    ],
  ])('in one line for each PNI: %j', (states, expected) => {
    expect(texts(telling(...states))).toEqual(expected);
  });

  it('also of a PNI that is down, after that', () => {
    const carrier = agreeing();
    for (const session of carrier.true(first).sessions) session.state = 'idle';
    for (let poll = 0; poll < 20; poll++) carrier.poll();
    carrier.told(listOf([carrier.peering(first), carrier.peering('ams-er2/ae0')]));
    expect(carrier.metro().reasons.map(each => each.code)).toEqual(['one-router', 'pni-down', 'witnesses-disagree']);
  });

  it('not of one that is still being built', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{ inGbps: 0, outGbps: 0 }], 'ams-er2': [{}] } }).settle();
    const sessions = carrier.connection(first).sessions.map(each => ({ ...each, state: 'Idle' }));
    carrier.told(listOf([carrier.peering(first, { sessions, state: 'Validating' }), carrier.peering('ams-er2/ae0')]));
    expect(carrier.metro().reasons.map(each => each.code)).toEqual(['one-router', 'provisioning']);
  });
});
