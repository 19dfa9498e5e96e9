/** The small languages inside the file's values: durations, rates, addresses, URLs. A `…Complaint` is null when all is well. */
import { isIP } from 'node:net';
import { canonicalAddress } from '../network/addresses.ts';
import { type BitsPerSecond, bitsPerSecond, type Millis, millis } from '../network/units.ts';

/** How a duration is written. */
export const DURATION = /^[0-9]{1,9}(ms|s|m|h)$/;

/** A duration such as `500ms`, `10s`, `10m` or `1h`; NaN for anything else. */
export function parseDuration(text: string): Millis {
  const [, digits, unit] = /^([0-9]+)(ms|s|m|h)$/.exec(text) ?? [];
  const factor = unit === 'ms' ? 1 : unit === 's' ? 1_000 : unit === 'm' ? 60_000 : 3_600_000;
  return millis(digits === undefined ? Number.NaN : Number(digits) * factor);
}

/** How a capacity is written when it is not a plain number. */
export const CAPACITY = /^[0-9]{1,9}([.][0-9]{1,6})?[MGT]$/;

/** A capacity such as `400G` or `1.6T`; NaN for anything else. */
export function parseCapacity(text: string): BitsPerSecond {
  const [, digits, unit] = /^([0-9.]+)([MGT])$/.exec(text) ?? [];
  const factor = unit === 'M' ? 1e6 : unit === 'G' ? 1e9 : 1e12;
  return bitsPerSecond(digits === undefined ? Number.NaN : Math.round(Number(digits) * factor));
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** RFC 1123 §2.1: labels of letters, digits and hyphens; the last is never all digits, so that no bad IPv4 address passes as a name. */
function isHostName(text: string): boolean {
  const labels = text.replace(/[.]$/, '').split('.');
  const last = labels.at(-1) ?? '';
  return text.length <= 253 && labels.every(label => LABEL.test(label)) && !/^[0-9]+$/.test(last);
}

/** What is wrong with the address of a router: IPv4, IPv6 and host names are right. */
export function addressComplaint(text: string): string | null {
  if (isIP(text) !== 0 || isHostName(text)) return null;
  if (/^\[.*\]/.test(text)) return 'must be written without brackets: 2001:db8::10, and the port under port:';
  const [, host = '', port] = /^([^:]+):([0-9]+)$/.exec(text) ?? [];
  if (port !== undefined && addressComplaint(host) === null)
    return `must not hold a port: write port: ${port} beside it`;
  return 'must be an IPv4 address, an IPv6 address or a host name';
}

/** An IP address in the form in which routers' addresses are kept, so that the two compare; null when it is none. */
export const canonicalIp = (text: string): string | null =>
  isIP(text) === 0 || text.includes('%') ? null : canonicalAddress(text);

/** Whether traffic to `address` stays on this machine. */
export const isLoopback = (address: string): boolean =>
  address.toLowerCase() === 'localhost' || canonicalIp(address) === '::1' || /^127[.]/.test(canonicalIp(address) ?? '');

/** What is wrong with the base URL of a service that gets a bearer token or a client secret. */
export function urlComplaint(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'must be an address such as https://management.azure.com';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol === 'http:' && !isLoopback(host))
    return 'must be https: credentials go there (http is for loopback only)';
  return null;
}

/** An address and port to listen on: `127.0.0.1:1162` or `[::1]:1162`; the port is NaN for anything else. */
export function parseListen(text: string): { readonly address: string; readonly port: number } {
  const [, bracketed, bare, port] = /^(?:\[([^\]]*)\]|([^:[\]]*)):([0-9]{1,5})$/.exec(text) ?? [];
  const address = bracketed ?? bare ?? '';
  const isAddress = isIP(address) === (bracketed === undefined ? 4 : 6);
  return { address, port: isAddress ? Number(port) : Number.NaN };
}

/** What is wrong with an address and port to listen on. */
export function listenComplaint(text: string): string | null {
  const { port } = parseListen(text);
  if (port >= 1 && port <= 65_535) return null;
  return 'must be an address and a port: "127.0.0.1:1162" or "[::1]:1162"';
}
