/** Worlds of the shipped scenarios, and what their routers' tables hold at a moment. */
import { act } from '../../src/simulator/actions.ts';
import { withLoads } from '../../src/simulator/loads.ts';
import { dotted, isUnder } from '../../src/simulator/mib.ts';
import { buildRouterMib } from '../../src/simulator/router-mib.ts';
import { parseScenario, SCENARIOS } from '../../src/simulator/scenario.ts';
import type { Action } from '../../src/simulator/scenario-file.ts';
import { begin } from '../../src/simulator/step.ts';
import { timelineOf } from '../../src/simulator/timeline.ts';
import type { World } from '../../src/simulator/world.ts';
import { decode, type Seen } from './asker.ts';

/** An evening in Europe. */
export const EVENING = Date.UTC(2026, 0, 15, 20);

/** The world of a scenario at its beginning. */
export const start = (scenario = 'calm', seed = 1, nowMs = EVENING): World => {
  for (const data of SCENARIOS) {
    const { scenario: found, carrier } = parseScenario(data);
    if (found.name === scenario) return begin({ carrier, timeline: timelineOf(found), seed, nowMs });
  }
  throw new Error(`no scenario ${scenario}`);
};

/** The world after events at its own tick. */
export const happened = (world: World, ...events: Action[]): World => withLoads(events.reduce(act, world));

/** What stands under a name: by the index below it, in the order of a walk. */
export type Column = ReadonlyMap<string, Seen['value']>;

/** One router's whole answer to walks, as it is in a world. */
export interface Walk {
  readonly under: (root: string) => Column;
  readonly one: (name: string) => Seen['value'];
  /** ifIndex by name of interface. */
  readonly ifIndex: (name: string) => string;
}

/** Walks a router of a world. */
export const walkOf = (world: World, name: string): Walk => {
  const at = world.carrier.routers.findIndex(router => router.name === name);
  const router = world.routers[at];
  if (router === undefined) throw new Error(`no router ${name}`);
  const { entries } = buildRouterMib(world, at);
  const under = (root: string): Column => {
    const arcs = dotted(root);
    return new Map(
      entries
        .filter(entry => isUnder(entry.arcs, arcs) && entry.arcs.length > arcs.length)
        .map(entry => [entry.arcs.slice(arcs.length).join('.'), decode(entry.read({ world, router })).value]),
    );
  };
  const names = under('1.3.6.1.2.1.31.1.1.1.1');
  return {
    under,
    one: wanted => {
      const parts = wanted.split('.');
      const last = parts.pop() ?? '';
      const found = under(parts.join('.')).get(last);
      if (found === undefined) throw new Error(`${name} has no ${wanted}`);
      return found;
    },
    ifIndex: wanted => {
      for (const [index, value] of names) if (value === wanted) return index;
      throw new Error(`${name} has no interface ${wanted}`);
    },
  };
};

/** The octets of an address or of other binary text. */
export const octets = (value: Seen['value']): number[] => [...Buffer.from(String(value), 'latin1')];
