import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemLine } from '../../src/config/problem.ts';
import { validate } from '../../src/config/validate.ts';
import { ONE_ROUTER } from './pretend-machine.ts';

function linesOf(text: string): readonly string[] {
  const result = validate(text);
  return result.kind === 'valid' ? [] : result.problems.map(problem => problemLine('peerdeck.yaml', problem));
}

const TOP_KEYS = 'partner, peerAsns, poll, routers, pnis, peeringApi, peeringDb, traps, thresholds, simulation';
const swap = (from: string, to: string): string => ONE_ROUTER.replace(from, to);
const snmp = (to: string): string => swap(`{version: 2c, community: "\${env:SNMP_COMMUNITY}"}`, to);
const more = (text: string): string => `${ONE_ROUTER}${text}\n`;

/** What is wrong, the file, and exactly what is said of it. */
const TOAST: readonly (readonly [string, string, readonly string[]])[] = [
  // Structure.
  [
    'nothing',
    '',
    [
      'peerdeck.yaml: is empty: it needs at least "routers:" with one router ("peerdeck config schema" tells every key)',
    ],
  ],
  [
    'a comment alone',
    '# later\n',
    [
      'peerdeck.yaml: is empty: it needs at least "routers:" with one router ("peerdeck config schema" tells every key)',
    ],
  ],
  ['a list at the top', '- a\n', ['peerdeck.yaml:1:1: must be a map of keys and values, not a list']],
  ['a word', 'hello\n', ['peerdeck.yaml:1:1: must be a map of keys and values, not text']],
  ['no routers', 'simulation: true\n', ['peerdeck.yaml:1:1: routers: required, but not given']],
  ['routers with nothing after it', 'routers:\n', ['peerdeck.yaml:1:9: routers: required, but not given']],
  [
    'an empty list of routers',
    'routers: []\n',
    ['peerdeck.yaml:1:10: routers: lists no router: add at least one, with name, address, metro and snmp'],
  ],
  [
    'a misspelt key',
    swap('address', 'adress'),
    ['peerdeck.yaml:3:5: routers[0].adress: unknown key; did you mean "address"?'],
  ],
  [
    'a key in another style',
    more('pnis: [{router: ams-er1, interface: ae0, min-links: 1}]'),
    ['peerdeck.yaml:6:42: pnis[0].min-links: unknown key; did you mean "minLinks"?'],
  ],
  ['a key from nowhere', more('colour: blue'), [`peerdeck.yaml:6:1: colour: unknown key; known here: ${TOP_KEYS}`]],
  [
    'a key of the prototype',
    more('__proto__: {simulation: true}'),
    [`peerdeck.yaml:6:1: __proto__: unknown key; known here: ${TOP_KEYS}`],
  ],
  [
    'a merge key',
    more('<<: {simulation: true}'),
    ['peerdeck.yaml:6:1: ["<<"]: merge keys are not supported; use an alias (*name) for the whole value'],
  ],
  [
    'a key with an escape sequence',
    more('"\\e[2J": 1'),
    [`peerdeck.yaml:6:1: ["\\u{1b}[2J"]: unknown key; known here: ${TOP_KEYS}`],
  ],
  [
    'a missing key',
    swap('    metro: Amsterdam\n', ''),
    ['peerdeck.yaml:2:5: routers[0].metro: required, but not given'],
  ],
  [
    'a key given twice',
    more('simulation: true\nsimulation: false'),
    ['peerdeck.yaml:7:1: simulation: given twice; the first is on line 6'],
  ],
  [
    'an entry with nothing in it',
    more('pnis:\n  -'),
    ['peerdeck.yaml:7:4: pnis[0]: must be a map of keys and values, not nothing'],
  ],
  [
    'a second document',
    more('---\nsimulation: true'),
    ['peerdeck.yaml:6:1: a second document begins here; one file holds one configuration'],
  ],
  // YAML.
  [
    'a tab as indentation',
    'routers:\n\t- name: a\n',
    ['peerdeck.yaml:2:1: not valid YAML: tabs are not allowed as indentation'],
  ],
  [
    'an open list',
    more('peerAsns: [8075'),
    [
      'peerdeck.yaml:7:1: not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ],
  ['an open quote', swap('"}', '}'), ['peerdeck.yaml:6:1: not valid YAML: missing closing "quote']],
  [
    'a reference without quotes',
    snmp(`{version: 2c, community: \${env:X}}`),
    [`peerdeck.yaml:5:37: not valid YAML: this does not belong here; put "\${…}" in double quotes`],
  ],
  [
    'a colon in a value',
    swap('Amsterdam', 'Amsterdam: West'),
    ['peerdeck.yaml:4:12: not valid YAML: a value that holds ": " must be in quotes'],
  ],
  [
    'text after a quoted value',
    swap('Amsterdam', '"Amster"hunter2'),
    ['peerdeck.yaml:4:20: not valid YAML: this does not belong here'],
  ],
  [
    'a tag',
    swap('Amsterdam', '!!js/function Amsterdam'),
    ['peerdeck.yaml:4:12: not valid YAML: tags (!name) are not used in this file'],
  ],
  ['a stray bracket', '}\n', ['peerdeck.yaml:1:1: not valid YAML: this does not belong here']],
  [
    'an anchor that is not there',
    swap('Amsterdam', '*hub'),
    ['peerdeck.yaml:4:12: routers[0].metro: refers to an anchor that is not set before it'],
  ],
  ['an alias of itself', more('x: &a [*a]'), ['peerdeck.yaml:6:8: is nested more than 32 levels deep']],
  [
    'an alias bomb',
    `a: &a [1,1,1,1,1,1,1,1,1]\n${[...'bcdefgh'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`)}]\n`).join('')}`,
    ['peerdeck.yaml:6:11: holds more than 200000 values, aliases unfolded'],
  ],
  // Values.
  ['a name that is empty', swap('ams-er1', '""'), ['peerdeck.yaml:2:11: routers[0].name: must not be empty']],
  [
    'a name that is a number',
    swap('ams-er1', '12'),
    ['peerdeck.yaml:2:11: routers[0].name: must be text, not a number: put it in quotes'],
  ],
  [
    'a name with a slash',
    swap('ams-er1', 'ams/er1'),
    ['peerdeck.yaml:2:11: routers[0].name: must not hold "/": a PNI is called ROUTER/INTERFACE'],
  ],
  [
    'a name with an escape sequence',
    swap('ams-er1', '"a\\e[31m"'),
    ['peerdeck.yaml:2:11: routers[0].name: must not hold control or invisible characters (U+001B found)'],
  ],
  [
    'a metro with a bidi mark',
    swap('Amsterdam', '"Am\\u202Esterdam"'),
    ['peerdeck.yaml:4:12: routers[0].metro: must not hold control or invisible characters (U+202E found)'],
  ],
  [
    'a metro that ends with a blank',
    swap('Amsterdam', '"Amsterdam "'),
    ['peerdeck.yaml:4:12: routers[0].metro: must not begin or end with a blank'],
  ],
  [
    'a metro too long',
    swap('Amsterdam', 'A'.repeat(65)),
    ['peerdeck.yaml:4:12: routers[0].metro: must have at most 64 characters'],
  ],
  [
    'a name given twice',
    more('  - {name: ams-er1, address: "::1", metro: M, snmp: {version: 2c, community: x}}'),
    ['peerdeck.yaml:6:12: routers[1].name: "ams-er1" is already the name of routers[0]'],
  ],
  [
    'a bad IPv4 address',
    swap('192.0.2.10', '192.0.2.256'),
    ['peerdeck.yaml:3:14: routers[0].address: must be an IPv4 address, an IPv6 address or a host name'],
  ],
  [
    'an address with its port',
    swap('192.0.2.10', '192.0.2.10:1161'),
    ['peerdeck.yaml:3:14: routers[0].address: must not hold a port: write port: 1161 beside it'],
  ],
  [
    'an address in brackets',
    swap('192.0.2.10', '"[2001:db8::10]"'),
    [
      'peerdeck.yaml:3:14: routers[0].address: must be written without brackets: 2001:db8::10, and the port under port:',
    ],
  ],
  [
    'a host name with an underscore',
    swap('192.0.2.10', 'ams_er1'),
    ['peerdeck.yaml:3:14: routers[0].address: must be an IPv4 address, an IPv6 address or a host name'],
  ],
  [
    'port 0',
    swap('    metro', '    port: 0\n    metro'),
    ['peerdeck.yaml:4:11: routers[0].port: must be at least 1, not 0'],
  ],
  [
    'port 65536',
    swap('    metro', '    port: 65536\n    metro'),
    ['peerdeck.yaml:4:11: routers[0].port: must be at most 65535, not 65536'],
  ],
  [
    'half a port',
    swap('    metro', '    port: 1.5\n    metro'),
    ['peerdeck.yaml:4:11: routers[0].port: must be a whole number'],
  ],
  [
    'an AS number too large',
    more('partner: {asn: 4294967296}'),
    ['peerdeck.yaml:6:16: partner.asn: must be an AS number from 1 to 4294967295, such as 8075'],
  ],
  [
    'an AS number with letters',
    more('peerAsns: [8075, AS8075]'),
    ['peerdeck.yaml:6:18: peerAsns[1]: must be an AS number from 1 to 4294967295, such as 8075'],
  ],
  [
    'peers of neither form',
    more('peerAsns: all'),
    ['peerdeck.yaml:6:11: peerAsns: must be a list of AS numbers such as [8075], or any'],
  ],
  [
    'a duration without its unit',
    more('poll: {interval: 10}'),
    ['peerdeck.yaml:6:18: poll.interval: must be a duration with its unit: 500ms, 10s, 10m or 1h'],
  ],
  ['a poll too often', more('poll: {interval: 999ms}'), ['peerdeck.yaml:6:18: poll.interval: must be at least 1s']],
  [
    'a discovery more often than a poll',
    more('poll: {interval: 30s, discovery: 10s}'),
    ['peerdeck.yaml:6:34: poll.discovery: must not be shorter than poll.interval (10s < 30s)'],
  ],
  [
    'a threshold in per cent',
    more('thresholds: {utilizationLimit: 95}'),
    [
      'peerdeck.yaml:6:32: thresholds.utilizationLimit: must be a fraction of capacity above 0 and up to 1: 0.5 is half full',
    ],
  ],
  [
    'thresholds that fall',
    more('thresholds: {utilizationWarn: 0.9, utilizationHard: 0.7}'),
    ['peerdeck.yaml:6:53: thresholds.utilizationHard: must not be below utilizationWarn (0.7 < 0.9)'],
  ],
  ['yes for true', more('simulation: yes'), ['peerdeck.yaml:6:13: simulation: must be true or false, not text']],
  // SNMP.
  [
    'SNMPv1',
    snmp('{version: 1, community: x}'),
    ['peerdeck.yaml:5:21: routers[0].snmp.version: must be 2c or 3, not "1"'],
  ],
  [
    'no SNMP version',
    snmp('{community: x}'),
    ['peerdeck.yaml:5:11: routers[0].snmp.version: required, but not given: 2c or 3'],
  ],
  [
    'a community for SNMPv3',
    snmp('{version: 3, user: noc, community: x}'),
    [
      'peerdeck.yaml:5:35: routers[0].snmp.community: unknown key; known here: version, user, auth, priv, context, contexts',
    ],
  ],
  [
    'a context that is listed twice',
    snmp('{version: 3, user: noc, contexts: [vrf-a, vrf-b, vrf-a]}'),
    ['peerdeck.yaml:5:60: routers[0].snmp.contexts[2]: "vrf-a" is listed twice'],
  ],
  [
    'a context that is asked in anyway',
    snmp('{version: 3, user: noc, context: vrf-a, contexts: [vrf-b, vrf-a]}'),
    ['peerdeck.yaml:5:69: routers[0].snmp.contexts[1]: "vrf-a" is the context already'],
  ],
  [
    'contexts without one',
    snmp('{version: 3, user: noc, contexts: []}'),
    ['peerdeck.yaml:5:45: routers[0].snmp.contexts: must not be empty'],
  ],
  [
    'contexts for SNMPv2c',
    snmp('{version: 2c, community: x, contexts: [vrf-a]}'),
    ['peerdeck.yaml:5:39: routers[0].snmp.contexts: unknown key; known here: version, community'],
  ],
  [
    'a protocol in another style',
    snmp('{version: 3, user: noc, auth: {protocol: SHA-256, password: long enough}}'),
    [
      'peerdeck.yaml:5:52: routers[0].snmp.auth.protocol: must be md5, sha, sha1, sha224, sha256, sha384 or sha512, not "SHA-256"; did you mean "sha256"?',
    ],
  ],
  [
    'privacy without authentication',
    snmp('{version: 3, user: noc, priv: {protocol: aes, password: long enough}}'),
    ['peerdeck.yaml:5:41: routers[0].snmp.priv: privacy needs authentication: add auth: {protocol: …, password: …}'],
  ],
  [
    'a community that is a number',
    snmp('{version: 2c, community: 12}'),
    ['peerdeck.yaml:5:36: routers[0].snmp.community: must be text, not a number: put it in quotes'],
  ],
  [
    'a reference of another tool',
    snmp(`{version: 2c, community: "\${SNMP}"}`),
    [
      `peerdeck.yaml:5:36: routers[0].snmp.community: is not a reference this version knows: write \${env:NAME}, \${file:PATH} or \${cmd:COMMAND}`,
    ],
  ],
  [
    'a reference inside a value',
    snmp(`{version: 2c, community: "x\${env:A}"}`),
    [
      'peerdeck.yaml:5:36: routers[0].snmp.community: a reference must be the whole value, with nothing before or after it',
    ],
  ],
  [
    'a reference to no variable',
    snmp(`{version: 2c, community: "\${env:A-B}"}`),
    [`peerdeck.yaml:5:36: routers[0].snmp.community: must name one environment variable: \${env:NAME}`],
  ],
  // PNIs.
  [
    'a PNI of no router',
    more('pnis: [{router: ams-er9, interface: ae0}]'),
    ['peerdeck.yaml:6:17: pnis[0].router: no router "ams-er9" is declared under routers; did you mean "ams-er1"?'],
  ],
  [
    'a PNI declared twice',
    more('pnis:\n  - {router: ams-er1, interface: ae0}\n  - {router: ams-er1, interface: ae0}'),
    ['peerdeck.yaml:8:5: pnis[1]: "ams-er1/ae0" is already declared as pnis[0]'],
  ],
  [
    'a capacity in nothing',
    more('pnis: [{router: ams-er1, interface: ae0, capacity: 400}]'),
    ['peerdeck.yaml:6:52: pnis[0].capacity: must be a rate such as 400G, or bits per second (1000000 or more)'],
  ],
  [
    'a peer that is a name',
    more('pnis: [{router: ams-er1, interface: ae0, peers: [microsoft]}]'),
    ['peerdeck.yaml:6:50: pnis[0].peers[0]: must be an IPv4 or IPv6 address'],
  ],
  [
    'more links than members',
    more('pnis: [{router: ams-er1, interface: ae0, members: [a, b], minLinks: 3}]'),
    ['peerdeck.yaml:6:69: pnis[0].minLinks: must be at most the number of members, 2, not 3'],
  ],
  [
    'a member listed twice',
    more('pnis: [{router: ams-er1, interface: ae0, members: [a, a]}]'),
    ['peerdeck.yaml:6:55: pnis[0].members[1]: "a" is listed twice'],
  ],
  // The rest.
  [
    'traps on a name',
    more('traps: {listen: "localhost:1162"}'),
    ['peerdeck.yaml:6:17: traps.listen: must be an address and a port: "127.0.0.1:1162" or "[::1]:1162"'],
  ],
  [
    'a way to sign in that is none',
    more('peeringApi: {subscriptionId: 00000000-0000-0000-0000-000000000000, auth: {kind: password}}'),
    [
      'peerdeck.yaml:6:81: peeringApi.auth.kind: must be clientSecret, clientCertificate, azureCli or managedIdentity, not "password"',
    ],
  ],
  [
    'a token sent in clear',
    more(
      'peeringApi: {subscriptionId: 00000000-0000-0000-0000-000000000000, auth: {kind: azureCli}, endpoint: "http://example.com"}',
    ),
    ['peerdeck.yaml:6:102: peeringApi.endpoint: must be https: credentials go there (http is for loopback only)'],
  ],
  [
    'many things at once, told at once and in file order',
    'poll: {interval: 1}\nrouters:\n  - name: a\n    adress: 192.0.2.1\n    snmp: {version: 4}\npnis: [{router: b, interface: ae0}]\n',
    [
      'peerdeck.yaml:1:18: poll.interval: must be a duration with its unit: 500ms, 10s, 10m or 1h',
      'peerdeck.yaml:3:5: routers[0].metro: required, but not given',
      'peerdeck.yaml:4:5: routers[0].adress: unknown key; did you mean "address"?',
      'peerdeck.yaml:5:21: routers[0].snmp.version: must be 2c or 3, not "4"',
      'peerdeck.yaml:6:17: pnis[0].router: no router "b" is declared under routers',
    ],
  ],
];

