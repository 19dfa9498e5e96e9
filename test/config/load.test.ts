import { describe, expect, it } from 'vitest';
import { checkConfig, type LoadResult, loadConfig } from '../../src/config/load.ts';
import { problemLine } from '../../src/config/problem.ts';
import { ONE_ROUTER, type Pretended, pretendMachine } from './pretend-machine.ts';

const FILE = '/home/noc/peerdeck.yaml';
const env = { SNMP_COMMUNITY: 'from-env' };

const load = (holds: Pretended, given?: string): Promise<LoadResult> => loadConfig(given, pretendMachine(holds));

function linesOf(result: LoadResult): readonly string[] {
  switch (result.kind) {
    case 'ok':
      return result.config.warnings;
    case 'missing':
      return result.searched;
    case 'invalid':
      return result.problems.map(problem => problemLine(result.file, problem));
  }
}

function communityOf(result: LoadResult): string {
  if (result.kind !== 'ok') throw new Error(linesOf(result).join('\n'));
  const snmp = result.config.routers[0]?.snmp;
  return snmp?.version === '2c' ? snmp.community.reveal() : '';
}

const withSnmp = (snmp: string): string => ONE_ROUTER.replace(/snmp: .*/, `snmp: ${snmp}`);
const withCommunity = (text: string): string => withSnmp(`{version: 2c, community: "${text}"}`);

describe('the configuration file', () => {
  it('is looked for in the usual places, nearest first', async () => {
    const everywhere = {
      '/home/noc/peerdeck.yaml': ONE_ROUTER,
      '/home/noc/.config/peerdeck/peerdeck.yaml': ONE_ROUTER,
      '/etc/peerdeck/peerdeck.yaml': ONE_ROUTER,
    };
    const home = { ...env, HOME: '/home/noc' };
    const files: Record<string, string> = { ...everywhere };
    for (const expected of [
      'peerdeck.yaml',
      '/home/noc/.config/peerdeck/peerdeck.yaml',
      '/etc/peerdeck/peerdeck.yaml',
    ]) {
      expect(await load({ files, env: home })).toMatchObject({ kind: 'ok', config: { file: expected } });
      delete files[expected.startsWith('/') ? expected : `/home/noc/${expected}`];
    }
    expect(await load({ files, env: home })).toEqual({
      kind: 'missing',
      searched: ['peerdeck.yaml', '/home/noc/.config/peerdeck/peerdeck.yaml', '/etc/peerdeck/peerdeck.yaml'],
    });
  });

  it('is looked for under XDG_CONFIG_HOME when that is absolute', async () => {
    const searched = async (xdg: string) => linesOf(await load({ env: { HOME: '/h', XDG_CONFIG_HOME: xdg } }))[1];
    expect(await searched('/x')).toBe('/x/peerdeck/peerdeck.yaml');
    expect(await searched('x')).toBe('/h/.config/peerdeck/peerdeck.yaml');
    expect(await searched('')).toBe('/h/.config/peerdeck/peerdeck.yaml');
  });

  it('that -c or the environment names must exist, whatever else does', async () => {
    const files = { [FILE]: ONE_ROUTER };
    expect(linesOf(await load({ files, env }, 'other.yaml'))).toEqual(['other.yaml: does not exist (named by -c)']);
    expect(linesOf(await load({ files, env: { ...env, PEERDECK_CONFIG: '/x.yaml' } }))).toEqual([
      '/x.yaml: does not exist (named by $PEERDECK_CONFIG)',
    ]);
    expect(linesOf(await load({ files, env }, ''))).toEqual(['-c: names no file']);
    expect(await load({ files, env: { ...env, PEERDECK_CONFIG: '' } })).toMatchObject({ kind: 'ok' });
  });

  it('named by -c wins over the environment', async () => {
    const files = { '/home/noc/a.yaml': ONE_ROUTER, '/home/noc/b.yaml': ONE_ROUTER };
    const both = { ...env, PEERDECK_CONFIG: 'b.yaml' };
    expect(await load({ files, env: both }, 'a.yaml')).toMatchObject({ config: { file: 'a.yaml' } });
    expect(await load({ files, env: both })).toMatchObject({ config: { file: 'b.yaml' } });
  });

  it('that cannot be read ends the search', async () => {
    const files = { '/etc/peerdeck/peerdeck.yaml': ONE_ROUTER };
    expect(linesOf(await load({ files, env, unreadable: [FILE] }))).toEqual([
      'peerdeck.yaml: may not be read by this user',
    ]);
  });

  it.each([
    ['NUL bytes', new Uint8Array([0x72, 0, 0x6f])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x72, 0x00])],
    ['an ELF header', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe])],
  ])('that is %s is not text', async (_, bytes) => {
    expect(linesOf(await load({ files: { [FILE]: bytes } }))).toEqual([
      'peerdeck.yaml: is not UTF-8 text: a configuration is written in YAML',
    ]);
  });
});

