/** What the tables of one router are built from, and what they are read through. */
import type { Carrier, RouterPlan } from '../carrier.ts';
import type { Ports } from '../ports.ts';
import type { RouterState, SessionView, Tick, World } from '../world.ts';

/** One router at the moment of asking. */
export interface View {
  readonly world: World;
  readonly router: RouterState;
}

/** What is fixed while no row comes or goes. */
export interface Shape {
  readonly carrier: Carrier;
  /** Position of the router in the carrier's lists. */
  readonly at: number;
  readonly plan: RouterPlan;
  readonly ports: Ports;
  readonly sessions: readonly SessionView[];
  /** ifIndex of an interface, by name. */
  readonly indexOf: (port: string) => number;
  /** The world at the time of building: which rows there are now. */
  readonly world: World;
}

/** A moment as the router stamps it: its sysUpTime then, and 0 for what was so at its start (RFC 2863 ifLastChange). */
export const stamp = (view: View, tick: Tick): number => Math.max(0, tick - view.router.boot);

/** The router's sysUpTime now, in hundredths of a second, before it wraps. */
export const upTime = (view: View): number => view.world.tick - view.router.boot;
