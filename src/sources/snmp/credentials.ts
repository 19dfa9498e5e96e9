/** Authentication protocols: those of RFC 3414 and RFC 7860. */
export type AuthProtocol = 'md5' | 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** Privacy protocols: DES (RFC 3414), AES-128 (RFC 3826), and AES-256 with the key extension of Blumenthal or Reeder. */
export type PrivProtocol = 'des' | 'aes' | 'aes256b' | 'aes256r';

/** SNMPv2c: whoever knows the community may ask. */
export interface CommunityCredentials {
  readonly version: '2c';
  readonly community: string;
}

/** SNMPv3: a user of the User-based Security Model (RFC 3414). */
export interface UsmCredentials {
  readonly version: '3';
  readonly user: string;
  readonly auth: { readonly protocol: AuthProtocol; readonly password: string } | null;
  /** Only beside `auth`: RFC 3411 §3.4.3 has no privacy without authentication. */
  readonly priv: { readonly protocol: PrivProtocol; readonly password: string } | null;
  /** The context of questions that name none; '' is the default context (RFC 3411 §3.3.1). */
  readonly context: string;
  /** Further contexts, one per VRF, that hold BGP tables of their own. */
  readonly contexts: readonly string[];
}

/** What a router is asked with. */
export type Credentials = CommunityCredentials | UsmCredentials;

/** The protocols as people write them. */
export const protocolNames: Readonly<Record<AuthProtocol | PrivProtocol, string>> = {
  md5: 'MD5',
  sha: 'SHA-1',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
  des: 'DES',
  aes: 'AES-128',
  aes256b: 'AES-256 with Blumenthal keys',
  aes256r: 'AES-256 with Reeder keys',
};
