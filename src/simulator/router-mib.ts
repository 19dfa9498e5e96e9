/** Puts the tables of one simulated router together. */
import { buildMib, dotted, type Mib } from './mib.ts';
import { portsOf } from './ports.ts';
import { addressObjects } from './tables/addresses.ts';
import { bgp4Objects } from './tables/bgp.ts';
import { bgp4v2Objects } from './tables/bgp4v2.ts';
import { interfaceObjects } from './tables/interfaces.ts';
import { jnxBgpObjects } from './tables/jnx-bgp.ts';
import { lagObjects } from './tables/lag.ts';
import { systemObjects } from './tables/system.ts';
import type { Shape, View } from './tables/view.ts';
import { sessionsOf, type World } from './world.ts';

/** The tables of BGP sessions, which a router's agent may cease to answer while the rest goes on. */
export const BGP_TABLES: readonly (readonly number[])[] = [
  dotted('1.3.6.1.2.1.15.3'),
  dotted('1.3.6.1.3.5.1.1'),
  dotted('1.3.6.1.4.1.2636.5.1.1.2'),
];

/** First ifIndex: Junos counts its ports from some 500 upwards, Linux from 1. */
const FIRST_INDEX = { junos: 501, vyos: 1 } as const;

/** The objects of one router as its rows are in this world; build again when `RouterState.structure` has grown. */
export const buildRouterMib = (world: World, at: number): Mib<View> => {
  const plan = world.carrier.routers[at];
  const state = world.routers[at];
  if (plan === undefined || state === undefined) {
    throw new RangeError(`The simulated carrier has no router number ${at}.`);
  }
  const ports = portsOf(world.carrier, at);
  const first = FIRST_INDEX[plan.layout] + state.indexShift;
  const indexes = new Map(ports.ports.map((port, i) => [port.name, first + i]));
  const shape: Shape = {
    carrier: world.carrier,
    at,
    plan,
    ports,
    sessions: sessionsOf(world.carrier, at),
    indexOf: port => indexes.get(port) ?? 0,
    world,
  };
  return buildMib([
    ...systemObjects(shape),
    ...interfaceObjects(shape),
    ...addressObjects(shape),
    ...bgp4Objects(shape),
    ...bgp4v2Objects(shape),
    ...jnxBgpObjects(shape),
    ...lagObjects(shape),
  ]);
};
