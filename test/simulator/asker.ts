/** A small SNMP asker for these tests: builds requests with the writer, reads answers with a decoder of its own. */
import * as ber from '../../src/simulator/ber.ts';
import { dotted } from '../../src/simulator/mib.ts';

/** A decoded value: its tag and its content. */
export interface Seen {
  readonly name: string;
  readonly tag: number;
  readonly value: bigint | string | null;
}

/** A decoded answer. */
export interface Answer {
  readonly community: string;
  readonly requestId: number;
  readonly status: number;
  readonly size: number;
  readonly seen: readonly Seen[];
}

const KINDS = { get: ber.TAG.get, getNext: ber.TAG.getNext, getBulk: ber.TAG.getBulk } as const;

/** What to ask. */
export interface Question {
  readonly kind?: keyof typeof KINDS;
  readonly names: readonly string[];
  readonly community?: string;
  readonly requestId?: number;
  /** Non-repeaters and max-repetitions of a GETBULK. */
  readonly bulk?: readonly [number, number];
  readonly version?: number;
}

/** The datagram of a question. */
export const ask = ({
  kind = 'get',
  names,
  community = 'public',
  requestId = 7,
  bulk = [0, 0],
  version = 1,
}: Question) =>
  ber.element(
    ber.TAG.sequence,
    ber.integer(version),
    ber.text(community),
    ber.element(
      KINDS[kind],
      ber.integer(requestId),
      ber.integer(bulk[0]),
      ber.integer(bulk[1]),
      ber.element(
        ber.TAG.sequence,
        ...names.map(name => ber.element(ber.TAG.sequence, ber.oid(dotted(name)), Uint8Array.from([ber.TAG.empty, 0]))),
      ),
    ),
  );

interface Node {
  readonly tag: number;
  readonly content: Buffer;
  readonly next: number;
}

const nodeAt = (bytes: Buffer, at: number): Node => {
  const first = bytes.readUInt8(at + 1);
  const extra = first < 0x80 ? 0 : first - 0x80;
  const size = extra === 0 ? first : bytes.readUIntBE(at + 2, extra);
  const start = at + 2 + extra;
  if (start + size > bytes.length) throw new Error('the answer is cut short');
  return { tag: bytes.readUInt8(at), content: bytes.subarray(start, start + size), next: start + size };
};

const nodesIn = (bytes: Buffer): Node[] => {
  const nodes: Node[] = [];
  for (let at = 0; at < bytes.length; ) {
    const node = nodeAt(bytes, at);
    nodes.push(node);
    at = node.next;
  }
  return nodes;
};

const nameOf = (content: Buffer): string => {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [head = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(head / 40));
  return [root, head - root * 40, ...rest].join('.');
};

/** The number in an element's content: signed for INTEGER, unsigned for the rest. */
const numberOf = (content: Buffer, signed: boolean): bigint => {
  const raw = BigInt(`0x${content.toString('hex')}`);
  return signed ? BigInt.asIntN(content.length * 8, raw) : raw;
};

const valueIn = ({ tag, content }: Node): Seen['value'] => {
  switch (tag) {
    case ber.TAG.integer:
      return numberOf(content, true);
    case ber.TAG.counter32:
    case ber.TAG.gauge32:
    case ber.TAG.timeTicks:
    case ber.TAG.counter64:
      return numberOf(content, false);
    case ber.TAG.oid:
      return nameOf(content);
    case ber.TAG.octets:
    case ber.TAG.ipAddress:
      return content.toString('latin1');
    default:
      return null;
  }
};

/** Decodes one element on its own. */
export const decode = (bytes: Uint8Array): Omit<Seen, 'name'> => {
  const node = nodeAt(Buffer.from(bytes), 0);
  if (node.next !== bytes.length) throw new Error('octets left over');
  return { tag: node.tag, value: valueIn(node) };
};

/** Decodes an answer; throws when it is not a well-formed Response. */
export const read = (datagram: Uint8Array): Answer => {
  const bytes = Buffer.from(datagram);
  const message = nodeAt(bytes, 0);
  if (message.next !== bytes.length) throw new Error('octets left over');
  const [, community, pdu] = nodesIn(message.content);
  if (pdu?.tag !== ber.TAG.response) throw new Error('not a response');
  const [id, status, , list] = nodesIn(pdu.content);
  if (id === undefined || status === undefined || list === undefined) throw new Error('not a whole response');
  return {
    community: community?.content.toString('latin1') ?? '',
    requestId: Number(numberOf(id.content, true)),
    status: Number(numberOf(status.content, true)),
    size: bytes.length,
    seen: nodesIn(list.content).map(varbind => {
      const [name, value] = nodesIn(varbind.content);
      if (name === undefined || value === undefined) throw new Error('not a varbind');
      return { name: nameOf(name.content), tag: value.tag, value: valueIn(value) };
    }),
  };
};
