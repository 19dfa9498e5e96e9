/** The whole discovery of a router of 500 interfaces, against net-snmp's snmpbulkwalk of the same columns. */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Discovery } from './discovery-client.ts';
import { type Figure, median, type Part } from './figure.ts';
import type { Order, Report } from './large-router.ts';
import { isInstalled, nodeFlags } from './program.ts';

const run = promisify(execFile);
const rttMs = 5;
const warmUp = 10;
const rounds = 21;
const farRounds = 5;
/** The router's tables. */
const size = { interfaces: 500, columns: 16 } as const;

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const hasKind = (message: unknown): message is { readonly kind: unknown } =>
  typeof message === 'object' && message !== null && 'kind' in message;
const isReport = (message: unknown): message is Report =>
  hasKind(message) && (message.kind === 'listening' || message.kind === 'walked');
const areDiscoveries = (message: unknown): message is readonly Discovery[] => Array.isArray(message);

/** What a child says next. Rejects when it says something else or ends. */
const nextMessage = <Message>(child: ChildProcess, isIt: (message: unknown) => message is Message): Promise<Message> =>
  new Promise((resolve, reject) => {
    const name = child.spawnargs.slice(1).join(' ');
    child.once('message', message =>
      isIt(message) ? resolve(message) : reject(new Error(`${name} says ${JSON.stringify(message)}`)),
    );
    child.once('exit', status => reject(new Error(`${name} ended with status ${status}`)));
  });

function discoveries(port: number, times: number): Promise<readonly Discovery[]> {
  const client = fork(script('discovery-client.ts'), [String(port), String(times)], { execArgv: [...nodeFlags()] });
  return nextMessage(client, areDiscoveries);
}

interface Walked {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const walkOptions = ['-v2c', '-cpublic', '-Cr25', '-Onq', '-m', '', '-M', ''];

/** What walking these subtrees one after the other takes, by bash's clock: Node does not tell what its children used. */
async function walk(port: number, roots: readonly string[], times: number): Promise<Walked> {
  const each = `snmpbulkwalk ${walkOptions.map(option => `'${option}'`).join(' ')} 127.0.0.1:${port}`;
  const walks = `for i in $(seq ${times}); do for root in ${roots.join(' ')}; do ${each} $root > /dev/null || exit; done; done`;
  const { stderr } = await run('bash', ['-c', `TIMEFORMAT='%3R %3U %3S'; time { ${walks}; }`]);
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  if (Number.isNaN(system)) throw new Error(`snmpbulkwalk: ${stderr}`);
  return { wallMs: (wall * 1000) / times, cpuMs: ((user + system) * 1000) / times };
}

const absent = '1.3.6.1.3.1';
const wholeTables = ['1.3.6.1.2.1.2.2', '1.3.6.1.2.1.31.1.1'];

/** Milliseconds of snmpbulkwalk. */
interface Peer {
  readonly cpuPerVarbind: number;
  readonly walkFar: number;
}

/** The same columns by snmpbulkwalk. What starting the program takes is not what walking takes: it is subtracted. */
async function walkAsPeer(port: number, columns: readonly string[], delay: (ms: number) => void): Promise<Peer | null> {
  if (!isInstalled('snmpbulkwalk')) return null;
  const start = await walk(port, [absent], 100);
  const tables = await walk(port, wholeTables, 20);
  delay(rttMs);
  const far = await walk(port, columns, farRounds);
  delay(0);
  return {
    cpuPerVarbind: (tables.cpuMs - wholeTables.length * start.cpuMs) / (size.interfaces * size.columns),
    walkFar: far.wallMs - columns.length * start.wallMs,
  };
}

async function measureAt(router: ChildProcess): Promise<readonly Figure[]> {
  const order = (what: Order): void => void router.send(what);
  const delay = (ms: number): void => order({ kind: 'delay', ms });
  const listening = await nextMessage(router, isReport);
  if (listening.kind !== 'listening') throw new Error('the large router does not listen');
  const { port } = listening;

  const found = await discoveries(port, warmUp + rounds);
  order({ kind: 'walked' });
  const walked = await nextMessage(router, isReport);
  if (walked.kind !== 'walked') throw new Error('the large router does not tell what was walked');
  const columns = walked.roots.filter(root => wholeTables.some(table => root.startsWith(`${table}.`)));
  const walks = await walkAsPeer(port, columns, delay);
  delay(rttMs);
  const far = await discoveries(port, farRounds);

  const [cold] = found;
  if (cold === undefined) throw new Error('nothing was discovered');
  const warm = found.slice(warmUp);
  const varbinds = columns.length * size.interfaces;
  const microsPerVarbind = (ms: number): number => (ms * 1000) / varbinds;
  const peer = (value: (found: Peer) => number): Pick<Figure, 'peer'> =>
    walks === null ? {} : { peer: { name: 'snmpbulkwalk', value: value(walks) } };
  return [
    { name: `discovery of ${size.interfaces} interfaces: varbinds`, unit: '', ours: varbinds },
    { name: 'discovery: requests', unit: '', ours: cold.requests },
    {
      name: 'discovery: processor time per varbind',
      unit: 'µs',
      ours: microsPerVarbind(median(warm.map(each => each.cpuMs))),
      ...peer(({ cpuPerVarbind }) => cpuPerVarbind * 1000),
      aim: { of: 'ratio', most: 3 },
    },
    {
      name: 'discovery: the same, the first in a process',
      unit: 'µs',
      ours: microsPerVarbind(cold.cpuMs),
      ...peer(({ cpuPerVarbind }) => cpuPerVarbind * 1000),
    },
    { name: 'discovery: time, no delay', unit: 'ms', ours: median(warm.map(each => each.wallMs)) },
    {
      name: `discovery: time, round trip ${rttMs} ms`,
      unit: 'ms',
      ours: median(far.map(each => each.wallMs)),
      ...peer(({ walkFar }) => walkFar),
      aim: { of: 'ratio', most: 1 },
    },
  ];
}

async function measure(): Promise<readonly Figure[]> {
  const router = fork(script('large-router.ts'), [], { execArgv: [] });
  try {
    return await measureAt(router);
  } finally {
    router.disconnect();
  }
}

/** From no knowledge of a router to all of it. */
export const discovery: Part = { name: 'discovery', measure };
