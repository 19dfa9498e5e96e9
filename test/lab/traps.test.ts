import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sample } from '../../src/network/samples.ts';
import * as ber from '../sources/snmp/ber.ts';
import { closeShells } from '../terminal/shell.ts';
import { openConsole, type Watched } from './console.ts';
import { pniDevice, type Site } from './lab.ts';
import { setLink } from './namespaces.ts';
import { passwords, writeConfiguration } from './peerdeck.ts';
import { community } from './snmpd.ts';
import { labSuite, tell } from './suite.ts';
import { openWitness, type TrapWitness } from './trap-witness.ts';
import { startWatch, type Watch } from './watch.ts';

const trapPort = 1162;
/** Where a second copy of every trap goes, so that it is known when each has come. */
const witnessPort = 1163;
const floodPort = 1164;
const userPort = 1165;

const trapName = {
  linkDown: '1.3.6.1.6.3.1.1.5.3',
  linkUp: '1.3.6.1.6.3.1.1.5.4',
  bgpEstablished: '1.3.6.1.2.1.15.0.1',
  bgpBackwardTransition: '1.3.6.1.2.1.15.0.2',
} as const;

/** ifEntry; in numbers, because Debian brings no IF-MIB. Of it ifIndex, ifAdminStatus and ifOperStatus. */
const ifEntry = '1.3.6.1.2.1.2.2.1';
const ifState = [1, 7, 8].map(column => `.${ifEntry}.${column}`).join(' ');

/** snmpd looks at its own ifTable once a second: what `linkUpDownNotifications yes` has it do once a minute. */
const linkMonitor = [
  'createUser internal',
  'rouser internal noauth',
  'iquerySecName internal',
  `notificationEvent linkUpTrap .${trapName.linkUp} ${ifState}`,
  `notificationEvent linkDownTrap .${trapName.linkDown} ${ifState}`,
  `monitor -r 1 -e linkUpTrap "link up" .${ifEntry}.8 != 2`,
  `monitor -r 1 -e linkDownTrap "link down" .${ifEntry}.8 == 2`,
];

const agentLines = (console: Site['console']): readonly string[] => [
  `trap2sink ${console.ipv4}:${trapPort} ${community}`,
  `trap2sink ${console.ipv4}:${witnessPort} ${community}`,
  ...linkMonitor,
];

labSuite('a trap shows on the screen at once', { er1Refresh: 1, agentLines }, lab => {
  let console: Watched;
  let witness: TrapWitness;

  beforeAll(async () => {
    const { er1, folder } = lab();
    witness = await openWitness(er1.console.ipv4, witnessPort);
    // An interval so long that nothing but a trap can explain what the screen shows.
    const file = await writeConfiguration(
      folder,
      'traps',
      '10m',
      [{ name: er1.router, address: er1.management.ipv4 }],
      {
        traps: { listen: `${er1.console.ipv4}:${trapPort}` },
      },
    );
    console = openConsole(file, folder);
    await console.shows(/● ams-er1\/et0 +up/, 20);
    // The routers pane says what has become of each poll.
    console.shell.type('3');
    await console.shows(/traps arrive on /, 20);
    console.shell.type('1');
    await console.shows(/▸ . Amsterdam/, 20);
    await console.atRest();
  });

  afterAll(() => {
    closeShells();
    witness.close();
  });

  /** Does something to the router, and waits for the trap that tells of it and for the screen that shows it. */
  async function trapped(name: keyof typeof trapName, act: () => Promise<unknown>, shown: RegExp): Promise<void> {
    const before = witness.seen.length;
    const onScreen = console.shows(shown, 20);
    await act();
    const at = await onScreen;
    const trap = witness.seen.slice(before).find(each => each.name === trapName[name]);
    expect(trap, `${name} among ${JSON.stringify(witness.seen)}`).toBeDefined();
    tell(`${name}: on screen ${(at - (trap?.at ?? Number.NaN)).toFixed(0)} ms after the trap`);
  }

  test('a session that is shut down, and one that is established', async () => {
    const { er1 } = lab();
    const neighbour = `neighbor ${er1.peer.ipv4} shutdown`;
    await trapped('bgpBackwardTransition', () => er1.frr.configure(neighbour), /◇ ams-er1\/et0 +shut/);
    await trapped('bgpEstablished', () => er1.frr.configure(`no ${neighbour}`), /● ams-er1\/et0 +up/);
  });

  test('an interface that goes down, and one that comes up', async () => {
    const { er1 } = lab();
    const reason = `/${pniDevice} down: ${pniDevice} is down`;
    await trapped('linkDown', () => setLink(er1.far, 'down'), new RegExp(reason));
    // The session takes its time after that.
    await trapped('linkUp', () => setLink(er1.far, 'up'), new RegExp(`^(?![^]*${reason})`));
    await console.shows(/● ams-er1\/et0 +up/, 20);
  });

  test('the router says how many came and which was the newest', async () => {
    console.shell.type('3');
    await console.shows(/traps [1-9]\d*, newest (linkUp et0|bgpEstablished 203\.0\.113\.1) at \d\d:\d\d:\d\dZ/, 20);
  });
});

