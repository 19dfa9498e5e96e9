/** The documents that scripts rely on, field by field: what the contract names, and what this version adds to it. */
import * as z from 'zod';

const count = z.number().int().nonnegative();
const known = z.number().nonnegative().nullable();
const when = z.iso.datetime({ precision: 3 });
const afi = z.enum(['ipv4', 'ipv6']);
const bgpState = z.enum(['idle', 'connect', 'active', 'opensent', 'openconfirm', 'established']);
const admin = z.enum(['start', 'stop']).nullable();
const oper = z.enum(['up', 'down', 'testing', 'unknown', 'dormant', 'not-present', 'lower-layer-down']).nullable();
const portAdmin = z.enum(['up', 'down', 'testing']).nullable();
const bgpError = z.strictObject({ code: count, subcode: count, text: z.string().min(1) }).nullable();
const vendor = z.enum([
  ...(['junos', 'iosxr', 'iosxe', 'nxos', 'eos', 'sros', 'srlinux', 'vrp'] as const),
  ...(['ocnos', 'routeros', 'vyos', 'linux', 'unknown'] as const),
]);

const reasons = z.array(
  z.strictObject({ code: z.string().regex(/^[a-z0-9-]+$/), subject: z.string().min(1), text: z.string().min(1) }),
);

const opticState = z.enum([
  ...(['dark', 'no-module', 'low-alarm', 'high-alarm'] as const),
  ...(['low-warning', 'high-warning', 'ok', 'unknown'] as const),
]);
const power = { rxPowerDbm: z.number().nullable(), txPowerDbm: z.number().nullable() };

const optic = {
  ...power,
  opticState: opticState.nullable(),
  opticAgeSeconds: known,
  lanes: z.array(z.strictObject({ ...power, lane: z.int().min(1).nullable(), opticState })),
};

const member = z.strictObject({
  name: z.string().min(1),
  oper,
  admin: portAdmin,
  lacp: z.enum(['forwarding', 'not-forwarding', 'static', 'missing', 'unknown']),
  forwarding: z.boolean().nullable(),
  speedBps: known,
  inBps: known,
  outBps: known,
  ...optic,
});

/** What `status` and `discover` both say of a session. */
const sessionFields = {
  peer: z.string().min(1),
  local: z.string().nullable(),
  afi,
  remoteAs: count.nullable(),
  vrf: z.string().nullable(),
  state: bgpState.nullable(),
  admin,
  establishedSeconds: count.nullable(),
  transitions: count.nullable(),
  prefixesReceived: count.nullable(),
  prefixesAccepted: count.nullable(),
  prefixesAdvertised: count.nullable(),
  prefixLimit: count.nullable(),
  lastError: bgpError,
};

const session = z.strictObject({
  ...sessionFields,
  prefixesAt: when.nullable(),
  bfd: z.enum(['admin-down', 'down', 'init', 'up', 'failing']).nullable(),
  microsoft: z
    .strictObject({
      state: z.string().nullable(),
      agrees: z.boolean().nullable(),
      ageSeconds: known,
      stale: z.boolean(),
    })
    .nullable(),
});

const flavour = z.enum(['direct', 'voice', 'route-server', 'cdn', 'exchange', 'other']);
const phase = z.enum(['before-service', 'in-service', 'changing', 'failed', 'ending', 'unknown']);

/** Microsoft's side as a whole. */
const microsoft = z.strictObject({
  subscriptionId: z.string().min(1),
  ageSeconds: known,
  stale: z.boolean(),
  error: z.string().nullable(),
  unreadableRecords: count,
  findings: reasons,
  connections: z.array(
    z.strictObject({
      peering: z.string(),
      peeringLocation: z.string().nullable(),
      kind: flavour,
      legacy: z.boolean(),
      connectionIdentifier: z.string().nullable(),
      connectionState: z.string().nullable(),
      phase,
      pni: z.string().nullable(),
      agrees: z.boolean().nullable(),
    }),
  ),
  prefixes: z.array(
    z.strictObject({
      prefix: z.string(),
      kind: z.enum(['registered', 'service']),
      owner: z.string(),
      validation: z.string().nullable(),
      errorMessage: z.string().nullable(),
      severity: z.enum(['info', 'warning', 'critical']).nullable(),
      event: z
        .strictObject({
          severity: z.enum(['info', 'warning', 'critical']),
          text: z.string(),
          summary: z.string().nullable(),
          at: z.iso.datetime().nullable(),
        })
        .nullable(),
      ageSeconds: z.number(),
      stale: z.boolean(),
    }),
  ),
  maintenance: z.array(
    z.strictObject({
      id: z.string(),
      source: z.enum(['service-health', 'note']),
      title: z.string(),
      status: z.string(),
      impact: z.string().nullable(),
      metros: z.array(z.string()),
      startsAt: when.nullable(),
      endsAt: when.nullable(),
      phase: z.enum(['ahead', 'now', 'past', 'cancelled']),
    }),
  ),
  calls: z.array(z.strictObject({ call: z.string(), subject: z.string(), error: z.string().nullable() })),
});

