/** The cryptography of USM (RFC 3414, 3826, 7860): keys, digests and AES are net-snmp's. */
import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';
import { Authentication, Encryption } from 'net-snmp';
import type { AuthProtocol, PrivProtocol } from '../credentials.ts';
import { authProtocols, privProtocols } from './net-snmp-protocols.ts';
import type { Envelope, Head } from './v3-message.ts';

type NetSnmpAuth = (typeof authProtocols)[AuthProtocol];

interface Password<Protocol> {
  readonly protocol: Protocol;
  readonly password: string;
}

/** Signs what one user sends, and checks what is sent to it. */
export interface Signer {
  readonly digestLength: number;
  /** Writes the digest into a message that holds zeroes in its place. */
  sign(message: Buffer, at: number, engineId: Buffer): void;
  isAuthentic(datagram: Buffer, envelope: Envelope): boolean;
}

/** Encrypts what one user sends, and decrypts what is sent to it. */
export interface Sealer {
  seal(
    scoped: Buffer,
    head: Pick<Head, 'engineId' | 'boots' | 'time'>,
  ): { readonly salt: Buffer; readonly sealed: Buffer };
  /** Throws when the octets cannot be of this protocol; with a wrong key it gives nonsense. */
  unseal(envelope: Pick<Envelope, 'content' | 'salt' | 'engineId' | 'boots' | 'time'>): Buffer;
}

/** net-snmp keeps every key that it has derived, also those of engine IDs that an impostor made up. */
const mostKeys = 20_000;
let keys = 0;

/** To be called when an engine is met: a fleet's keys stay, and what strangers make us derive cannot grow for ever. */
export function meetEngine(): void {
  keys += 2;
  if (keys <= mostKeys) return;
  for (const key of Object.keys(Authentication.authToKeyCache)) delete Authentication.authToKeyCache[key];
  keys = 0;
}

/** The digests of one user. */
export function signerOf({ protocol, password }: Password<AuthProtocol>): Signer {
  const algorithm = authProtocols[protocol];
  const digestLength = Authentication.getParametersLength(algorithm);
  const digestOf = (message: Buffer, engineId: Buffer): Buffer =>
    Authentication.calculateDigest(message, algorithm, password, engineId);
  return {
    digestLength,
    sign: (message, at, engineId) => void digestOf(message, engineId).copy(message, at),
    isAuthentic: (datagram, { digest, engineId }) => {
      if (digest.length !== digestLength) return false;
      const bare = Buffer.from(datagram);
      bare.fill(0, digest.at, digest.at + digestLength);
      return timingSafeEqual(digestOf(bare, engineId), datagram.subarray(digest.at, digest.at + digestLength));
    },
  };
}

/** The privacy of one user. */
export function sealerOf({ protocol, password }: Password<PrivProtocol>, auth: Password<AuthProtocol>): Sealer {
  const algorithm = authProtocols[auth.protocol];
  if (protocol === 'des') return desSealer(password, algorithm);
  const cipher = privProtocols[protocol];
  return {
    seal: (scoped, { engineId, boots, time }) => {
      const engine = { engineID: engineId, engineBoots: boots, engineTime: time };
      const { encryptedPdu, msgPrivacyParameters } = Encryption.encryptPdu(cipher, scoped, password, algorithm, engine);
      return { salt: msgPrivacyParameters, sealed: encryptedPdu };
    },
    unseal: ({ content, salt, engineId, boots, time }) => {
      if (salt.length !== 8) throw new Error(`a salt of ${salt.length} octets`);
      const engine = { engineID: engineId, engineBoots: boots, engineTime: time };
      return Encryption.decryptPdu(cipher, content, salt, password, algorithm, engine);
    },
  };
}

/**
 * DES-CBC (RFC 3414 §8.1.1). OpenSSL 3 keeps single DES in a provider that Node does not load, so net-snmp's own fails;
 * triple DES with the same key three times is the same cipher.
 */
export function desSealer(password: string, algorithm: NetSnmpAuth): Sealer {
  const cipher = 'des-ede3-cbc';
  let next = randomBytes(4).readUInt32BE();
  const keyOf = (engineId: Buffer, salt: Buffer): { readonly key: Buffer; readonly iv: Buffer } => {
    const localized = Authentication.passwordToKey(algorithm, password, engineId);
    const key = localized.subarray(0, 8);
    const iv = Buffer.from(salt.map((octet, i) => octet ^ (localized[8 + i] ?? 0)));
    return { key: Buffer.concat([key, key, key]), iv };
  };
  return {
    seal: (scoped, { engineId, boots }) => {
      // Boots, then a number of our own that must not come twice.
      const salt = Buffer.alloc(8);
      salt.writeUInt32BE(boots);
      salt.writeUInt32BE(next, 4);
      next = (next + 1) >>> 0;
      const { key, iv } = keyOf(engineId, salt);
      const des = createCipheriv(cipher, key, iv).setAutoPadding(false);
      const padding = Buffer.alloc((8 - (scoped.length % 8)) % 8);
      return { salt, sealed: Buffer.concat([des.update(scoped), des.update(padding), des.final()]) };
    },
    unseal: ({ content, salt, engineId }) => {
      if (salt.length !== 8) throw new Error(`a salt of ${salt.length} octets`);
      const { key, iv } = keyOf(engineId, salt);
      const des = createDecipheriv(cipher, key, iv).setAutoPadding(false);
      return Buffer.concat([des.update(content), des.final()]);
    },
  };
}
