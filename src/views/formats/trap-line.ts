/** Traps in one line: of a router, and of the port where they arrive. */
import { type TrapPort, type TrapTally, trapRate } from '../../network/traps.ts';
import type { Millis } from '../../network/units.ts';
import { clockText } from './numbers.ts';

const grouped = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** `traps 12, newest linkDown et-0/0/3 at 03:06:12Z; 9,204 dropped (more than 50 a second)`. */
export function trapText({ counts, newest }: TrapTally, clockOffset: Millis): string {
  const parts = [`traps ${grouped(counts.acted + counts.elsewhere)}`];
  if (newest !== null) parts[0] += `, newest ${newest.text} at ${clockText(newest.at + clockOffset)}`;
  if (counts.elsewhere > 0) parts.push(`${grouped(counts.elsewhere)} about nothing that is polled`);
  if (counts.dropped > 0) parts.push(`${grouped(counts.dropped)} dropped (more than ${trapRate.perSecond} a second)`);
  if (counts.refused > 0) parts.push(`${grouped(counts.refused)} with another community, user or key`);
  if (counts.unreadable > 0) parts.push(`${grouped(counts.unreadable)} unreadable`);
  return parts.join('; ');
}

/** `traps arrive on 127.0.0.1:1162; from unknown addresses: 31, newest 192.0.2.77`. */
export function trapPortText({ listen, failure, strangers, newestStranger }: TrapPort): string {
  const parts = [failure ?? `traps arrive on ${listen}`];
  if (newestStranger !== null) parts.push(`from unknown addresses: ${grouped(strangers)}, newest ${newestStranger}`);
  return parts.join('; ');
}
