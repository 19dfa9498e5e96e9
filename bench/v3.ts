/** What SNMPv3 costs beside SNMPv2c: the same routers polled both ways in turn, in one process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config, RouterConfig } from '../src/config/config.ts';
import { Secret } from '../src/config/secret.ts';
import { configIn, openFleet, type PolledFleet, pnisIn } from './cycle.ts';
import { withDemoFleet } from './demo-fleet.ts';
import { type Figure, median, type Part } from './figure.ts';
import { benchUser } from './v3-user.ts';

const warmUp = 100;
/** Both are measured in turn, so that what else the machine does falls on both. */
const rounds = 21;
const cycles = 20;

const arePorts = (message: unknown): message is readonly number[] =>
  Array.isArray(message) && message.every(each => typeof each === 'number');

/** The same fleet behind SNMPv3. */
function behind(config: Config, ports: readonly number[]): Config {
  const { user, auth, priv } = benchUser;
  const snmp: RouterConfig['snmp'] = {
    version: '3',
    user,
    auth: { protocol: auth.protocol, password: new Secret(auth.password) },
    priv: { protocol: priv.protocol, password: new Secret(priv.password) },
    context: null,
    contexts: [],
  };
  return {
    ...config,
    routers: config.routers.map((router, i) => ({ ...router, snmp, port: ports[i] ?? router.port })),
  };
}

/** Microseconds of this process for some cycles of a fleet, and the requests in them. */
async function costOf(fleet: PolledFleet, times: number): Promise<{ readonly cpu: number; readonly requests: number }> {
  fleet.costs.length = 0;
  const before = process.cpuUsage();
  for (let i = 0; i < times; i += 1) await fleet.cycle();
  const { user, system } = process.cpuUsage(before);
  return { cpu: user + system, requests: fleet.costs.reduce((sum, cost) => sum + cost.requests, 0) };
}

async function measureWith(config: Config, pnis: number): Promise<readonly Figure[]> {
  const ports = config.routers.map(router => String(router.port));
  const front = fork(fileURLToPath(new URL('v3-front.ts', import.meta.url)), ports, { execArgv: [] });
  try {
    const [fronts]: readonly unknown[] = await once(front, 'message');
    if (!arePorts(fronts)) throw new Error('the SNMPv3 engines do not listen');
    const [two, three] = [await openFleet(config), await openFleet(behind(config, fronts))];
    for (const fleet of [two, three]) await costOf(fleet, warmUp);
    const found = { two: [] as number[], three: [] as number[], perRequest: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const [plain, secure] = [await costOf(two, cycles), await costOf(three, cycles)];
      found.two.push(plain.cpu / cycles / pnis);
      found.three.push(secure.cpu / cycles / pnis);
      found.perRequest.push(secure.cpu / secure.requests - plain.cpu / plain.requests);
    }
    for (const fleet of [two, three]) fleet.close();
    return [
      {
        name: 'SNMPv3: processor time per PNI',
        unit: 'µs',
        ours: median(found.three),
        peer: { name: 'SNMPv2c', value: median(found.two) },
      },
      { name: 'SNMPv3: processor time added to a request', unit: 'µs', ours: median(found.perRequest) },
    ];
  } finally {
    front.disconnect();
  }
}

/** The demo fleet over SNMPv3, against the same over SNMPv2c. */
export const v3: Part = {
  name: 'v3',
  measure: () => withDemoFleet(async file => measureWith(await configIn(file), await pnisIn(file))),
};