const fromEnvironment = (name: string): string => `\${env:${name}}`;

/** Informs of a user; the same user is asked with. The console has one address for each router. */
const userLines = (console: Site['console']): readonly string[] => {
  const secrets = ['-a', 'SHA-256', '-A', passwords.auth, '-x', 'AES', '-X', passwords.priv];
  return [
    `createUser noc SHA-256 ${passwords.auth} AES ${passwords.priv}`,
    'rouser noc priv',
    // An engine id of its own choice: without one snmpd asks for it before it answers anybody, and nobody listens yet.
    `trapsess -Ci -v 3 -e 0x8000b983056c6162 -u noc -l authPriv ${secrets.join(' ')} ${console.ipv4}:${userPort}`,
    `trap2sink ${console.ipv4}:${witnessPort} ${community}`,
    ...linkMonitor,
  ];
};

labSuite('an inform of SNMPv3 shows on the screen at once', { er1Refresh: 1, agentLines: userLines }, lab => {
  let console: Watched;
  let witness: TrapWitness;

  beforeAll(async () => {
    const { er1, folder } = lab();
    witness = await openWitness(er1.console.ipv4, witnessPort);
    const snmp = {
      version: 3,
      user: 'noc',
      auth: { protocol: 'sha256', password: fromEnvironment('LAB_AUTH') },
      priv: { protocol: 'aes128', password: fromEnvironment('LAB_PRIV') },
    };
    const router = { name: er1.router, address: er1.management.ipv4, snmp };
    const traps = { listen: `${er1.console.ipv4}:${userPort}` };
    const file = await writeConfiguration(folder, 'informs', '10m', [router], { traps });
    console = openConsole(file, folder);
    await console.shows(/● ams-er1\/et0 +up/, 20);
    await console.atRest();
  });

  afterAll(() => {
    closeShells();
    witness.close();
  });

  test('and is acknowledged: it does not come again', async () => {
    const { er1 } = lab();
    const neighbour = `neighbor ${er1.peer.ipv4} shutdown`;
    // What the agent had sent before anybody listened, it has sent again until now.
    console.shell.type('3');
    await console.shows(/traps arrive on/, 20);
    const counted = Number(/ traps (\d+)/.exec(console.text())?.[1] ?? 0);
    console.shell.type('1');
    await console.shows(/▸ . Amsterdam/, 20);
    const before = witness.seen.length;
    const onScreen = console.shows(/◇ ams-er1\/et0 +shut/, 20);
    await er1.frr.configure(neighbour);
    const at = await onScreen;
    const trap = witness.seen.slice(before).find(each => each.name === trapName.bgpBackwardTransition);
    tell(`an inform of SNMPv3: on screen ${(at - (trap?.at ?? Number.NaN)).toFixed(0)} ms after the trap beside it`);
    await er1.frr.configure(`no ${neighbour}`);
    await console.shows(/● ams-er1\/et0 +up/, 20);
    console.shell.type('3');
    // As many as the witness has seen: snmpd sends an inform again after a second unless it is acknowledged.
    const now = counted + witness.seen.length - before;
    await console.shows(new RegExp(`traps ${now}, newest bgpEstablished 203`), 20);
    expect(console.text()).not.toMatch(/another community, user or key|unreadable/);
  });
});

