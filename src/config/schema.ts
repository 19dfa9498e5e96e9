/**
 * peerdeck.yaml as a schema: what may stand in the file, with the documentation that `peerdeck config schema` prints.
 * What one value alone cannot tell (names that must exist, limits that depend on one another) is in cross-checks.ts.
 */
import * as z from 'zod';
import { bitsPerSecond, type Millis, ratio } from '../network/units.ts';
import { parseSecret } from './secret-text.ts';
import { unprintableIn } from './text.ts';
import {
  addressComplaint,
  CAPACITY,
  canonicalIp,
  DURATION,
  listenComplaint,
  parseCapacity,
  parseDuration,
  urlComplaint,
} from './values.ts';

/** Fails with what `complaint` says of the value. */
const heeds =
  (complaint: (text: string) => string | null) =>
  (check: z.core.ParsePayload<string>): void => {
    const message = complaint(check.value);
    if (message !== null) check.issues.push({ code: 'custom', input: check.value, message });
  };

function shownTextComplaint(text: string): string | null {
  const found = unprintableIn(text);
  if (found !== null) return `must not hold control or invisible characters (${found} found)`;
  return text.trim() === text ? null : 'must not begin or end with a blank';
}

const shownText = (most: number) => z.string().min(1).max(most).check(heeds(shownTextComplaint));

const routerName = shownText(64).check(
  heeds(text => (text.includes('/') ? 'must not hold "/": a PNI is called ROUTER/INTERFACE' : null)),
);

const secret = z
  .string()
  .min(1)
  .max(4096)
  .check(
    heeds(text => {
      const read = parseSecret(text);
      return read.kind === 'wrong' ? read.message : null;
    }),
  );

const SECRET_FORMS = `Write "\${env:NAME}", "\${file:PATH}" or "\${cmd:COMMAND}"; a secret in clear gives a warning, and is refused in a file that others can read.`;

const ASN_FORM = 'must be an AS number from 1 to 4294967295, such as 8075';
const asn = z.int(ASN_FORM).min(1, ASN_FORM).max(4_294_967_295, ASN_FORM);

const DURATION_FORM = 'must be a duration with its unit: 500ms, 10s, 10m or 1h';

const duration = (least: string, most: string) =>
  z
    .string({ error: DURATION_FORM })
    .regex(DURATION, { error: DURATION_FORM, abort: true })
    .check(
      heeds(text => {
        const value: Millis = parseDuration(text);
        if (value < parseDuration(least)) return `must be at least ${least}`;
        return value > parseDuration(most) ? `must be at most ${most}` : null;
      }),
    )
    .transform(parseDuration);

const FRACTION_FORM = 'must be a fraction of capacity above 0 and up to 1: 0.5 is half full';
const fraction = z.number({ error: FRACTION_FORM }).gt(0, FRACTION_FORM).max(1, FRACTION_FORM).transform(ratio);

const address = z
  .string()
  .max(253)
  .check(heeds(addressComplaint))
  .meta({
    description: 'Where the SNMP agent is reached: IPv4, IPv6 (without brackets) or a host name (RFC 1123).',
    examples: ['192.0.2.10', '2001:db8::10', 'ams-er1.example.net'],
  });

