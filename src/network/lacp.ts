/** LACP state octets (IEEE 802.1AX; LacpState of IEEE8023-LAG-MIB is BITS: the first bit is the most significant). */
import type { LacpOctet, LagPortRow } from './facts.ts';

const bit = { synchronization: 0x10, collecting: 0x08, distributing: 0x04, defaulted: 0x02, expired: 0x01 } as const;

/** In which order an agent puts the bits: as the MIB says, or copied from the wire, which is the mirror image. */
export type BitOrder = 'mib' | 'wire';

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
const impossible = (octet: number): boolean => has(octet, bit.distributing) && (has(octet, bit.defaulted) || has(octet, bit.expired));
const forwards = (octet: number): boolean =>
  has(octet, bit.synchronization) && has(octet, bit.collecting) && has(octet, bit.distributing) && !has(octet, bit.defaulted) && !has(octet, bit.expired);

/** One order per router: told by an octet that is impossible as the MIB orders it and healthy when mirrored (0x3D, 0x3F). */
export function bitOrderOf(rows: Iterable<LagPortRow>): BitOrder {
  for (const row of rows) {
    for (const octet of [row.actor, row.partner]) {
      if (typeof octet === 'number' && impossible(octet) && forwards(mirrored(octet))) return 'wire';
    }
  }
  return 'mib';
}

/** A member forwards when both ends collect and distribute on fresh information; a partner that is not told is not held against it. */
export function lacpSays(row: { readonly actor: LacpOctet; readonly partner: LacpOctet }, order: BitOrder): LacpSays {
  const { actor, partner } = row;
  if (actor === null) return 'silent';
  if (actor === 'empty' || actor === 0) return 'off';
  const read = (octet: number): boolean => forwards(order === 'mib' ? octet : mirrored(octet));
  return read(actor) && (typeof partner !== 'number' || read(partner)) ? 'forwarding' : 'not-forwarding';
}

/** Why a member does not forward, in one word or two, from the actor's octet. */
export function lacpWords(octet: LacpOctet, order: BitOrder): string | null {
  if (typeof octet !== 'number' || octet === 0) return null;
  const state = order === 'mib' ? octet : mirrored(octet);
  if (has(state, bit.expired)) return 'expired';
  if (has(state, bit.defaulted)) return 'no partner';
  if (!has(state, bit.synchronization)) return 'out of sync';
  if (!has(state, bit.collecting)) return 'not collecting';
  return has(state, bit.distributing) ? null : 'not distributing';
}
