/** Packs what must be asked into GET requests whose answers fit one frame. */
import { encodedLength, type Oid } from './oid.ts';
import { largestAnswer } from './pace.ts';

/** Instances that must come from one and the same answer, for one target. */
export interface Part<Target> {
  readonly target: Target;
  readonly oids: readonly Oid[];
  /** About how many octets the answer takes. */
  readonly octets: number;
}

/** Header, community or SNMPv3's security parameters, PDU fields, sysUpTime and the other scalars of the router's clock. */
const fixedOctets = 200;
/** A varbind's three headers and a value of a few octets. */
const besidesName = 12;

/** A part whose values are short. `more` is what its longer values take beyond that. */
export const partOf = <Target>(target: Target, oids: readonly Oid[], more = 0): Part<Target> => ({
  target,
  oids,
  octets: oids.reduce((sum, name) => sum + encodedLength(name) + besidesName, more),
});

/** Fills requests in order; a part is never divided. `limit` is the number of varbinds that the router takes. */
export function batchesOf<Target>(parts: readonly Part<Target>[], limit: number): Part<Target>[][] {
  const filled: Part<Target>[][] = [];
  let current: Part<Target>[] = [];
  let octets = fixedOctets;
  let varbinds = 1;
  for (const part of parts) {
    const full = octets + part.octets > largestAnswer || varbinds + part.oids.length > limit;
    if (current.length > 0 && full) {
      filled.push(current);
      current = [];
      octets = fixedOctets;
      varbinds = 1;
    }
    current.push(part);
    octets += part.octets;
    varbinds += part.oids.length;
  }
  if (current.length > 0) filled.push(current);
  return filled;
}