describe('a broken file', () => {
  it.each(TOAST)('with %s is told with line, column and path', (_, text, expected) => {
    expect(linesOf(text)).toEqual(expected);
  });

  it('never makes the parser throw, whatever its text', () => {
    const signs = fc.constantFrom(
      ...'[]{}:,-&*!|>\'"%@`#? \n\tab1~\\\u0000\uFEFF',
      '<<',
      '---',
      '...',
      'routers:',
      `\${`,
    );
    const soup = fc.array(signs, { maxLength: 60 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), text => {
        for (const line of linesOf(text)) expect(line).toMatch(/^peerdeck\.yaml(:[0-9]+:[0-9]+)?: [^\p{Cc}]+$/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('nested as deep as it likes costs one line', () => {
    for (const sign of ['[', '{a: ', '- ', '? ']) {
      expect(linesOf(sign.repeat(5_000)), sign).toHaveLength(1);
    }
  });

  it('says where brackets nest too deeply, at once however many there are', () => {
    expect(linesOf('\n['.repeat(100_000))).toEqual(['peerdeck.yaml:34:1: not valid YAML: nested too deeply']);
    expect(linesOf('['.repeat(33))).toEqual(['peerdeck.yaml:1:33: not valid YAML: nested too deeply']);
    expect(validate(ONE_ROUTER.replace('Amsterdam', `"${'['.repeat(40)}"`))).toMatchObject({ kind: 'valid' });
    expect(validate(`${ONE_ROUTER}# ${'['.repeat(40)}`)).toMatchObject({ kind: 'valid' });
    expect(validate(ONE_ROUTER.replace('Amsterdam', `a${'['.repeat(40)}`))).toMatchObject({ kind: 'valid' });
  });

  it('with a problem on each of its lines is told up to a hundred of them', () => {
    const lines = linesOf(Array.from({ length: 500 }, (_, i) => `k${i}: 1\n`).join(''));
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe('peerdeck.yaml: 401 more problems are not shown');
  });

  it('never repeats a secret, wherever the slip is', () => {
    const secret = 'hunter2hunter2';
    const slips = [
      snmp(`{version: 2c, community: "${secret}}`),
      snmp(`{version: 2c, community: ${secret}: x}`),
      snmp(`{version: 2c, community: [${secret}]}`),
      snmp(`{version: 2c, community: "\\q${secret}"}`),
      snmp(`{version: 2c, community: "x"${secret}}`),
      snmp(`{version: 2c, community: !${secret} x}`),
      snmp(`{version: 2c, community: x\${env:${secret}}`),
      snmp(`{version: 2c, community: ${secret.repeat(400)}}`),
      snmp(`{version: 3, user: noc, auth: {protocol: sha, password: {${secret}}}}`),
      more(`} x: ${secret}`),
      more(`simulation: |${secret}`),
    ];
    for (const text of slips) expect(linesOf(text).join('\n'), text).not.toContain('hunter');
  });
});
