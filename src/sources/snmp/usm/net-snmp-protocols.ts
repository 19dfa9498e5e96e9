/** What net-snmp calls the protocols of the User-based Security Model. */
import { AuthProtocols, PrivProtocols } from 'net-snmp';
import type { AuthProtocol, PrivProtocol } from '../credentials.ts';

/** Authentication (RFC 3414, RFC 7860). */
export const authProtocols = {
  md5: AuthProtocols.md5,
  sha: AuthProtocols.sha,
  sha224: AuthProtocols.sha224,
  sha256: AuthProtocols.sha256,
  sha384: AuthProtocols.sha384,
  sha512: AuthProtocols.sha512,
} as const satisfies Readonly<Record<AuthProtocol, AuthProtocols>>;

/** Privacy (RFC 3414, RFC 3826; AES-256 after Blumenthal and Reeder). */
export const privProtocols = {
  des: PrivProtocols.des,
  aes: PrivProtocols.aes,
  aes256b: PrivProtocols.aes256b,
  aes256r: PrivProtocols.aes256r,
} as const satisfies Readonly<Record<PrivProtocol, PrivProtocols>>;
