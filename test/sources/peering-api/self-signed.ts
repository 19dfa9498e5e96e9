import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A key and a certificate that nobody else vouches for. */
export interface SelfSigned {
  readonly key: string;
  readonly certificate: string;
}

const der = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content);
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
const time = (date: Date): Buffer =>
  der(
    0x18,
    Buffer.from(
      `${date
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(0, 14)}Z`,
    ),
  );
/** sha256WithRSAEncryption, 1.2.840.113549.1.1.11. */
const algorithm = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
/** commonName, 2.5.4.3. */
const named = (name: string): Buffer =>
  sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))));

const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END ${label}-----\n`;

/** Makes one; valid until then. */
export function selfSigned(until: Date, from = new Date(Date.UTC(2020, 0, 1))): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: issued() };

  function issued(): string {
    const spki = (key: KeyObject): Buffer => Buffer.from(key.export({ type: 'spki', format: 'der' }));
    const body = sequence(
      integer(1),
      algorithm,
      named('test'),
      sequence(time(from), time(until)),
      named('test'),
      spki(publicKey),
    );
    const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
    return pem('CERTIFICATE', sequence(body, algorithm, signature));
  }
}
