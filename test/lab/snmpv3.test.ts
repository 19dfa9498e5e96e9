import { expect, test } from 'vitest';
import { instant, millis } from '../../src/network/units.ts';
import { processClock } from '../../src/sources/clock.ts';
import type { Question } from '../../src/sources/snmp/codec.ts';
import type { AuthProtocol, PrivProtocol, UsmCredentials } from '../../src/sources/snmp/credentials.ts';
import { oid } from '../../src/sources/snmp/oid.ts';
import { type Answer, ordinaryWaits, type SnmpTransport } from '../../src/sources/snmp/transport.ts';
import { openUdpTransport } from '../../src/sources/snmp/udp-transport.ts';
import { type EngineMemory, newEngineMemory } from '../../src/sources/snmp/usm/engine.ts';
import { usmProcessing } from '../../src/sources/snmp/usm/usm-processing.ts';
import { pniDevice } from './lab.ts';
import { discovery, passwords, peerdeck, statusReport, writeConfiguration } from './peerdeck.ts';
import { labSuite, tell } from './suite.ts';

/** As snmpd 5.9 names them. It has AES-256 with Blumenthal's keys only. */
const auths: Readonly<Record<AuthProtocol, string>> = {
  md5: 'MD5',
  sha: 'SHA',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};
const privs: Readonly<Record<Exclude<PrivProtocol, 'aes256r'>, string>> = {
  des: 'DES',
  aes: 'AES',
  aes256b: 'AES-256',
};

const keysOf = <Key extends string>(record: Readonly<Record<Key, string>>): readonly Key[] =>
  Object.keys(record).filter((key): key is Key => key in record);

interface User {
  readonly credentials: UsmCredentials;
  readonly lines: readonly string[];
}

const none = { version: '3', auth: null, priv: null, context: '', contexts: [] } as const;

/** One user for each security level and each pair of protocols. */
const users: readonly User[] = [
  { credentials: { ...none, user: 'open' }, lines: ['createUser open', 'rouser open noauth'] },
  ...keysOf(auths).flatMap((protocol): readonly User[] => {
    const auth = { protocol, password: passwords.auth };
    const signed = `${auths[protocol]} ${passwords.auth}`;
    return [
      {
        credentials: { ...none, user: protocol, auth },
        lines: [`createUser ${protocol} ${signed}`, `rouser ${protocol} auth`],
      },
      ...keysOf(privs).map(cipher => {
        const user = `${protocol}-${cipher}`;
        return {
          credentials: { ...none, user, auth, priv: { protocol: cipher, password: passwords.priv } },
          lines: [`createUser ${user} ${signed} ${privs[cipher]} ${passwords.priv}`, `rouser ${user} priv`],
        };
      }),
    ];
  }),
];

const noc = 'sha256-aes';
/** A context that holds the system group, which snmpd asks itself for. */
const context = [
  'view all included .1',
  `rouser ${noc} priv -V all vrf-a`,
  'proxy -Cn vrf-a -v 2c -c lab-reads 127.0.0.1 .1.3.6.1.2.1.1',
];

const snmp = {
  version: 3,
  user: noc,
  auth: { protocol: 'sha256', password: `\${env:LAB_AUTH}` },
  priv: { protocol: 'aes', password: `\${env:LAB_PRIV}` },
};
const sysName: Question = { pdu: 'get', oids: [oid('1.3.6.1.2.1.1.5.0')] };

function transportTo(address: string, credentials: UsmCredentials, memory: EngineMemory): SnmpTransport {
  const surroundings = { clock: processClock, random: Math.random };
  return openUdpTransport(
    { address, family: address.includes(':') ? 6 : 4, port: 161, label: 'r1' },
    usmProcessing(credentials, { ...surroundings, memory }),
    surroundings,
  );
}

const once = (transport: SnmpTransport, question: Question): Promise<Answer> =>
  transport.request(question, { deadline: instant(processClock.now() + millis(9000)), waits: ordinaryWaits });

/** Asks as somebody who has never met the router. */
async function ask(address: string, credentials: UsmCredentials, question: Question): Promise<Answer> {
  const transport = transportTo(address, credentials, newEngineMemory());
  try {
    return await once(transport, question);
  } finally {
    transport.close();
  }
}

const nocUser: UsmCredentials = {
  ...none,
  user: noc,
  auth: { protocol: 'sha256', password: passwords.auth },
  priv: { protocol: 'aes', password: passwords.priv },
};
const lines = [...users.flatMap(user => user.lines), ...context];