const pni = z.strictObject({
  id: z.string().regex(/^[^/]+\/.+$/),
  router: z.string().min(1),
  interface: z.string().min(1),
  alias: z.string(),
  state: z.enum(['up', 'degraded', 'down', 'draining', 'drained', 'shut', 'unknown']),
  reasons,
  oper,
  admin: portAdmin,
  capacityBps: known,
  activeCapacityBps: known,
  inBps: known,
  outBps: known,
  utilization: known,
  inErrorsPerSecond: known,
  outErrorsPerSecond: known,
  inDiscardsPerSecond: known,
  outDiscardsPerSecond: known,
  members: z.array(member).nullable(),
  optic: z.strictObject(optic).nullable(),
  sessions: z.array(session),
  provisioning: z.boolean().nullable(),
  microsoft: z
    .strictObject({
      peering: z.string(),
      peeringLocation: z.string().nullable(),
      kind: flavour,
      connectionIdentifier: z.string().nullable(),
      connectionState: z.string().nullable(),
      phase,
      provisionedBandwidthBps: known,
      trackingId: z.string().nullable(),
      errorMessage: z.string().nullable(),
      joinedBy: z.enum(['addresses', 'subnet', 'identifier']).nullable(),
      agrees: z.boolean().nullable(),
      ageSeconds: known,
      stale: z.boolean(),
    })
    .nullable(),
  sampledAt: when.nullable(),
  ageSeconds: known,
  stale: z.boolean(),
});

const metro = z.strictObject({
  name: z.string().min(1),
  verdict: z.enum(['redundant', 'degraded', 'at-risk', 'down', 'unknown']),
  reasons,
  capacityBps: known,
  inBps: known,
  outBps: known,
  worstSingleFailure: z
    .strictObject({
      target: z.string().min(1),
      maxUtilization: known,
      dark: z.boolean(),
      fits: z.boolean().nullable(),
    })
    .nullable(),
  pnis: z.array(pni),
});

const router = z.strictObject({
  name: z.string().min(1),
  address: z.string().min(1),
  metro: z.string().min(1),
  vendor,
  reachable: z.boolean().nullable(),
  sysName: z.string().nullable(),
  uptimeSeconds: known,
  pollMillis: known,
  ageSeconds: known,
  stale: z.boolean(),
  findings: z.array(z.string()),
  missing: z.array(z.string()),
  silent: z.array(z.string()),
  unplacedSessions: z.array(z.string()),
  error: z.string().nullable(),
});

/** `status --json`, peerdeck.status/1. */
export const statusDocument = z.strictObject({
  schema: z.literal('peerdeck.status/1'),
  generatedAt: when,
  simulation: z.boolean(),
  partner: z.strictObject({ asn: count.nullable(), name: z.string().nullable() }),
  geo: z.strictObject({ redundant: z.boolean().nullable(), reasons: z.array(z.string()) }),
  metros: z.array(metro),
  routers: z.array(router),
  microsoft: microsoft.nullable(),
  requirements: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]+$/),
      subject: z.string(),
      status: z.enum(['met', 'violated', 'unknown', 'attested']),
      evidence: z.string(),
    }),
  ),
});

const discoveredLag = z.strictObject({
  name: z.string().min(1),
  members: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        lacpState: z
          .string()
          .regex(/^0x[0-9A-F]{2}$/)
          .nullable(),
        forwarding: z.boolean().nullable(),
      }),
    )
    .nullable(),
  source: z.enum([
    'ieee8023-lag-mib',
    'cisco-pagp-mib',
    'cisco-lag-mib',
    'timetra-lag-mib',
    'huawei-if-ext-mib',
    'if-stack-table',
    'declared',
    'none',
  ]),
  protocol: z.enum(['lacp', 'static']).nullable(),
  minLinks: count.nullable(),
});

const discoveredSession = z.strictObject({
  ...sessionFields,
  description: z.string().nullable(),
  interface: z.string().nullable(),
  bfd: z.enum(['up', 'down', 'init', 'admin-down', 'failing']).nullable(),
  source: z.enum([
    'jnxBgpM2',
    'cbgpPeer2',
    'cbgpPeer3',
    'aristaBgp4V2',
    'tBgpPeerNg',
    'hwBgp',
    'bgp4v2-mib',
    'bgp4-mib',
  ]),
});

/** `discover --json`, peerdeck.discover/1. */
export const discoverDocument = z.strictObject({
  schema: z.literal('peerdeck.discover/1'),
  routers: z.array(
    z.strictObject({
      name: z.string().min(1),
      address: z.string().min(1),
      vendor: vendor.nullable(),
      sysName: z.string().nullable(),
      sysObjectId: z.string().nullable(),
      sysDescr: z.string().nullable(),
      interfaces: count.nullable(),
      lags: z.array(discoveredLag),
      sessions: z.array(discoveredSession),
      optics: count.nullable(),
      tables: z.array(
        z.strictObject({
          table: z.string(),
          bad: z.int().min(0),
          disordered: z.int().min(0),
          rows: count,
          outcome: z.enum(['complete', 'empty', 'stopped']),
          detail: z.string().nullable(),
        }),
      ),
      missing: z.array(z.string()),
      error: z.string().nullable(),
    }),
  ),
});
