/** From a key to the bytes that show what it did. */
import { setTimeout as pause } from 'node:timers/promises';
import { withDemoFleet } from './demo-fleet.ts';
import { type Figure, type Part, quantile } from './figure.ts';
import { type OnScreen, openOnScreen, showsRates } from './on-screen.ts';
import { program } from './program.ts';

const rounds = 100;
const settleMs = 8_000;

/** Where the cursor's mark stands; -1 where none is. */
const cursorRow = (text: string): number => text.split('\n').findIndex(row => row.startsWith('▸'));
const inMetro = (text: string): boolean => / › (?!metros)/.test(text.split('\n', 1)[0] ?? '');

interface Press {
  readonly key: 'j' | 'k' | 'Enter' | 'Esc';
  readonly bytes: string;
  /** What the screen must show afterwards. */
  readonly shown: (text: string) => boolean;
}

/** Down to the second row, in and out again, and back up to the first. */
const roundFrom = (first: number): readonly Press[] => [
  { key: 'j', bytes: 'j', shown: text => cursorRow(text) === first + 1 },
  { key: 'Enter', bytes: '\r', shown: inMetro },
  { key: 'Esc', bytes: '\u001b', shown: text => !inMetro(text) },
  { key: 'k', bytes: 'k', shown: text => cursorRow(text) === first },
];

async function timesOf(screen: OnScreen): Promise<ReadonlyMap<Press['key'], readonly number[]>> {
  let first = -1;
  await screen.shows(text => {
    first = cursorRow(text);
    return first >= 0;
  });
  const round = roundFrom(first);
  const times = new Map<Press['key'], number[]>(round.map(press => [press.key, []]));
  for (let i = 0; i < rounds; i += 1) {
    for (const { key, bytes, shown } of round) {
      // Steps that have no common measure with the second, so that presses meet polls and paints of every phase.
      await pause(60 + ((i * 37) % 101));
      const typedAt = performance.now();
      const seen = screen.shows(shown);
      screen.type(bytes);
      times.get(key)?.push((await seen) - typedAt);
    }
  }
  return times;
}

async function measure(): Promise<readonly Figure[]> {
  return withDemoFleet(async config => {
    const screen = openOnScreen(program, ['-c', config]);
    try {
      await screen.shows(showsRates);
      await pause(settleMs);
      const times = await timesOf(screen);
      const plain = [...times].filter(([key]) => key !== 'Esc').flatMap(([, each]) => each);
      const alone = times.get('Esc') ?? [];
      return [
        { name: 'key to paint: j, k, Enter, p50', unit: 'ms', ours: quantile(plain, 0.5) },
        {
          name: 'key to paint: j, k, Enter, p99',
          unit: 'ms',
          ours: quantile(plain, 0.99),
          aim: { of: 'value', most: 30 },
        },
        { name: 'key to paint: a lone Esc, p50', unit: 'ms', ours: quantile(alone, 0.5) },
        {
          name: 'key to paint: a lone Esc, p99',
          unit: 'ms',
          ours: quantile(alone, 0.99),
          aim: { of: 'value', most: 30 },
        },
      ];
    } finally {
      await screen.end();
    }
  });
}

/** The console on the demo fleet at 200×60, keys through the pseudo terminal. */
export const keys: Part = { name: 'keys', measure };
