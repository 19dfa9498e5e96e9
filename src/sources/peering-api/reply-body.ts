/** Bodies of answers: unpacked within a bound, and read as JSON. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { CallFailed } from './call-failed.ts';
import { createKeyRing, type KeyRing, redacted } from './redaction.ts';

const unpack = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

const isKnown = (encoding: string): encoding is keyof typeof unpack => Object.hasOwn(unpack, encoding);

/**
 * The body without its Content-Encoding. zlib itself stops at `longest` octets, so that a few kilobytes cannot become
 * gigabytes of memory. Throws CallFailed.
 */
export async function unpacked(body: Uint8Array, encoding: string, longest: number): Promise<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity' || body.length === 0) {
    if (body.length > longest) throw tooLarge(longest);
    return body;
  }
  if (!isKnown(name)) {
    const seen = 'the answer is packed in a way that was not asked for';
    throw new CallFailed('garbage', seen, 'is there a proxy on the way?');
  }
  try {
    return await unpack[name](body, { maxOutputLength: longest });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(longest);
    throw new CallFailed('garbage', `the answer cannot be unpacked (${name})`, 'is there a proxy on the way?');
  }
}

const tooLarge = (longest: number): CallFailed =>
  new CallFailed('too-large', `the answer unpacks to more than ${longest} octets`, 'the answer was dropped');

/** A body as JSON, or what it is instead. */
export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'markup' }
  | { readonly kind: 'broken' };

/** Values of one answer: 5,000 peerings of four connections have half as many. */
const mostValues = 1_000_000;
const [comma, brace, bracket] = [0x2c, 0x7b, 0x5b];

/** Ten million empty objects are 30 kB when packed, and seconds of nothing else for who reads them. Throws CallFailed. */
function refuseCrowded(octets: Uint8Array): void {
  let count = 0;
  for (const octet of octets) if (octet === comma || octet === brace || octet === bracket) count += 1;
  if (count > mostValues)
    throw new CallFailed('too-large', `the answer has more than ${mostValues} values`, 'the answer was dropped');
}

/** Drops a byte order mark, which .NET services write at times; octets that are no UTF-8 become U+FFFD. */
const utf8 = new TextDecoder('utf-8');

/** Reads a body, without `secrets` and the keys on `ring`, which learns those that it has. Nothing at all is not `null`, which is how this API writes an empty list. Throws CallFailed. */
export function bodyOf(octets: Uint8Array, secrets: readonly string[], ring: KeyRing = createKeyRing()): Body {
  refuseCrowded(octets);
  const text = utf8.decode(octets);
  if (text.trim() === '') return { kind: 'empty' };
  try {
    const value: unknown = JSON.parse(text);
    return { kind: 'json', value: redacted(value, text, secrets, ring) };
  } catch {
    return { kind: text.trimStart().startsWith('<') ? 'markup' : 'broken' };
  }
}
