/** The content of a file and its secrets, as the program uses them. */
import type { DeclaredPni } from '../network/settings.ts';
import { ratio } from '../network/units.ts';
import type {
  AuthProtocol,
  Config,
  PeeringApiConfig,
  PrivProtocol,
  RouterConfig,
  SignInConfig,
  SnmpConfig,
} from './config.ts';
import type { FileContent } from './schema.ts';
import type { Secret } from './secret.ts';
import { parseListen } from './values.ts';

type FileRouter = FileContent['routers'][number];
type FilePeeringApi = NonNullable<FileContent['peeringApi']>;
type FilePni = FileContent['pnis'][number];

/** Gives the secret of a place in the file; throws where there is none, which is a mistake of the caller. */
export type SecretAt = (path: readonly (string | number)[]) => Secret;

/** The secrets of a file, and why one that only a service needs cannot be had; null where it can. */
export interface FoundSecrets {
  readonly secretAt: SecretAt;
  readonly missingAt: (path: readonly (string | number)[]) => string | null;
}

/** A configuration ready for use. */
export function settle(content: FileContent, found: FoundSecrets, file: string, warnings: readonly string[]): Config {
  const { secretAt, missingAt } = found;
  const { utilizationWarn, utilizationHard, utilizationLimit } = content.thresholds;
  return {
    file,
    partner: { asn: content.partner.asn ?? null, name: content.partner.name ?? null },
    peerAsns: content.peerAsns,
    pollInterval: content.poll.interval,
    discoveryInterval: content.poll.discovery,
    routers: content.routers.map((router, index) => routerConfig(router, index, secretAt)),
    pnis: content.pnis.map(declaredPni),
    microsoft:
      content.peeringApi === undefined
        ? null
        : { subscriptionId: content.peeringApi.subscriptionId, interval: content.peeringApi.interval },
    peeringApi: content.peeringApi === undefined ? null : peeringApiConfig(content.peeringApi, found),
    peeringDb:
      content.peeringDb === undefined
        ? null
        : {
            apiKey:
              content.peeringDb.apiKey === undefined || missingAt(['peeringDb', 'apiKey']) !== null
                ? null
                : secretAt(['peeringDb', 'apiKey']),
            endpoint: content.peeringDb.endpoint,
          },
    traps: content.traps === undefined ? null : { listen: parseListen(content.traps.listen) },
    thresholds: {
      utilizationWarn: ratio(utilizationWarn),
      utilizationHard: ratio(utilizationHard),
      utilizationLimit: ratio(utilizationLimit),
    },
    simulation: content.simulation,
    warnings,
  };
}

function signInConfig(auth: FilePeeringApi['auth'], { secretAt, missingAt }: FoundSecrets): SignInConfig {
  const base = ['peeringApi', 'auth'];
  const why = missingAt([...base, 'clientSecret']) ?? missingAt([...base, 'certificate']);
  if (why !== null) return { kind: 'unavailable', why };
  switch (auth.kind) {
    case 'clientSecret': {
      const { kind, tenantId, clientId } = auth;
      return { kind, tenantId, clientId, clientSecret: secretAt([...base, 'clientSecret']) };
    }
    case 'clientCertificate': {
      const { kind, tenantId, clientId } = auth;
      return { kind, tenantId, clientId, certificate: secretAt([...base, 'certificate']) };
    }
    case 'azureCli':
      return { kind: 'azureCli' };
    case 'managedIdentity':
      return { kind: 'managedIdentity', clientId: auth.clientId ?? null };
  }
}

const peeringApiConfig = (api: FilePeeringApi, found: FoundSecrets): PeeringApiConfig => ({
  subscriptionId: api.subscriptionId,
  auth: signInConfig(api.auth, found),
  endpoint: api.endpoint,
  authority: api.authority,
  interval: api.interval,
});

const routerConfig = (router: FileRouter, index: number, secretAt: SecretAt): RouterConfig => ({
  name: router.name,
  address: router.address,
  port: router.port,
  metro: router.metro,
  snmp: snmpConfig(router.snmp, index, secretAt),
});

function snmpConfig(snmp: FileRouter['snmp'], index: number, secretAt: SecretAt): SnmpConfig {
  const base = ['routers', index, 'snmp'];
  switch (snmp.version) {
    case '2c':
      return { version: '2c', community: secretAt([...base, 'community']) };
    case 3:
    case '3':
      return {
        version: '3',
        user: snmp.user,
        auth: snmp.auth
          ? { protocol: authProtocol(snmp.auth.protocol), password: secretAt([...base, 'auth', 'password']) }
          : null,
        priv: snmp.priv
          ? { protocol: privProtocol(snmp.priv.protocol), password: secretAt([...base, 'priv', 'password']) }
          : null,
        context: snmp.context ?? null,
        contexts: snmp.contexts ?? [],
      };
  }
}

type FileUsm = Exclude<FileRouter['snmp'], { version: '2c' }>;

/** Of two spellings of the same protocol, the shorter. */
const authProtocol = (written: NonNullable<FileUsm['auth']>['protocol']): AuthProtocol =>
  written === 'sha1' ? 'sha' : written;

/** The same; AES-256 says its key extension. */
function privProtocol(written: NonNullable<FileUsm['priv']>['protocol']): PrivProtocol {
  switch (written) {
    case 'aes128':
      return 'aes';
    case 'aes256':
      return 'aes256b';
    default:
      return written;
  }
}

const declaredPni = (pni: FilePni): DeclaredPni => ({
  router: pni.router,
  interface: pni.interface,
  metro: pni.metro ?? null,
  members: pni.members ?? null,
  minLinks: pni.minLinks ?? null,
  peers: pni.peers ?? null,
  capacity: pni.capacity ?? null,
  connection: pni.connection ?? null,
});
