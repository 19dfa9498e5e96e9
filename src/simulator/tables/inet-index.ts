/** How addresses stand in indexes (RFC 4001). */

/** InetAddressType: 1 ipv4, 2 ipv6. */
export const inetType = (address: readonly number[]): number => (address.length === 4 ? 1 : 2);

/** InetAddressType and InetAddress as index arcs (RFC 4001 §4): the length is part of a variable-length index. */
export const inetIndex = (address: readonly number[]): number[] => [inetType(address), address.length, ...address];
