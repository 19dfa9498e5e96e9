/** What the tables of BFD sessions have in common: one session for each BGP session of a router. */
import type { SessionPlan } from '../carrier.ts';
import type { BfdState } from '../world.ts';
import type { Shape, View } from './view.ts';

/** A BFD session: where it runs, and how it is. */
export interface BfdSession {
  /** Its local discriminator, which also is its index where a table counts its rows. */
  readonly discriminator: number;
  readonly plan: SessionPlan;
  readonly port: string;
  readonly ifIndex: number;
  readonly state: (view: View) => BfdState;
}

/** How often a packet is sent, in µs, and how many of them may be missing. */
export const INTERVAL_US = 300_000;
/** bfdSessDetectMult and its likes. */
export const MULTIPLIER = 3;

/** Diagnostic codes (RFC 5880 §4.1). */
export const diagnostic = (state: BfdState): number => {
  switch (state) {
    case 'up':
      return 0;
    case 'down':
      return 1;
    case 'adminDown':
      return 7;
  }
};

/** BFD-STD-MIB's state, and CISCO-IETF-BFD-MIB's. */
export const standardState = (state: BfdState): number => ({ adminDown: 1, down: 2, up: 4 })[state];

/** The state of the tables that count from 0, as the protocol does (RFC 5880 §4.1). */
export const protocolState = (state: BfdState): number => ({ adminDown: 0, down: 1, up: 3 })[state];

const same = (a: readonly number[], b: readonly number[]): boolean => a.join('.') === b.join('.');

/** The BFD sessions of one router. A session runs on the interface that has its local address. */
export const bfdSessions = (shape: Shape): BfdSession[] =>
  shape.sessions.map(({ plan, bfdIn }, at) => {
    const port = shape.ports.addresses.find(({ address }) => same(address, plan.local))?.port ?? '';
    return {
      discriminator: at + 1,
      plan,
      port,
      ifIndex: shape.indexOf(port),
      state: ({ world }) => bfdIn(world),
    };
  });