describe('a loaded configuration', () => {
  it('has every declared value in our units', async () => {
    const text = `${ONE_ROUTER}  - name: ams-er2
    address: 2001:db8::10
    port: 1161
    metro: Amsterdam
    snmp:
      version: 3
      user: noc
      auth: {protocol: sha1, password: "\${env:AUTH}"}
      priv: {protocol: aes256, password: "\${env:PRIV}"}
      contexts: [vrf-a, vrf-b]
pnis: [{router: ams-er2, interface: ae0, members: [et-0/0/0], minLinks: 1, metro: Utrecht, capacity: 400G}]
partner: {asn: 64496, name: Example Carrier}
poll: {interval: 1s, discovery: 1h}
peerAsns: any
`;
    const result = await load({ files: { [FILE]: text }, env: { ...env, AUTH: 'authauth', PRIV: 'privpriv' } });
    expect(JSON.parse(JSON.stringify(result))).toEqual({
      kind: 'ok',
      config: {
        file: 'peerdeck.yaml',
        partner: { asn: 64496, name: 'Example Carrier' },
        peerAsns: 'any',
        pollInterval: 1000,
        discoveryInterval: 3_600_000,
        routers: [
          {
            name: 'ams-er1',
            address: '192.0.2.10',
            port: 161,
            metro: 'Amsterdam',
            snmp: { version: '2c', community: '[secret]' },
          },
          {
            name: 'ams-er2',
            address: '2001:db8::10',
            port: 1161,
            metro: 'Amsterdam',
            snmp: {
              version: '3',
              user: 'noc',
              auth: { protocol: 'sha', password: '[secret]' },
              priv: { protocol: 'aes256b', password: '[secret]' },
              context: null,
              contexts: ['vrf-a', 'vrf-b'],
            },
          },
        ],
        pnis: [
          {
            router: 'ams-er2',
            interface: 'ae0',
            metro: 'Utrecht',
            members: ['et-0/0/0'],
            minLinks: 1,
            peers: null,
            capacity: 4e11,
            connection: null,
          },
        ],
        thresholds: { utilizationWarn: 0.5, utilizationHard: 0.8, utilizationLimit: 0.95 },
        simulation: false,
        microsoft: null,
        peeringApi: null,
        peeringDb: null,
        traps: null,
        warnings: [],
      },
    });
  });

  it("has Microsoft's side with its secrets out of sight", async () => {
    const text = `${ONE_ROUTER}peeringApi:
  subscriptionId: 00000000-0000-0000-0000-000000000000
  auth: {kind: clientSecret, tenantId: t, clientId: c, clientSecret: "\${env:AZURE}"}
  endpoint: http://127.0.0.1:8080
  authority: http://[::1]:8080
  interval: 30s
peeringDb: {apiKey: "\${env:PDB}"}
`;
    const result = await load({ files: { [FILE]: text }, env: { ...env, AZURE: 'hunter2', PDB: 'hunter3' } });
    if (result.kind !== 'ok') throw new Error(linesOf(result).join());
    const { microsoft, peeringApi, peeringDb } = JSON.parse(JSON.stringify(result.config));
    expect({ microsoft, peeringApi, peeringDb }).toEqual({
      microsoft: { subscriptionId: '00000000-0000-0000-0000-000000000000', interval: 30_000 },
      peeringApi: {
        subscriptionId: '00000000-0000-0000-0000-000000000000',
        auth: { kind: 'clientSecret', tenantId: 't', clientId: 'c', clientSecret: '[secret]' },
        endpoint: 'http://127.0.0.1:8080',
        authority: 'http://[::1]:8080',
        interval: 30_000,
      },
      peeringDb: { apiKey: '[secret]', endpoint: 'https://www.peeringdb.com/api' },
    });
  });

  it("watches the routers all the same where a secret of Microsoft's side is not at hand", async () => {
    const text = `${ONE_ROUTER}peeringApi:
  subscriptionId: 00000000-0000-0000-0000-000000000000
  auth: {kind: clientSecret, tenantId: t, clientId: c, clientSecret: "\${env:AZURE}"}
`;
    const result = await load({ files: { [FILE]: text }, env });
    expect(linesOf(result)).toEqual([
      'peerdeck.yaml:8:70: peeringApi.auth.clientSecret: the environment variable AZURE is not set',
    ]);
    expect(result.kind === 'ok' && result.config.peeringApi?.auth).toEqual({
      kind: 'unavailable',
      why: 'the environment variable AZURE is not set',
    });
  });

  it('reads a certificate and its key from a file of many lines', async () => {
    const text = `${ONE_ROUTER}peeringApi:
  subscriptionId: 00000000-0000-0000-0000-000000000000
  auth: {kind: clientCertificate, tenantId: t, clientId: c, certificate: "\${file:app.pem}"}
`;
    const marks = (word: string) => `-----BEGIN ${word}-----\nMA==\n-----END ${word}-----\n`;
    const whole = marks('CERTIFICATE') + marks('PRIVATE KEY');
    const good = await load({ files: { [FILE]: text, '/home/noc/app.pem': whole }, env });
    expect(good.kind === 'ok' && good.config.peeringApi?.auth.kind).toBe('clientCertificate');
    const bad = await load({ files: { [FILE]: text, '/home/noc/app.pem': marks('CERTIFICATE') }, env });
    expect(linesOf(bad)[0]).toContain('must hold the private key beside the certificate');
  });
});