labSuite('SNMPv3 on snmpd', { agentLines: () => lines }, lab => {
  const name = (): readonly object[] => [{ value: { kind: 'octets', bytes: Buffer.from(lab().er1.router) } }];

  test.each(users.map(each => [each.credentials.user, each.credentials] as const))(
    'user %s is answered',
    async (_, credentials) => {
      const { er1 } = lab();
      for (const address of [er1.management.ipv4, er1.management.ipv6])
        expect((await ask(address, credentials, sysName)).varbinds).toMatchObject(name());
    },
  );

  test('a context is answered, and the same router without it', async () => {
    const { er1 } = lab();
    const address = er1.management.ipv4;
    expect((await ask(address, nocUser, { ...sysName, context: 'vrf-a' })).varbinds).toMatchObject(name());
    expect((await ask(address, { ...nocUser, context: 'vrf-a' }, sysName)).varbinds).toMatchObject(name());
    await expect(ask(address, nocUser, { ...sysName, context: 'vrf-b' })).rejects.toThrow(
      /or it has no context "vrf-b"$/,
    );
  });

  test('status and discover tell of a router that speaks SNMPv3 what they tell of one that speaks SNMPv2c', async () => {
    const { er1, er2, folder } = lab();
    const routers = [
      { name: er1.router, address: er1.management.ipv4, snmp },
      { name: er2.router, address: er2.management.ipv6, snmp },
    ];
    const three = await writeConfiguration(folder, 'v3', '2s', routers);
    const two = await writeConfiguration(
      folder,
      'v2c',
      '2s',
      routers.map(({ snmp: _, ...router }) => router),
    );
    const [status, found, foundBy2] = [
      await peerdeck('status', '--json', '-c', three),
      await peerdeck('discover', '--json', '-c', three),
      await peerdeck('discover', '--json', '-c', two),
    ];
    for (const ended of [status, found, foundBy2]) expect(ended).toMatchObject({ status: 0, stderr: '' });
    const report = statusReport.parse(JSON.parse(status.stdout));
    expect(report.metros).toMatchObject([{ name: 'Amsterdam', verdict: 'redundant', reasons: [], capacityBps: 20e9 }]);
    expect(report.metros.flatMap(metro => metro.pnis.map(pni => [pni.id, pni.state]))).toEqual([
      [`${er1.router}/${pniDevice}`, 'up'],
      [`${er2.router}/${pniDevice}`, 'up'],
    ]);
    const settledOf = (text: string) =>
      discovery.parse(JSON.parse(text)).routers.map(router => ({
        ...router,
        sessions: router.sessions.map(({ establishedSeconds: _, ...session }) => session),
      }));
    expect(settledOf(found.stdout)).toEqual(settledOf(foundBy2.stdout));
  });

  test('what is wrong is said in one line, without a password, by a program that ends with 3', async () => {
    const { er1, folder } = lab();
    const wrong = [
      [
        'wrong-user',
        { ...snmp, user: 'nobody' },
        /knows no user "nobody"; check snmp\.user and the users of the router$/,
      ],
      [
        'wrong-password',
        { ...snmp, auth: { ...snmp.auth, password: 'not-the-password' } },
        /knows user "sha256-aes", but the authentication password or protocol \(SHA-256\) is wrong$/,
      ],
      [
        'wrong-protocol',
        { ...snmp, auth: { ...snmp.auth, protocol: 'sha512' } },
        /knows user "sha256-aes", but the authentication password or protocol \(SHA-512\) is wrong$/,
      ],
      [
        'wrong-privacy',
        { ...snmp, priv: { ...snmp.priv, password: 'not-the-password' } },
        /authenticates user "sha256-aes" but does not answer what is encrypted; most likely the privacy password or protocol \(AES-128\) is wrong$/,
      ],
      [
        'wrong-cipher',
        { ...snmp, priv: { ...snmp.priv, protocol: 'des' } },
        /authenticates user "sha256-aes" but does not answer what is encrypted; most likely the privacy password or protocol \(DES\) is wrong$/,
      ],
      [
        'level-too-low',
        { version: 3, user: noc, auth: snmp.auth },
        /does not let user "sha256-aes" read at authNoPriv \(authorizationError\); check the user's access there$/,
      ],
      [
        'level-too-high',
        { ...snmp, user: 'sha256' },
        /does not have the security level authPriv for user "sha256"; give the user there the same protocols as here$/,
      ],
    ] as const;
    const routers = wrong.map(([router, own]) => ({ name: router, address: er1.management.ipv4, snmp: own }));
    const ended = await peerdeck('status', '--json', '-c', await writeConfiguration(folder, 'wrong', '10s', routers));
    expect(ended.status).toBe(3);
    const report = statusReport.parse(JSON.parse(ended.stdout));
    for (const [index, [router, , says]] of wrong.entries()) {
      expect(report.routers[index]).toMatchObject({
        name: router,
        reachable: false,
        error: expect.stringMatching(says),
      });
      tell(`${router}: ${report.routers[index]?.error}`);
    }
    expect(ended.stdout + ended.stderr).not.toMatch(/not-the-password|lab-authenticates|lab-encrypts/);
  });

  test('a restart of the agent, which counts a boot, costs one message and no failure', async () => {
    const { er2 } = lab();
    const memory = newEngineMemory();
    const transport = transportTo(er2.management.ipv4, nocUser, memory);
    await once(transport, sysName);
    const [boots, before] = [memory.known?.boots ?? Number.NaN, transport.spent()];
    await er2.snmpd.end('SIGTERM');
    await er2.snmpd.start();
    expect(await once(transport, sysName)).toMatchObject({ errorStatus: 0, varbinds: [{ oid: sysName.oids[0] }] });
    const after = transport.spent();
    transport.close();
    expect(memory.known?.boots).toBe(boots + 1);
    expect([after.requests - before.requests, after.retransmissions]).toEqual([2, 0]);
  });
});
