import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { jsonSchema } from '../../src/config/json-schema.ts';
import { validate } from '../../src/config/validate.ts';

const page = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
const samples = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(match => match[1] ?? '');
const full = samples.find(sample => sample.includes('peeringApi')) ?? '';

/** The sample that the command-line contract gives. */
const CONTRACT = `partner: {asn: 64496, name: Example Carrier}
peerAsns: [8075]                # whose sessions make a PNI; \`any\` takes every external session
poll: {interval: 10s, discovery: 10m}
routers:
  - name: ams-er1
    address: 192.0.2.10          # or a name; IPv6 too
    port: 161
    metro: Amsterdam
    snmp: {version: 2c, community: "\${env:SNMP_COMMUNITY}"}
  - name: ams-er2
    address: 2001:db8::10
    metro: Amsterdam
    snmp:
      version: 3
      user: noc
      auth: {protocol: sha256, password: "\${file:/run/secrets/auth}"}
      priv: {protocol: aes128, password: "\${file:/run/secrets/priv}"}
pnis:                            # optional: what discovery cannot know; declared facts are compared with seen ones
  - {router: ams-er1, interface: ae0, members: [et-0/0/0, et-0/0/1], minLinks: 1}
peeringApi:                      # optional: Microsoft's side
  subscriptionId: 00000000-0000-0000-0000-000000000000
  auth: {kind: clientSecret, tenantId: …, clientId: …, clientSecret: "\${env:AZURE_CLIENT_SECRET}"}   # or azureCli, managedIdentity
  endpoint: https://management.azure.com         # and authority: both can point elsewhere (sovereign clouds, tests)
traps: {listen: "127.0.0.1:1162"}                # optional
thresholds: {utilizationWarn: 0.5, utilizationHard: 0.8, utilizationLimit: 0.95}
`;

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly description?: string;
}

/** Keys that hold a value, with their description: `routers.snmp.community`. */
function leaves(node: SchemaNode, path: string): readonly { readonly path: string; readonly description: string }[] {
  const below = [
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
      leaves(child, path === '' ? key : `${path}.${key}`),
    ),
    ...(node.items?.properties ? leaves(node.items, path) : []),
    ...(node.oneOf ?? []).flatMap(child => leaves(child, path)),
  ];
  return below.length > 0 ? below : [{ path, description: node.description ?? '' }];
}

describe('the documented configuration', () => {
  it.each(samples.map((sample, index) => [index + 1, sample] as const))(
    'sample %i of the page is accepted',
    (_, sample) => {
      expect(validate(sample)).toMatchObject({ kind: 'valid' });
    },
  );

  it('has a short sample, a full one and one for SNMPv3', () => {
    expect(samples).toHaveLength(3);
    expect(samples[2]).toMatch(/version: 3/);
    expect(samples[0]?.trim().split('\n')).toHaveLength(8);
  });

  it('shows every section in its full sample', () => {
    expect(Object.keys(parse(full)).toSorted()).toEqual(Object.keys(jsonSchema().properties ?? {}).toSorted());
  });

  it('names every key there is', () => {
    for (const { path } of leaves(jsonSchema(), '')) expect(page, path).toContain(path.split('.').at(-1));
  });
});

describe('the contract', () => {
  it('gives a sample that is accepted', () => {
    expect(validate(CONTRACT)).toMatchObject({ kind: 'valid' });
  });
});

describe('the JSON Schema', () => {
  const read = z.fromJSONSchema(JSON.parse(JSON.stringify(jsonSchema())));

  it('is of draft 2020-12 and says what it is of', () => {
    expect(jsonSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'peerdeck configuration',
      type: 'object',
      required: ['routers'],
      additionalProperties: false,
    });
  });

  it('accepts what peerdeck accepts', () => {
    for (const text of [CONTRACT, ...samples]) expect(read.safeParse(parse(text)).error).toBeUndefined();
    for (const example of z.array(z.unknown()).parse(jsonSchema().examples)) {
      expect(read.safeParse(example).success).toBe(true);
      expect(validate(JSON.stringify(example))).toMatchObject({ kind: 'valid' });
    }
  });

  it('refuses an unknown key, a missing one and a value of the wrong kind', () => {
    const good = parse(samples[0] ?? '');
    for (const bad of [{ ...good, colour: 1 }, {}, { ...good, poll: { interval: 10 } }, { ...good, routers: [] }]) {
      expect(read.safeParse(bad).success).toBe(false);
    }
  });

  it('describes every key', () => {
    for (const { path, description } of leaves(jsonSchema(), '')) expect(description, path).not.toBe('');
  });
});