describe('a secret', () => {
  it('comes from the environment', async () => {
    expect(communityOf(await load({ files: { [FILE]: ONE_ROUTER }, env }))).toBe('from-env');
  });

  it.each([
    ['public\n', 'public'],
    ['public\r\n', 'public'],
    ['public', 'public'],
    [' public ', ' public '],
  ])('comes from a file, %j without one newline', async (content, expected) => {
    const files = { [FILE]: withCommunity(`\${file:secrets/community}`), '/home/noc/secrets/community': content };
    expect(communityOf(await load({ files }))).toBe(expected);
  });

  it('in a file is looked for beside the configuration, wherever peerdeck was started', async () => {
    const files = { '/srv/a.yaml': withCommunity(`\${file:c}`), '/srv/c': 'beside', '/home/noc/c': 'here' };
    expect(communityOf(await load({ files }, '/srv/a.yaml'))).toBe('beside');
    const absolute = { '/srv/a.yaml': withCommunity(`\${file:/run/c}`), '/run/c': 'absolute' };
    expect(communityOf(await load({ files: absolute }, '/srv/a.yaml'))).toBe('absolute');
  });

  it('comes from a command, which is run once however often it is named', async () => {
    const router = ONE_ROUTER.replace(/snmp: .*/, `snmp: {version: 2c, community: "\${cmd:pass show snmp}"}`);
    const second = router.replace('routers:\n', '').replace('ams-er1', 'ams-er2');
    const io = pretendMachine({
      files: { [FILE]: `${router}${second}` },
      run: command => ({ kind: 'done', output: new TextEncoder().encode(`${command}!\n`) }),
    });
    expect(communityOf(await loadConfig(undefined, io))).toBe('pass show snmp!');
    expect(io.commands).toEqual(['pass show snmp']);
  });

  it.each<readonly [string, string, Pretended, string]>([
    ['an unset variable', `\${env:NOPE}`, {}, 'the environment variable NOPE is not set'],
    ['a variable named as a property', `\${env:constructor}`, {}, 'the environment variable constructor is not set'],
    ['an empty variable', `\${env:E}`, { env: { E: '' } }, 'the environment variable E is empty'],
    ['a file that is not there', `\${file:nope}`, {}, 'the file nope does not exist'],
    [
      'a file that may not be read',
      `\${file:c}`,
      { unreadable: ['/home/noc/c'] },
      'the file c may not be read by this user',
    ],
    ['an empty file', `\${file:c}`, { files: { '/home/noc/c': '\n' } }, 'the file c gave nothing'],
    [
      'a file of two lines',
      `\${file:c}`,
      { files: { '/home/noc/c': 'hunter\n2\n' } },
      'the file c gave more than one line',
    ],
    [
      'a failing command',
      `\${cmd:echo hunter2; exit 3}`,
      { run: () => ({ kind: 'failed', reason: 'ended with status 3' }) },
      'the command ended with status 3',
    ],
    [
      'a silent command',
      `\${cmd:true}`,
      { run: () => ({ kind: 'done', output: new Uint8Array() }) },
      'the command gave nothing',
    ],
    [
      'a community too long',
      `\${env:E}`,
      { env: { E: 'é'.repeat(61) } },
      'the community is 122 bytes long, at most 120 can be sent',
    ],
    ['two lines in the file itself', 'hunter\\n2', {}, 'a secret must be one line'],
  ])('from %s is a problem with its place, and never told', async (_, written, holds, message) => {
    const files = { ...holds.files, [FILE]: withCommunity(written) };
    const lines = linesOf(await load({ ...holds, files }));
    expect(lines).toEqual([`peerdeck.yaml:5:36: routers[0].snmp.community: ${message}`]);
    expect(lines.join()).not.toContain('hunter');
  });

  it('of SNMPv3 has at least eight characters', async () => {
    const files = { [FILE]: withSnmp(`{version: 3, user: noc, auth: {protocol: sha, password: "\${env:P}"}}`) };
    expect(linesOf(await load({ files, env: { P: 'seven77' } }))).toEqual([
      'peerdeck.yaml:5:67: routers[0].snmp.auth.password: the password must have at least 8 characters',
    ]);
  });

  it('in clear is accepted with a warning in a file that only its owner reads', async () => {
    const result = await load({ files: { [FILE]: withCommunity('hunter2') }, modes: { [FILE]: 0o600 } });
    expect(communityOf(result)).toBe('hunter2');
    expect(linesOf(result)).toEqual([
      `peerdeck.yaml:5:36: routers[0].snmp.community: a secret in clear; write "\${env:NAME}" or "\${file:PATH}" instead`,
    ]);
  });

  it.each([0o644, 0o640, 0o604])('in clear is refused in a file of mode %o', async mode => {
    const second = withCommunity('hunter3').replace('routers:\n', '').replace('ams-er1', 'ams-er2');
    const files = { [FILE]: `${withCommunity('hunter2')}${second}` };
    expect(linesOf(await load({ files, modes: { [FILE]: mode } }))).toEqual([
      `peerdeck.yaml:5:36: routers[0].snmp.community: a secret in clear (and 1 more) in a file that others can read (mode 0${mode.toString(8)}): run "chmod 600 peerdeck.yaml", or write "\${env:NAME}" or "\${file:PATH}" instead`,
    ]);
  });

  it('elsewhere does not make a file that others read wrong', async () => {
    const result = await load({ files: { [FILE]: ONE_ROUTER }, modes: { [FILE]: 0o644 }, env });
    expect(linesOf(result)).toEqual([]);
  });

  it.each(['127.0.0.1', '127.8.9.1', '"::1"', '"0:0:0:0:0:0:0:1"', 'localhost'])(
    'of a simulated router on %s needs no protection',
    async address => {
      const text = `${withCommunity('demo').replace('192.0.2.10', address)}simulation: true\n`;
      const result = await load({ files: { [FILE]: text }, modes: { [FILE]: 0o644 } });
      expect(linesOf(result)).toEqual([]);
      expect(communityOf(result)).toBe('demo');
    },
  );

  it('of a simulated router elsewhere does, and so does one of a real router on loopback', async () => {
    const modes = { [FILE]: 0o644 };
    const simulated = `${withCommunity('demo')}simulation: true\n`;
    const loopback = withCommunity('demo').replace('192.0.2.10', '127.0.0.1');
    for (const text of [simulated, loopback]) {
      expect(await load({ files: { [FILE]: text }, modes })).toMatchObject({ kind: 'invalid' });
    }
  });
});

