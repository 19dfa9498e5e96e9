/** The one order of names on every list: the same on every host, whatever its locale, and ae2 before ae10. */
const names = new Intl.Collator('en', { numeric: true });

/** Compares two names; only equal texts compare equal, so that an order never depends on where it began. */
export function byName(a: string, b: string): number {
  if (a === b) return 0;
  return names.compare(a, b) || (a < b ? -1 : 1);
}
