/** Reads what a manager sends: SNMPv2c messages with a GET, GETNEXT or GETBULK (RFC 1901, RFC 3416 §4.2). */
import { BerError, type Element, expectElement, integerOf, oidOf, readElement, TAG } from './ber.ts';

/** One object that is asked for: its arcs, and its element as it came, to be echoed. */
export interface AskedName {
  readonly arcs: readonly number[];
  readonly encoded: Uint8Array;
}

/** A well-formed request. */
export interface Request {
  readonly kind: 'get' | 'getNext' | 'getBulk';
  readonly community: string;
  /** The request-id element as it came: an answer repeats it octet for octet. */
  readonly requestId: Uint8Array;
  /** GETBULK only; 0 otherwise. */
  readonly nonRepeaters: number;
  /** GETBULK only; 0 otherwise. */
  readonly maxRepetitions: number;
  readonly names: readonly AskedName[];
}

const VERSION_2C = 1;

const kindOf = (tag: number): Request['kind'] | null => {
  switch (tag) {
    case TAG.get:
      return 'get';
    case TAG.getNext:
      return 'getNext';
    case TAG.getBulk:
      return 'getBulk';
    default:
      return null;
  }
};

const expectEnd = (at: number, limit: number): void => {
  if (at !== limit) throw new BerError('octets left over');
};

const namesOf = (bytes: Uint8Array, list: Element): AskedName[] => {
  const names: AskedName[] = [];
  let at = list.start;
  while (at < list.end) {
    const varbind = expectElement(bytes, at, list.end, TAG.sequence);
    const name = expectElement(bytes, varbind.start, varbind.end, TAG.oid);
    // RFC 3416 §4.2.1: the value of a request is ignored, whatever it is, but it has to be one element.
    expectEnd(readElement(bytes, name.end, varbind.end).end, varbind.end);
    names.push({ arcs: oidOf(bytes, name), encoded: bytes.slice(varbind.start, name.end) });
    at = varbind.end;
  }
  return names;
};

const parse = (bytes: Uint8Array): Request | null => {
  const message = expectElement(bytes, 0, bytes.length, TAG.sequence);
  expectEnd(message.end, bytes.length);
  const version = expectElement(bytes, message.start, message.end, TAG.integer);
  if (integerOf(bytes, version) !== VERSION_2C) return null;
  const community = expectElement(bytes, version.end, message.end, TAG.octets);
  const pdu = readElement(bytes, community.end, message.end);
  expectEnd(pdu.end, message.end);
  const kind = kindOf(pdu.tag);
  if (kind === null) return null;
  const id = expectElement(bytes, pdu.start, pdu.end, TAG.integer);
  integerOf(bytes, id);
  const second = expectElement(bytes, id.end, pdu.end, TAG.integer);
  const third = expectElement(bytes, second.end, pdu.end, TAG.integer);
  const list = expectElement(bytes, third.end, pdu.end, TAG.sequence);
  expectEnd(list.end, pdu.end);
  const bulk = kind === 'getBulk';
  return {
    kind,
    community: Buffer.from(bytes.subarray(community.start, community.end)).toString('latin1'),
    requestId: bytes.slice(pdu.start, id.end),
    // RFC 3416 §4.2.3: negative values count as zero.
    nonRepeaters: bulk ? Math.max(0, integerOf(bytes, second)) : 0,
    maxRepetitions: bulk ? Math.max(0, integerOf(bytes, third)) : 0,
    names: namesOf(bytes, list),
  };
};

/** The request in a datagram, or `null` for anything that an agent has to ignore. Never throws. */
export const readRequest = (datagram: Uint8Array): Request | null => {
  try {
    return parse(datagram);
  } catch (error) {
    if (error instanceof BerError) return null;
    throw error;
  }
};
