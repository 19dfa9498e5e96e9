/** How long a person waits: from the command to the header, and to the first figures. */
import { withDemoFleet } from './demo-fleet.ts';
import { type Figure, median, type Part } from './figure.ts';
import { openOnScreen, showsRates } from './on-screen.ts';
import { isInstalled, program } from './program.ts';

const runs = 11;

async function firstPaintOf(
  file: string,
  args: readonly string[],
  isShown: (text: string) => boolean,
): Promise<number> {
  const screen = openOnScreen(file, args);
  try {
    return (await screen.shows(isShown)) - screen.startedAt;
  } finally {
    await screen.end();
  }
}

async function measure(): Promise<readonly Figure[]> {
  return withDemoFleet(async config => {
    const paints: number[] = [];
    const figures: number[] = [];
    const htop: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const screen = openOnScreen(program, ['-c', config]);
      try {
        paints.push((await screen.shows(text => text.includes('peerdeck'))) - screen.startedAt);
        figures.push((await screen.shows(showsRates)) - screen.startedAt);
      } finally {
        await screen.end();
      }
      if (isInstalled('htop')) htop.push(await firstPaintOf('htop', [], text => text.includes('Load average')));
    }
    return [
      {
        name: 'first paint',
        unit: 'ms',
        ours: median(paints),
        ...(htop.length === 0 ? {} : { peer: { name: 'htop', value: median(htop) } }),
        aim: { of: 'value', most: 200 },
      },
      { name: 'first live figures', unit: 'ms', ours: median(figures), aim: { of: 'value', most: 1500 } },
    ];
  });
}

/** From the start of the program to what it shows. */
export const startUp: Part = { name: 'start-up', measure };
