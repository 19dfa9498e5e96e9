import type { Entry } from '../agent.ts';

/** Dotted text as arcs. */
export const arcs = (text: string): number[] => text.split('.').map(Number);

/** Cells of one row: the number of each column below `root`, and its value. */
export const rowOf = (root: string, index: string, cells: Readonly<Record<string, Uint8Array>>): Entry[] =>
  Object.entries(cells).map(([column, value]): Entry => [arcs(`${root}.${column}.${index}`), value]);

/** Addresses of two ends, as arcs without and with their type and length. */
export const peer4 = '192.0.2.2';
export const peer6 = '32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.2';
export const local6 = '32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1';
export const inet4 = `1.4.${peer4}`;
export const inet6 = `2.16.${peer6}`;