const AUTH_PROTOCOLS = ['md5', 'sha', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
const PRIV_PROTOCOLS = ['des', 'aes', 'aes128', 'aes256', 'aes256b', 'aes256r'] as const;

const v2c = z.strictObject({
  version: z.literal('2c').describe('SNMP version 2c.'),
  community: secret.describe(`The community, at most 120 bytes. ${SECRET_FORMS}`),
});

const v3 = z
  .strictObject({
    version: z.literal([3, '3']).describe('SNMP version 3 with the User-based Security Model.'),
    user: shownText(32).describe('The USM user name (RFC 3414: at most 32 characters).'),
    auth: z
      .strictObject({
        protocol: z.enum(AUTH_PROTOCOLS).describe('sha and sha1 are the same; sha224 to sha512 are those of RFC 7860.'),
        password: secret.describe(`At least 8 characters. ${SECRET_FORMS}`),
      })
      .describe('Authentication; left out: noAuthNoPriv.')
      .optional(),
    priv: z
      .strictObject({
        protocol: z
          .enum(PRIV_PROTOCOLS)
          .describe(
            'aes and aes128 are the same (RFC 3826). AES-256 has two key extensions: aes256b is Blumenthal (aes256 means it too), aes256r is Reeder, which Cisco uses.',
          ),
        password: secret.describe(`At least 8 characters. ${SECRET_FORMS}`),
      })
      .describe('Privacy; needs auth.')
      .optional(),
    context: shownText(255).describe('The SNMP context to ask in; left out: the default context.').optional(),
    contexts: z
      .array(shownText(255))
      .min(1)
      .max(256)
      .meta({
        description: 'Further contexts, one per VRF, in which BGP tables are read too.',
        examples: [['vrf-peering', 'vrf-transit']],
      })
      .optional(),
  })
  .refine(snmp => snmp.priv === undefined || snmp.auth !== undefined, {
    path: ['priv'],
    // RFC 3411 §3.4.3 has no level "privacy without authentication".
    error: 'privacy needs authentication: add auth: {protocol: …, password: …}',
  });

const router = z.strictObject({
  name: routerName.meta({ description: 'The name on every screen; unique.', examples: ['ams-er1'] }),
  address,
  port: z.int().min(1).max(65_535).default(161).describe('The UDP port of the agent.'),
  metro: shownText(64).meta({ description: 'The peering location it stands in.', examples: ['Amsterdam'] }),
  snmp: z.discriminatedUnion('version', [v2c, v3]).describe('How to ask it.'),
});

const identifier = shownText(128);

const CAPACITY_FORM = 'must be a rate such as 400G, or bits per second (1000000 or more)';

const pni = z.strictObject({
  router: z.string().min(1).describe('The name of a router declared under routers.'),
  interface: shownText(255).meta({
    description: 'The LAG as the router calls it, or the port where there is no LAG.',
    examples: ['ae0', 'Bundle-Ether1', 'Port-Channel10'],
  }),
  metro: shownText(64).describe("Where the PNI lands, when that is not the router's own metro.").optional(),
  members: z
    .array(shownText(255))
    .min(1)
    .max(256)
    .describe('The ports that belong to the LAG; one that is not seen is shown as missing.')
    .optional(),
  minLinks: z.int().min(1).max(256).describe('Forwarding members below which the LAG goes down.').optional(),
  peers: z
    .array(
      z
        .string()
        .check(heeds(text => (canonicalIp(text) === null ? 'must be an IPv4 or IPv6 address' : null)))
        .transform(text => canonicalIp(text) ?? text),
    )
    .min(1)
    .max(64)
    .describe('Peer addresses of its BGP sessions, where the router does not say which interface they run over.')
    .optional(),
  capacity: z
    .union(
      [
        z
          .string()
          .regex(CAPACITY)
          .check(heeds(text => (parseCapacity(text) < 1e6 ? CAPACITY_FORM : null)))
          .transform(parseCapacity),
        z.number().min(1e6).max(1e15).transform(bitsPerSecond),
      ],
      { error: CAPACITY_FORM },
    )
    .describe('Contracted capacity: 400G, 1.6T, or bits per second.')
    .optional(),
  connection: identifier
    .describe(
      "connectionIdentifier of its connection at Microsoft, where the sessions' addresses do not tell which it is.",
    )
    .optional(),
});

const serviceUrl = z.string().max(2048).check(heeds(urlComplaint));

const peeringApi = z.strictObject({
  subscriptionId: z
    .guid({ error: 'must be a subscription id: 00000000-0000-0000-0000-000000000000' })
    .describe('The Azure subscription.'),
  auth: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('clientSecret').describe('As an application with a client secret.'),
        tenantId: identifier.describe('The Microsoft Entra tenant.'),
        clientId: identifier.describe('The application.'),
        clientSecret: secret.describe(SECRET_FORMS),
      }),
      z.strictObject({
        kind: z.literal('clientCertificate').describe('As an application with a certificate.'),
        tenantId: identifier.describe('The Microsoft Entra tenant.'),
        clientId: identifier.describe('The application.'),
        certificate: secret.describe(`The certificate and its private key, both in one PEM. ${SECRET_FORMS}`),
      }),
      z.strictObject({ kind: z.literal('azureCli').describe('As the user that "az login" signed in.') }),
      z.strictObject({
        kind: z.literal('managedIdentity').describe('As the machine, on Azure.'),
        clientId: identifier.describe('Of a user-assigned identity.').optional(),
      }),
    ])
    .describe('How to sign in.'),
  endpoint: serviceUrl
    .default('https://management.azure.com')
    .describe('Azure Resource Manager; other for sovereign clouds.'),
  authority: serviceUrl
    .default('https://login.microsoftonline.com')
    .describe('The sign-in service; other for sovereign clouds.'),
  interval: duration('10s', '1h')
    .prefault('60s')
    .describe('Between two lists of peerings: how old the second witness may be; 10s to 1h.'),
});

