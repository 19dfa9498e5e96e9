/** A scripted SNMP agent on a real loopback socket: it answers what a test tells it to, as wrongly as the test wants. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { endOfMibView, message, noSuchInstance, noSuchObject, varbind } from './ber.ts';

/** A request as it arrived. */
export interface Asked {
  readonly pdu: 'get' | 'getnext' | 'getbulk' | 'other';
  readonly id: number;
  readonly version: number;
  readonly community: string;
  readonly oids: readonly (readonly number[])[];
  /** 0 unless it is a GETBULK. */
  readonly maxRepetitions: number;
  readonly from: RemoteInfo;
  readonly datagram: Buffer;
}

/** What an agent does with a request: the datagrams it sends back. */
export type Script = (asked: Asked) => readonly Buffer[] | Buffer | null;

/** A listening agent. */
export interface Agent {
  readonly port: number;
  /** Every request that arrived. */
  readonly asked: readonly Asked[];
  /** Octets of every answer that was sent. */
  readonly answered: readonly number[];
  script: Script;
  send(datagram: Buffer, to: RemoteInfo): void;
  close(): Promise<void>;
}

interface Node {
  readonly tag: number;
  readonly content: Buffer;
}

function nodesIn(data: Buffer): Node[] {
  const nodes: Node[] = [];
  for (let at = 0; at < data.length; ) {
    const first = data.readUInt8(at + 1);
    const extra = first < 0x80 ? 0 : first & 0x7f;
    const length = extra === 0 ? first : data.readUIntBE(at + 2, extra);
    const start = at + 2 + extra;
    nodes.push({ tag: data.readUInt8(at), content: data.subarray(start, start + length) });
    at = start + length;
  }
  return nodes;
}

function arcsOf(content: Buffer): number[] {
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  return arcs;
}

const pduNames = { 160: 'get', 161: 'getnext', 165: 'getbulk' } as const;
const isPdu = (tag: number): tag is keyof typeof pduNames => tag in pduNames;
const numberIn = (node: Node | undefined): number =>
  node === undefined || node.content.length === 0 ? 0 : node.content.readIntBE(0, node.content.length);

/** Reads a request as sent by the product, which is taken to be well-formed. */
export function readRequest(datagram: Buffer, from: RemoteInfo): Asked {
  const [whole] = nodesIn(datagram);
  const [version, community, pdu] = nodesIn(whole?.content ?? Buffer.alloc(0));
  const [id, , repetitions, list] = nodesIn(pdu?.content ?? Buffer.alloc(0));
  const tag = pdu?.tag ?? 0;
  return {
    pdu: isPdu(tag) ? pduNames[tag] : 'other',
    id: numberIn(id),
    version: numberIn(version),
    community: community?.content.toString() ?? '',
    oids: nodesIn(list?.content ?? Buffer.alloc(0)).map(each =>
      arcsOf(nodesIn(each.content)[0]?.content ?? each.content),
    ),
    maxRepetitions: numberIn(repetitions),
    from,
    datagram,
  };
}

/** Starts an agent on a free port of the host (127.0.0.1, or ::1). */
export async function startAgent(script: Script, host: '127.0.0.1' | '::1' = '127.0.0.1', port = 0): Promise<Agent> {
  const socket = createSocket(host === '::1' ? 'udp6' : 'udp4');
  const asked: Asked[] = [];
  const answered: number[] = [];
  const bound = Promise.withResolvers<void>();
  socket.once('error', bound.reject);
  socket.bind(port, host, bound.resolve);
  await bound.promise;
  // An asker that has closed its socket makes the kernel refuse what is sent to it.
  socket.off('error', bound.reject).on('error', () => undefined);
  let closed = false;
  const agent: Agent = {
    port: socket.address().port,
    asked,
    answered,
    script,
    send: (datagram, to) => {
      answered.push(datagram.length);
      socket.send(datagram, to.port, to.address);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await new Promise<void>(resolve => socket.close(() => resolve()));
    },
  };
  socket.on('message', (datagram, from) => {
    const request = readRequest(datagram, from);
    asked.push(request);
    const reply = agent.script(request);
    for (const each of reply === null ? [] : Buffer.isBuffer(reply) ? [reply] : reply) agent.send(each, from);
  });
  return agent;
}

/** A name and its encoded value. */
export type Entry = readonly [name: readonly number[], value: Uint8Array];

/** How a router answers from its table other than as it should. */
export interface Quirks {
  /** Answers are cut to this many octets; 1472 as on real routers. */
  readonly maxSize?: number;
  /** More varbinds than this are too big. */
  readonly tooBigAbove?: number;
  /** Requests for more varbinds than this get no answer. */
  readonly silentAbove?: number;
  /** GETBULK gets no answer. */
  readonly noBulk?: boolean;
  /** A request that names anything below these gets no answer. */
  readonly silent?: readonly (readonly number[])[];
  readonly community?: string;
  /** The agent knows no such objects: a GET of anything below these is noSuchObject. */
  readonly unknown?: readonly (readonly number[])[];
}

/** Lexicographic order. */
export function compare(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const isUnder = (name: readonly number[], root: readonly number[]): boolean => root.every((arc, i) => name[i] === arc);

/** Answers from a table as RFC 3416 §4.2 says, but for the quirks. */
export function mibScript(entries: readonly Entry[], quirks: Quirks = {}): Script {
  const { maxSize = 1472, tooBigAbove = 4000, silentAbove = 4000, noBulk = false, silent = [] } = quirks;
  const community = quirks.community ?? 'public';
  const sorted = entries
    .map(([name, value]) => ({ name, whole: varbind(name, value) }))
    .sort((a, b) => compare(a.name, b.name));
  const seek = (name: readonly number[], after: boolean): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compare(sorted[middle]?.name ?? [], name);
      if (order < 0 || (after && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const exact = (name: readonly number[]): Buffer => {
    const found = sorted[seek(name, false)];
    if (quirks.unknown?.some(root => isUnder(name, root)) === true) return varbind(name, noSuchObject);
    return found !== undefined && compare(found.name, name) === 0 ? found.whole : varbind(name, noSuchInstance);
  };
  const following = (starts: readonly (readonly number[])[], repetitions: number): Buffer[] => {
    const at = starts.map(name => seek(name, true));
    const found: Buffer[] = [];
    let size = 60;
    for (let row = 0; row < repetitions; row++) {
      for (const [column, name] of starts.entries()) {
        const position = at[column] ?? 0;
        const entry = sorted[position];
        const whole = entry?.whole ?? varbind(sorted.at(-1)?.name ?? name, endOfMibView);
        size += whole.length;
        if (size > maxSize && found.length > 0) return found;
        found.push(whole);
        at[column] = position + 1;
      }
    }
    return found;
  };
  return ({ pdu, id, oids, maxRepetitions, community: given }) => {
    const size = pdu === 'getbulk' ? oids.length * maxRepetitions : oids.length;
    const mute = oids.some(name => silent.some(root => isUnder(name, root)));
    if (given !== community || mute || size > silentAbove || (noBulk && pdu === 'getbulk')) return null;
    if (size > tooBigAbove) return message({ id, community, status: 1 });
    const varbinds = pdu === 'get' ? oids.map(exact) : following(oids, pdu === 'getbulk' ? maxRepetitions : 1);
    const answer = message({ id, community, varbinds });
    return answer.length > maxSize && pdu !== 'getbulk' ? message({ id, community, status: 1 }) : answer;
  };
}
