import { describe, expect, it } from 'vitest';
import { listOf } from './microsoft-samples.ts';
import { twoEnds } from './two-ends.ts';
import { Watch } from './watch.ts';

const id = 'ams-er1/ae0';
const begins = `warning microsoft ${id}: the router and Microsoft disagree about its sessions`;
const ends = `info microsoft ${id}: the router and Microsoft agree again`;

/** What is said of the agreement, and nothing else. */
const agreement = (lines: readonly string[]) => lines.filter(each => each.includes('the router and Microsoft'));

/** What Microsoft tells next of the sessions of the first connection; `old` is nothing, for so long that its list is old. */
function seen(...words: readonly (string | null | 'old')[]): readonly (readonly string[])[] {
  const watching = new Watch();
  return words.map(word => {
    if (word === 'old') {
      for (let poll = 0; poll < 13; poll++) watching.carrier.poll();
      return agreement(watching.lines());
    }
    const sessions = watching.carrier.connection(id).sessions.map(each => ({ ...each, state: word }));
    return agreement(watching.after({ sessions }));
  });
}

describe('that the two disagree is told', () => {
  it.each([
    [
      'once, and once that they agree again',
      ['Idle', 'Idle', 'Established', 'Established'],
      [begins, null, ends, null],
    ],
    ['once, although nothing is told in between', ['Idle', 'None', 'Idle'], [begins, null, null]],
    [
      'to be over when they agree after nothing was told',
      ['Idle', 'None', null, 'Established'],
      [begins, null, null, ends],
    ],
    ['to be over when they agree after the list was old', ['Idle', 'old', 'Established'], [begins, null, ends]],
    ['when it comes to light after nothing was told', ['None', 'Idle'], [null, begins]],
    ['when it comes to light after the list was old', ['old', 'Idle', 'old', 'Idle'], [null, begins, null, null]],
    [
      'to be over once, whatever comes between',
      ['Idle', 'None', 'old', 'Established', 'None', 'Established'],
      [begins, null, null, ends, null, null],
    ],
  ])('%s', (_how, words, expected) => {
    expect(seen(...words)).toEqual(expected.map(each => (each === null ? [] : [each])));
  });

  it('not when they agree at the first comparison, nor when they agree again after it was not known', () => {
    expect(seen('None', 'Established', 'None', 'Established', 'old', 'Established').flat()).toEqual([]);
    const watching = new Watch(twoEnds().settle());
    expect(agreement(watching.after({}))).toEqual([]);
    expect(agreement(watching.after({}))).toEqual([]);
  });

  it('once of a session that is down and tries again and again', () => {
    const watching = new Watch();
    const { carrier } = watching;
    const told: string[] = [];
    for (let poll = 0; poll < 40; poll++) {
      for (const session of carrier.true(id).sessions)
        session.state = (['idle', 'connect', 'active'] as const)[poll % 3] ?? 'idle';
      carrier.poll();
      carrier.told(listOf([carrier.peering(id), carrier.peering('ams-er2/ae0')]));
      told.push(...agreement(watching.lines()));
    }
    expect(told).toEqual([begins]);
  });

  it('not of a session that has only just come up, whoever saw it come', () => {
    const carrier = twoEnds();
    for (const session of carrier.true(id).sessions) Object.assign(session, { upSince: carrier.now });
    const watching = new Watch(carrier.settle());
    expect(agreement(watching.after(watching.sessionsIn('Idle')))).toEqual([]);
    expect(carrier.pni(id).microsoft?.agrees).not.toBe(true);
  });

  it('not while Microsoft may be a step behind a session that fell, and then once', () => {
    const watching = new Watch();
    const { carrier } = watching;
    const again = () => {
      carrier.told(listOf([carrier.peering(id), carrier.peering('ams-er2/ae0')]));
      return agreement(watching.lines());
    };
    for (const session of carrier.true(id).sessions) session.state = 'idle';
    carrier.poll();
    expect(agreement(watching.lines())).toEqual([]);
    carrier.poll();
    expect(again()).toEqual([]);
    for (let poll = 0; poll < 18; poll++) carrier.poll();
    expect(again()).toEqual([begins]);
    expect(again()).toEqual([]);
    for (const session of carrier.true(id).sessions)
      Object.assign(session, { state: 'established', upSince: carrier.now });
    carrier.poll().poll();
    expect(again()).toEqual([ends]);
  });
});