const peeringDb = z.strictObject({
  apiKey: secret.describe(`Without one only public contacts are told, and fewer queries. ${SECRET_FORMS}`).optional(),
  endpoint: serviceUrl.default('https://www.peeringdb.com/api').describe('The API of PeeringDB.'),
});

const ROUTERS_EMPTY = 'lists no router: add at least one, with name, address, metro and snmp';

/** The whole file. */
export const fileSchema = z
  .strictObject({
    partner: z
      .strictObject({
        asn: asn.describe('Your AS number.').optional(),
        name: shownText(100).describe('Your name, as the header shows it.').optional(),
      })
      .prefault({})
      .describe('Who you are.'),
    peerAsns: z
      .union([z.literal('any'), z.array(asn).min(1).max(1000)], {
        error: 'must be a list of AS numbers such as [8075], or any',
      })
      .default([8075])
      .describe('Sessions with these remote AS numbers make a PNI; "any" takes every external session.'),
    poll: z
      .strictObject({
        interval: duration('1s', '1h').prefault('10s').describe('Between two polls of one router; 1s to 1h.'),
        discovery: duration('1s', '24h')
          .prefault('10m')
          .describe('Between two full discoveries; not shorter than interval, up to 24h.'),
      })
      .prefault({})
      .describe('How often routers are asked.'),
    routers: z.array(router).min(1, ROUTERS_EMPTY).max(10_000).describe('The routers to ask.'),
    pnis: z
      .array(pni)
      .max(10_000)
      .default([])
      .describe('What discovery cannot know; declared facts are compared with seen ones.'),
    peeringApi: peeringApi.describe("Microsoft's side: the Azure peering API.").optional(),
    peeringDb: peeringDb
      .describe("Names of facilities, Microsoft's contacts, your own record; asked once a day at most.")
      .optional(),
    traps: z
      .strictObject({
        listen: z
          .string()
          .max(64)
          .check(heeds(listenComplaint))
          .meta({
            description: 'Address and port to listen on.',
            examples: ['127.0.0.1:1162', '[::1]:1162'],
          }),
      })
      .describe('Reception of SNMP traps.')
      .optional(),
    thresholds: z
      .strictObject({
        utilizationWarn: fraction.prefault(0.5).describe('From here a PNI is worth a warning.'),
        utilizationHard: fraction.prefault(0.8).describe('What a failure may fill at most; above it does not fit.'),
        utilizationLimit: fraction.prefault(0.95).describe('From here a PNI is full.'),
      })
      .prefault({})
      .describe('Where the utilisation lines are drawn, as fractions of forwarding capacity, in rising order.'),
    simulation: z.boolean().default(false).describe('true for a demonstration fleet: every screen says SIMULATION.'),
  })
  .meta({
    title: 'peerdeck configuration',
    description:
      'peerdeck.yaml: the routers of a carrier whose interconnects with Microsoft (AS8075) peerdeck watches.',
  });

/** A file that the schema accepted, durations and rates in our units. */
export type FileContent = z.output<typeof fileSchema>;