labSuite('a flood of traps', { er1Refresh: 1 }, lab => {
  let watch: Watch;
  const rate = 10_000;
  const seconds = 10;
  const interval = 1;

  beforeAll(async () => {
    const { er1, er2, folder } = lab();
    const file = await writeConfiguration(
      folder,
      'flood',
      `${interval}s`,
      [
        { name: er1.router, address: er1.management.ipv4 },
        { name: er2.router, address: er2.management.ipv4 },
      ],
      { traps: { listen: `${er1.console.ipv4}:${floodPort}` } },
    );
    watch = await startWatch(file);
    await watch.until('both PNIs are up', 20, picture =>
      picture.metros.flatMap(metro => metro.pnis).every(pni => pni.state === 'up'),
    );
  });

  afterAll(() => watch.stop());

  /** When the answers of whole cycles came, one for each cycle. */
  const cycles = (samples: readonly Sample[], router: string): readonly number[] =>
    samples.flatMap(sample =>
      sample.kind === 'polled' && sample.router === router && sample.cause === undefined && sample.interfaces.length > 0
        ? [sample.at]
        : [],
    );
  const longestGap = (moments: readonly number[]): number =>
    Math.max(...moments.slice(1).map((at, position) => at - (moments[position] ?? at)));

  test('from one router does not hold up the polling of any', async () => {
    const { er1, er2 } = lab();
    const ifIndex = Number((await er1.namespace.run('cat', `/sys/class/net/${pniDevice}/ifindex`)).trim());
    const trap = linkDownTrap(ifIndex);
    await watch.until('polling is under way', 20, () => cycles(watch.samples, er1.router).length > 3);
    const before = watch.samples.length;
    const cpu = process.cpuUsage();
    const file = fileURLToPath(new URL('flood.ts', import.meta.url));
    const args = [er1.console.ipv4, floodPort, rate, seconds, trap.toString('hex')].map(String);
    const sent = Number(await er1.namespace.run(process.execPath, file, ...args));
    const { user, system } = process.cpuUsage(cpu);
    const during = watch.samples.slice(before);
    await watch.until('what came is told', 5, () => (watch.router(er1.router).traps?.counts.received ?? 0) > 0);
    const counts = watch.router(er1.router).traps?.counts;
    expect(sent).toBeGreaterThan(rate);
    expect(counts?.dropped).toBeGreaterThan(0);
    // 100 at once and 50 a second are read, whatever comes.
    expect((counts?.acted ?? 0) + (counts?.elsewhere ?? 0)).toBeLessThan(100 + 50 * (seconds + 5));
    expect(counts?.acted).toBeGreaterThan(0);
    expect(during.filter(sample => sample.kind === 'skipped')).toEqual([]);
    expect(during.filter(sample => sample.kind === 'failed')).toEqual([]);
    for (const { router } of [er1, er2]) {
      const moments = cycles(during, router);
      expect(moments.length, `cycles of ${router}`).toBeGreaterThan(seconds / 2);
      tell(
        `${router}: ${moments.length} readings in ${seconds} s, the longest wait ${longestGap(moments).toFixed(0)} ms`,
      );
    }
    const caused = during.filter(sample => sample.kind === 'polled' && sample.cause === 'trap').length;
    tell(
      `${sent} traps sent, ${counts?.received} received, ${counts?.dropped} dropped, ${counts?.acted} acted upon, ${caused} answers to polls that they caused`,
    );
    tell(`all of this took ${(((user + system) / 1e6 / seconds) * 100).toFixed(0)} % of one processor`);
  });
});

/** A linkDown in SNMPv2c. */
const linkDownTrap = (ifIndex: number): Buffer =>
  ber.message({
    id: 1,
    pdu: 0xa7,
    community,
    varbinds: [
      ber.varbind([1, 3, 6, 1, 2, 1, 1, 3, 0], ber.timeTicks(1)),
      ber.varbind([1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0], ber.oid(trapName.linkDown.split('.').map(Number))),
      ber.varbind([1, 3, 6, 1, 2, 1, 2, 2, 1, 1, ifIndex], ber.integer(ifIndex)),
    ],
  });
