/** An object identifier as its arcs. */
export type Oid = readonly number[];

/** Parses dotted text that we wrote ourselves. Throws on anything else, at start-up. */
export function oid(text: string): Oid {
  const arcs = text.split('.').map(Number);
  if (arcs.length < 2 || !arcs.every(arc => Number.isInteger(arc) && arc >= 0)) {
    throw new Error(`not an object identifier: ${text}`);
  }
  return arcs;
}

/** True when `name` lies in the subtree of `root` or is `root`. */
export function isWithin(name: Oid, root: Oid): boolean {
  if (name.length < root.length) return false;
  for (let i = root.length - 1; i >= 0; i--) {
    if (name[i] !== root[i]) return false;
  }
  return true;
}

/** Lexicographic order, the order of a MIB: negative when `a` comes first. */
export function compareOids(a: Oid, b: Oid): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** True when both name the same object. */
export const sameOid = (a: Oid, b: Oid): boolean => a.length === b.length && isWithin(a, b);

/** Octets an OID takes in BER, without tag and length (X.690 §8.19). */
export function encodedLength(name: Oid): number {
  let octets = 1;
  for (let i = 2; i < name.length; i++) {
    let arc = name[i] ?? 0;
    octets += 1;
    while (arc > 127) {
      arc = Math.floor(arc / 128);
      octets += 1;
    }
  }
  return octets;
}
