import { describe, expect, it } from 'vitest';
import { validate } from '../../src/config/validate.ts';
import { ONE_ROUTER } from './pretend-machine.ts';

function contentOf(text: string) {
  const result = validate(text);
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems));
  return result.content;
}

const router = (lines: string): string => `routers:\n  - {name: a, metro: M, ${lines}}\n`;
const v2c = 'snmp: {version: 2c, community: x}';

const GOOD: readonly (readonly [string, string])[] = [
  ['one router', ONE_ROUTER],
  ['an end marker', `${ONE_ROUTER}...\n`],
  ['a start marker and a comment', `# ours\n---\n${ONE_ROUTER}`],
  ['Windows line ends', ONE_ROUTER.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\uFEFF${ONE_ROUTER}`],
  [
    'JSON, which is YAML',
    JSON.stringify({ routers: [{ name: 'a', address: '::1', metro: 'M', snmp: { version: '2c', community: 'x' } }] }),
  ],
  ['a version in quotes', router('address: 192.0.2.1, snmp: {version: "2c", community: x}')],
  ['SNMPv3 as a number', router('address: 192.0.2.1, snmp: {version: 3, user: noc}')],
  ['SNMPv3 in quotes', router('address: 192.0.2.1, snmp: {version: "3", user: noc}')],
  [
    'SNMPv3 with everything',
    router(
      'address: a.example, snmp: {version: 3, user: noc, context: vrf-a, contexts: [vrf-b, vrf-c], auth: {protocol: sha512, password: 12characters}, priv: {protocol: aes256r, password: 12characters}}',
    ),
  ],
  ['an IPv6 address', router(`address: "2001:db8::10", ${v2c}`)],
  ['a host name with its final dot', router(`address: ams-er1.example.net., ${v2c}`)],
  ['a host name that begins with a digit', router(`address: 1a.example, ${v2c}`)],
  [
    'an alias for a whole value',
    `routers:\n  - {name: a, address: a, metro: M, snmp: &s {version: 2c, community: x}}\n  - {name: b, address: b, metro: M, snmp: *s}\n`,
  ],
  ['any peer', `${ONE_ROUTER}peerAsns: any\n`],
  ['sections that were emptied', `${ONE_ROUTER}pnis:\npoll:\nthresholds:\npartner:\n`],
  ['a metro beyond ASCII', ONE_ROUTER.replace('Amsterdam', 'São Paulo 東京')],
  [
    'all threshold lines at one place',
    `${ONE_ROUTER}thresholds: {utilizationWarn: 1, utilizationHard: 1, utilizationLimit: 1}\n`,
  ],
  [
    'a managed identity',
    `${ONE_ROUTER}peeringApi: {subscriptionId: 00000000-0000-0000-0000-000000000000, auth: {kind: managedIdentity}}\n`,
  ],
  [
    'an endpoint on loopback',
    `${ONE_ROUTER}peeringApi: {subscriptionId: 00000000-0000-0000-0000-000000000000, auth: {kind: azureCli}, endpoint: "http://127.0.0.1:8080"}\n`,
  ],
];

describe('a good file', () => {
  it.each(GOOD)('may hold %s', (_, text) => {
    expect(validate(text)).toMatchObject({ kind: 'valid' });
  });

  it('has defaults for everything but its routers', () => {
    expect(contentOf(ONE_ROUTER)).toEqual({
      partner: {},
      peerAsns: [8075],
      poll: { interval: 10_000, discovery: 600_000 },
      routers: [
        {
          name: 'ams-er1',
          address: '192.0.2.10',
          port: 161,
          metro: 'Amsterdam',
          snmp: { version: '2c', community: `\${env:SNMP_COMMUNITY}` },
        },
      ],
      pnis: [],
      thresholds: { utilizationWarn: 0.5, utilizationHard: 0.8, utilizationLimit: 0.95 },
      simulation: false,
    });
  });

  it('gives capacities in bits per second and peers in their canonical form', () => {
    const pnis = `${ONE_ROUTER}pnis:
  - {router: ams-er1, interface: ae0, capacity: 1.6T, peers: [192.0.2.1, "2001:DB8:0::0:9"]}
  - {router: ams-er1, interface: ae1, capacity: 400000000000}
`;
    expect(contentOf(pnis).pnis).toEqual([
      { router: 'ams-er1', interface: 'ae0', capacity: 1.6e12, peers: ['192.0.2.1', '2001:db8::9'] },
      { router: 'ams-er1', interface: 'ae1', capacity: 4e11 },
    ]);
  });

  it('of a thousand routers that share one alias is no alias bomb', () => {
    const routers = Array.from(
      { length: 1000 },
      (_, i) =>
        `  - {name: r${i}, address: r${i}.example, metro: M, snmp: ${i === 0 ? '&s {version: 2c, community: x}' : '*s'}}\n`,
    );
    expect(contentOf(`routers:\n${routers.join('')}`).routers).toHaveLength(1000);
  });
});
