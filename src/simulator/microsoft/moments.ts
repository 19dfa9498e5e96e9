/** Ticks of the world as the API writes time. */
import { TICK_MS } from '../traffic.ts';
import type { World } from '../world.ts';

/** Milliseconds since 1970 of a tick. */
export const msAt = (world: World, tick: number): number => world.beganMs + tick * TICK_MS;
/** The world's own time in milliseconds since 1970. */
export const nowMs = (world: World): number => msAt(world, world.tick);
/** `2026-01-15T20:00:00Z`. */
export const secondsText = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
/** `2026-01-15T20:00:00.1230000Z`: seven digits, as .NET writes a DateTime. */
export const ticksText = (ms: number): string => new Date(ms).toISOString().replace('Z', '0000Z');
