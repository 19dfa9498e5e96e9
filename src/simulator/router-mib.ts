/** Puts the tables of one simulated router together. */
import type { Carrier } from './carrier.ts';
import { LAYOUTS } from './layouts/layouts.ts';
import { buildMib, dotted, type Mib } from './mib.ts';
import { hardwareOf, type Ports } from './ports.ts';
import type { Shape, View } from './tables/view.ts';
import { sessionsOf, type World } from './world.ts';

const routerAt = (carrier: Carrier, at: number): Carrier['routers'][number] => {
  const plan = carrier.routers[at];
  if (plan === undefined) throw new RangeError(`The simulated carrier has no router number ${at}.`);
  return plan;
};

/** The tables of a router's BGP sessions, which its agent may cease to answer while the rest goes on. */
export const sessionTablesOf = (carrier: Carrier, at: number): number[][] =>
  LAYOUTS[routerAt(carrier, at).layout].sessionTables.map(dotted);

/** The interfaces of one router, by its position in the carrier's list. Throws when there is no such router. */
export const portsOf = (carrier: Carrier, at: number): Ports => {
  const layout = LAYOUTS[routerAt(carrier, at).layout];
  return layout.ports(hardwareOf(carrier, at, layout.types.lag));
};

/** The objects of one router as its rows are in this world; build again when `RouterState.structure` has grown. */
export const buildRouterMib = (world: World, at: number): Mib<View> => {
  const plan = routerAt(world.carrier, at);
  const shift = world.routers[at]?.indexShift ?? 0;
  const ports = portsOf(world.carrier, at);
  const indexes = new Map(ports.ports.map(({ name, ifIndex }) => [name, ifIndex + shift]));
  const shape: Shape = {
    carrier: world.carrier,
    at,
    plan,
    ports,
    sessions: sessionsOf(world.carrier, at),
    indexOf: port => indexes.get(port) ?? 0,
    world,
  };
  return buildMib(LAYOUTS[plan.layout].tables.flatMap(table => table(shape)));
};
