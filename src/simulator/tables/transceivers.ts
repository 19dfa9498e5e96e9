/** The ports of a router that can have a transceiver. */
import type { Read } from '../mib.ts';
import type { Optics } from '../optics.ts';
import type { Shape, View } from './view.ts';

/** A port for a transceiver. */
export interface Cage {
  /** Position among them, which the numbers of physical entities are made of. */
  readonly at: number;
  readonly name: string;
  readonly alias: string;
  readonly ifIndex: number;
  /** Whether there was a module in it when the tables were built. */
  readonly filled: boolean;
  readonly read: (view: View) => Optics | null;
}

/** All of a router's ports for transceivers, in the order of its interfaces. */
export const cagesOf = (shape: Shape): Cage[] =>
  shape.ports.ports
    .flatMap(({ name, alias, optics }) => (optics === undefined ? [] : [{ name, alias, optics }]))
    .map(({ name, alias, optics }, at) => ({
      at,
      name,
      alias,
      ifIndex: shape.indexOf(name),
      filled: optics(shape.world) !== null,
      read: ({ world }) => optics(world),
    }));

/** Reads what a transceiver measures; `empty` while there is none. */
export const measured =
  (cage: Cage, empty: Uint8Array, encode: (optics: Optics) => Uint8Array): Read<View> =>
  view => {
    const optics = cage.read(view);
    return optics === null ? empty : encode(optics);
  };

/** Power of a module as one number: the mean of its lanes' levels. */
export const mean = (levels: readonly number[]): number =>
  levels.reduce((sum, level) => sum + level, 0) / levels.length;