describe('a check', () => {
  const check = async (text: string, holds: Pretended = {}) => {
    const io = pretendMachine({ ...holds, files: { ...holds.files, [FILE]: text } });
    const result = await checkConfig(undefined, io);
    return { io, result };
  };

  it('counts routers and metros', async () => {
    const second = ONE_ROUTER.replace('routers:\n', '').replace('ams-er1', 'ams-er2');
    const pnis = 'pnis: [{router: ams-er1, interface: ae0, metro: Utrecht}]\n';
    const { result } = await check(`${ONE_ROUTER}${second}${pnis}`, { env });
    expect(result).toEqual({ kind: 'ok', file: 'peerdeck.yaml', routers: 2, metros: 2, warnings: [] });
  });

  it('warns of a secret that is not here, and goes on', async () => {
    const { result } = await check(ONE_ROUTER);
    expect(result).toMatchObject({
      kind: 'ok',
      warnings: [
        {
          line: 5,
          column: 36,
          path: 'routers[0].snmp.community',
          message: 'the environment variable SNMP_COMMUNITY is not set',
        },
      ],
    });
  });

  it('refuses a secret that is here and no good, where it warns of one that is not', async () => {
    const short = withSnmp(`{version: 3, user: noc, auth: {protocol: sha, password: "\${env:P}"}}`);
    expect((await check(short, { env: { P: 'seven77' } })).result).toMatchObject({
      kind: 'invalid',
      problems: [{ message: 'the password must have at least 8 characters' }],
    });
    expect((await check(short)).result).toMatchObject({
      kind: 'ok',
      warnings: [{ path: 'routers[0].snmp.auth.password' }],
    });
  });

  it('runs no command', async () => {
    const { io, result } = await check(withCommunity(`\${cmd:pass show snmp}`));
    expect(result).toMatchObject({ kind: 'ok', warnings: [] });
    expect(io.commands).toEqual([]);
  });

  it('refuses what loading refuses', async () => {
    const { result } = await check(withCommunity('hunter2'), { modes: { [FILE]: 0o644 } });
    expect(result).toMatchObject({ kind: 'invalid' });
    expect(JSON.stringify(result)).not.toContain('hunter');
  });
});
