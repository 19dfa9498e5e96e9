/** Addresses of the plan as the API writes them. */

const groupsOf = (octets: readonly number[]): number[] =>
  Array.from({ length: octets.length / 2 }, (_, i) => ((octets[i * 2] ?? 0) << 8) | (octets[i * 2 + 1] ?? 0));

const ipv6Text = (octets: readonly number[]): string =>
  groupsOf(octets)
    .map(group => group.toString(16))
    .join(':')
    // RFC 5952 §4.2: the longest run of zeros shrinks. Addresses of the plan have one long run.
    .replace(/(?:^|:)0(?::0)+(?::|$)/, '::');

/** An address: dotted, or in the text form of RFC 5952. */
export const addressText = (octets: readonly number[]): string =>
  octets.length === 4 ? octets.join('.') : ipv6Text(octets);

/** The subnet of an address, with its length. */
export const subnetText = (octets: readonly number[], prefixLength: number): string => {
  const network = octets.map((octet, i) => {
    const bits = Math.min(8, Math.max(0, prefixLength - i * 8));
    return octet & (0xff << (8 - bits)) & 0xff;
  });
  return `${addressText(network)}/${prefixLength}`;
};
