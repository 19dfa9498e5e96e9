/**
 * A router of 500 interfaces as an SNMP agent in a process of its own: 16 columns of IF-MIB, nothing else but the system
 * group. Its parent tells it how long an answer travels and asks which tables were walked.
 */
import { createSocket } from 'node:dgram';
import { answerRequest } from '../src/simulator/answer.ts';
import * as ber from '../src/simulator/ber.ts';
import { buildMib, compareOids, dotted, fixed, type MibObject, scalar, seek } from '../src/simulator/mib.ts';
import { type Request, readRequest } from '../src/simulator/request.ts';

/** What the parent says. */
export type Order =
  /** Milliseconds that pass between a request and its answer; requests that follow each other overlap. */
  { readonly kind: 'delay'; readonly ms: number } | { readonly kind: 'walked' };

/** What the router says. */
export type Report =
  | { readonly kind: 'listening'; readonly port: number }
  /** The roots of the tables and columns that GETBULK was asked for since the router began. */
  | { readonly kind: 'walked'; readonly roots: readonly string[] };

const interfaces = 500;
/** What crosses an Ethernet of 1500 octets unfragmented. */
const maxSize = 1472;
const ifEntry = '1.3.6.1.2.1.2.2.1';
const ifXEntry = '1.3.6.1.2.1.31.1.1.1';

function column(object: string, encode: (ifIndex: number) => Uint8Array): MibObject<null> {
  const rows = Array.from({ length: interfaces }, (_, i) => ({ index: [i + 1], read: fixed(encode(i + 1)) }));
  return { object: dotted(object), rows };
}

const name = (ifIndex: number): string => `et-${ifIndex >> 6}/${(ifIndex >> 3) & 7}/${ifIndex & 7}`;
const octets = (ifIndex: number): Uint8Array => ber.counter64(4_000_000_000_000n * BigInt(ifIndex));

const mib = buildMib<null>([
  scalar('1.3.6.1.2.1.1.1', fixed(ber.text('A router of many interfaces'))),
  scalar('1.3.6.1.2.1.1.2', fixed(ber.oid(dotted('1.3.6.1.4.1.99999.1')))),
  scalar('1.3.6.1.2.1.1.3', fixed(ber.timeTicks(8_640_000))),
  scalar('1.3.6.1.2.1.1.5', fixed(ber.text('large'))),
  column(`${ifEntry}.2`, ifIndex => ber.text(name(ifIndex))),
  column(`${ifEntry}.3`, () => ber.integer(6)),
  column(`${ifEntry}.4`, () => ber.integer(9192)),
  column(`${ifEntry}.5`, () => ber.gauge32(0xffff_ffff)),
  column(`${ifEntry}.7`, () => ber.integer(1)),
  column(`${ifEntry}.8`, () => ber.integer(1)),
  column(`${ifEntry}.13`, () => ber.counter32(0)),
  column(`${ifEntry}.14`, () => ber.counter32(17)),
  column(`${ifXEntry}.1`, ifIndex => ber.text(name(ifIndex))),
  column(`${ifXEntry}.6`, octets),
  column(`${ifXEntry}.7`, octets),
  column(`${ifXEntry}.10`, octets),
  column(`${ifXEntry}.11`, octets),
  column(`${ifXEntry}.15`, () => ber.gauge32(100_000)),
  column(`${ifXEntry}.18`, ifIndex => ber.text(`Customer circuit number ${100_000 + ifIndex}, building B`)),
  column(`${ifXEntry}.19`, () => ber.timeTicks(0)),
]);

let delayMs = 0;
const roots = new Set<string>();

/** A name that is no instance is where a walk begins. */
function noteRoots(request: Request): void {
  if (request.kind !== 'getBulk') return;
  for (const { arcs } of request.names) {
    const entry = mib.entries[seek(mib, arcs)];
    if (entry === undefined || compareOids(entry.arcs, arcs) !== 0) roots.add(arcs.join('.'));
  }
}

const tell = (report: Report): void => void process.send?.(report);
const socket = createSocket('udp4');
socket.on('message', (datagram, { port, address }) => {
  const request = readRequest(datagram);
  if (request === null) return;
  noteRoots(request);
  const answer = answerRequest(request, { mib, view: null, silent: [], maxSize });
  if (answer === null) return;
  if (delayMs === 0) socket.send(answer, port, address);
  else setTimeout(() => socket.send(answer, port, address), delayMs);
});
process.on('message', (order: Order) => {
  if (order.kind === 'delay') delayMs = order.ms;
  else tell({ kind: 'walked', roots: [...roots] });
});
process.on('disconnect', () => process.exit());
socket.bind(0, '127.0.0.1', () => tell({ kind: 'listening', port: socket.address().port }));
