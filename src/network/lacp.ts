/** LACP state octets (IEEE 802.1AX; LacpState of IEEE8023-LAG-MIB is BITS: the first bit is the most significant). */
import type { LacpOctet, LagPortRow } from './facts.ts';

const bit = { synchronization: 0x10, collecting: 0x08, distributing: 0x04, defaulted: 0x02, expired: 0x01 } as const;

/** In which order an agent puts the bits: as the MIB says, or copied from the wire, which is the mirror image. */
export type BitOrder = 'mib' | 'wire';

/** The order of the bits in each of the two columns: an agent may mirror one of them alone. */
export interface BitOrders {
  readonly actor: BitOrder;
  readonly partner: BitOrder;
}

/** As the MIB says. */
export const mibOrders: BitOrders = { actor: 'mib', partner: 'mib' };

/** What LACP says of a member. `silent`: it says nothing; `off`: the state is empty, so the bundle is static. */
export type LacpSays = 'forwarding' | 'not-forwarding' | 'off' | 'silent';

/** The octet with its bits in the opposite order. */
export function mirrored(octet: number): number {
  let out = 0;
  for (let i = 0; i < 8; i++) if ((octet & (1 << i)) !== 0) out |= 0x80 >> i;
  return out;
}

const has = (octet: number, flag: number): boolean => (octet & flag) !== 0;
/** A port cannot distribute on information that has expired or that was never received. */
const impossible = (octet: number): boolean =>
  has(octet, bit.distributing) && (has(octet, bit.defaulted) || has(octet, bit.expired));
/** A port carries traffic when it is in sync, collects and distributes, on information that is neither made up nor old. */
const forwards = (octet: number): boolean =>
  (octet & 0x1f) === (bit.synchronization | bit.collecting | bit.distributing);

const read = (octet: number, order: BitOrder): number => (order === 'mib' ? octet : mirrored(octet));
/** 0x00 and an empty string are what agents give for "no LACP here" (Comware, IOS). */
const isTold = (octet: LacpOctet): octet is number => typeof octet === 'number' && octet !== 0;

/**
 * One order per router and column, by the octets that are healthy in one order and impossible in the other (0xBC and
 * 0xFC against 0x3D and 0x3F). The majority decides, so that one port caught in a change does not turn all others round;
 * where no octet tells, as while every port is down, what was known `before` stands.
 */
export function bitOrdersOf(rows: Iterable<LagPortRow>, before: BitOrders = mibOrders): BitOrders {
  const balance = { actor: 0, partner: 0 };
  for (const row of rows) {
    for (const end of ['actor', 'partner'] as const) {
      const octet = row[end];
      if (!isTold(octet)) continue;
      if (impossible(octet) && forwards(mirrored(octet))) balance[end] += 1;
      else if (impossible(mirrored(octet)) && forwards(octet)) balance[end] -= 1;
    }
  }
  const order = (end: 'actor' | 'partner'): BitOrder =>
    balance[end] === 0 ? before[end] : balance[end] > 0 ? 'wire' : 'mib';
  return { actor: order('actor'), partner: order('partner') };
}

/** True when a router tells the state of any partner: then 0 is the state of one as well. */
export const tellsPartners = (rows: Iterable<{ readonly value: LagPortRow }>): boolean =>
  [...rows].some(({ value: { partner } }) => isTold(partner));

/**
 * A member forwards when both ends collect and distribute on fresh information; an end that is not told is not held
 * against it. `partnersTold`: 0 is the state of a partner, not silence about it.
 */
export function lacpSays(
  row: { readonly actor: LacpOctet; readonly partner: LacpOctet },
  orders: BitOrders,
  partnersTold = false,
): LacpSays {
  const { actor, partner } = row;
  if (actor === 'empty' || actor === 0) return 'off';
  if (actor !== null && partner === 0 && partnersTold) return 'not-forwarding';
  const stops = (octet: LacpOctet, order: BitOrder): boolean => isTold(octet) && !forwards(read(octet, order));
  if (stops(actor, orders.actor) || stops(partner, orders.partner)) return 'not-forwarding';
  return actor === null ? 'silent' : 'forwarding';
}

/** Why an end does not forward, in one word or two, from its octet; null when it does, or when nothing is told. */
export function lacpWords(octet: LacpOctet, order: BitOrder): string | null {
  if (!isTold(octet)) return null;
  const state = read(octet, order);
  if (has(state, bit.expired)) return 'expired';
  if (has(state, bit.defaulted)) return 'no partner';
  if (!has(state, bit.synchronization)) return 'out of sync';
  if (!has(state, bit.collecting)) return 'not collecting';
  return has(state, bit.distributing) ? null : 'not distributing';
}
