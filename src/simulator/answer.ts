/** Answers one request from a view (RFC 3416 §4.2): the whole of an SNMPv2c command responder, without I/O. */
import * as ber from './ber.ts';
import { compareOids, isImplemented, isUnder, type Mib, type MibEntry, seek } from './mib.ts';
import type { AskedName, Request } from './request.ts';

/** What to answer from. */
export interface Answering<View> {
  readonly mib: Mib<View>;
  readonly view: View;
  /** Subtrees that give no answer at all: a request that names them is dropped, a walk from outside passes over them. */
  readonly silent: readonly (readonly number[])[];
  /** Largest answer in octets. */
  readonly maxSize: number;
}

const NO_ERROR = 0;
const TOO_BIG = 1;
const NOTHING = ber.element(ber.TAG.sequence);
// A manager may ask for 2^31-1 repetitions; what fits a datagram is far below this.
const MOST_VARBINDS = 2000;

const varbind = (name: Uint8Array, value: Uint8Array): Uint8Array => ber.element(ber.TAG.sequence, name, value);

const envelope = (request: Request, status: number, list: Uint8Array): Uint8Array =>
  ber.element(
    ber.TAG.sequence,
    ber.integer(1),
    ber.element(ber.TAG.octets, Buffer.from(request.community, 'latin1')),
    ber.element(ber.TAG.response, request.requestId, ber.integer(status), ber.integer(0), list),
  );

const exact = <View>(name: AskedName, { mib, view }: Answering<View>): Uint8Array => {
  const entry = mib.entries[seek(mib, name.arcs)];
  if (entry !== undefined && compareOids(entry.arcs, name.arcs) === 0) return varbind(name.encoded, entry.read(view));
  const kind = isImplemented(mib, name.arcs) ? 'noSuchInstance' : 'noSuchObject';
  return varbind(name.encoded, ber.exception(kind));
};

/** Position of the entry after `at`, passing over silent subtrees. */
const skipSilent = <View>(from: number, { mib, silent }: Answering<View>): number => {
  let at = from;
  if (silent.length === 0) return at;
  for (let entry = mib.entries[at]; entry !== undefined; entry = mib.entries[at]) {
    const { arcs } = entry;
    if (!silent.some(subtree => isUnder(arcs, subtree))) break;
    at += 1;
  }
  return at;
};

const positionAfter = <View>(name: AskedName, answering: Answering<View>): number => {
  const { mib } = answering;
  let at = seek(mib, name.arcs);
  const entry = mib.entries[at];
  if (entry !== undefined && compareOids(entry.arcs, name.arcs) === 0) at += 1;
  return skipSilent(at, answering);
};

const found = <View>(entry: MibEntry<View> | undefined, end: Uint8Array, view: View): Uint8Array =>
  entry === undefined ? varbind(end, ber.exception('endOfMibView')) : varbind(entry.encoded, entry.read(view));

const following = <View>(name: AskedName, answering: Answering<View>): Uint8Array =>
  found(answering.mib.entries[positionAfter(name, answering)], name.encoded, answering.view);

/** GETBULK's varbinds in order (RFC 3416 §4.2.3); the taker stops when its datagram is full. */
function* bulk<View>(request: Request, answering: Answering<View>): Generator<Uint8Array> {
  const { mib, view } = answering;
  for (const name of request.names.slice(0, request.nonRepeaters)) yield following(name, answering);
  const columns = request.names.slice(request.nonRepeaters).map(name => ({ at: -1, name, end: name.encoded }));
  if (columns.length === 0) return;
  for (let repetition = 0; repetition < request.maxRepetitions; repetition += 1) {
    let ended = 0;
    for (const column of columns) {
      column.at = repetition === 0 ? positionAfter(column.name, answering) : skipSilent(column.at + 1, answering);
      const entry = mib.entries[column.at];
      yield found(entry, column.end, view);
      if (entry === undefined) ended += 1;
      else column.end = entry.encoded;
    }
    // All at the end: further rows would only repeat it, and the RFC lets the agent stop here.
    if (ended === columns.length) return;
  }
}

const bulkList = <View>(request: Request, answering: Answering<View>): Uint8Array => {
  // Three nested headers of four octets at most, version, community, request-id and two one-octet integers.
  const overhead = 12 + 3 + 4 + request.community.length + request.requestId.length + 6;
  const parts: Uint8Array[] = [];
  let room = answering.maxSize - overhead;
  for (const part of bulk(request, answering)) {
    room -= part.length;
    if ((room < 0 && parts.length > 0) || parts.length >= MOST_VARBINDS) break;
    parts.push(part);
  }
  return ber.element(ber.TAG.sequence, ...parts);
};

/** The answer to send, or `null` where this agent keeps silent. */
export const answerRequest = <View>(request: Request, answering: Answering<View>): Uint8Array | null => {
  const { silent, maxSize } = answering;
  if (request.names.some(({ arcs }) => silent.some(subtree => isUnder(arcs, subtree)))) return null;
  if (request.kind === 'getBulk') return envelope(request, NO_ERROR, bulkList(request, answering));
  const one = request.kind === 'get' ? exact : following;
  const parts = request.names.map(name => one(name, answering));
  const answer = envelope(request, NO_ERROR, ber.element(ber.TAG.sequence, ...parts));
  // RFC 3416 §4.2.1: an answer that does not fit becomes tooBig with an empty list, never a shorter list.
  return answer.length <= maxSize ? answer : envelope(request, TOO_BIG, NOTHING);
};
