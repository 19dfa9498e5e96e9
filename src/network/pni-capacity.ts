/** What a PNI can carry: as built, and now. */

import type { Member } from './members.ts';
import type { PniInventory } from './pni-inventory.ts';
import { type BitsPerSecond, bitsPerSecond } from './units.ts';

/** The sum; null as soon as one part is not known, for a partial sum passes for a whole one. */
export function total(parts: readonly (BitsPerSecond | null)[]): BitsPerSecond | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return bitsPerSecond(sum);
}

/** A member that is down may report speed 0 or none; its siblings in a LAG run at the same speed (IEEE 802.1AX). */
function speedsOf(members: readonly Member[]): readonly (BitsPerSecond | null)[] {
  const common = members.find(member => member.speed !== null)?.speed ?? null;
  return members.map(member => member.speed ?? common);
}

/** Declared, or the sum of all members, or the speed of the interface where no members are known. */
export function capacityOf(
  pni: PniInventory,
  members: readonly Member[] | null,
  ownSpeed: BitsPerSecond | null,
): BitsPerSecond | null {
  const declared = pni.declared?.capacity ?? null;
  if (declared !== null) return declared;
  return members === null || members.length === 0 ? ownSpeed : total(speedsOf(members));
}

/**
 * What the forwarding members carry, never more than the capacity; null as long as the link or one member is not known,
 * because a part of it would pass for all of it.
 */
export function activeCapacityOf(
  linkUp: boolean | null,
  members: readonly Member[] | null,
  capacity: BitsPerSecond | null,
): BitsPerSecond | null {
  if (linkUp === false) return bitsPerSecond(0);
  if (linkUp === null) return null;
  if (members === null || members.length === 0) return capacity;
  if (members.some(member => member.forwards === null)) return null;
  const active = total(speedsOf(members).filter((_, position) => members[position]?.forwards === true));
  return active === null || capacity === null ? active : bitsPerSecond(Math.min(active, capacity));
}
