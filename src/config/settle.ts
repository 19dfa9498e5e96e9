/** The content of a file and its secrets, as the program uses them. */
import type { DeclaredPni } from '../network/settings.ts';
import { ratio } from '../network/units.ts';
import type { AuthProtocol, Config, PrivProtocol, RouterConfig, SnmpConfig } from './config.ts';
import type { FileContent } from './schema.ts';
import type { Secret } from './secret.ts';
import { parseListen } from './values.ts';

type FileRouter = FileContent['routers'][number];
type FilePni = FileContent['pnis'][number];

/** Gives the secret of a place in the file; throws where there is none, which is a mistake of the caller. */
export type SecretAt = (path: readonly (string | number)[]) => Secret;

/** A configuration ready for use. */
export function settle(content: FileContent, secretAt: SecretAt, file: string, warnings: readonly string[]): Config {
  const { utilizationWarn, utilizationHard, utilizationLimit } = content.thresholds;
  return {
    file,
    partner: { asn: content.partner.asn ?? null, name: content.partner.name ?? null },
    peerAsns: content.peerAsns,
    pollInterval: content.poll.interval,
    discoveryInterval: content.poll.discovery,
    routers: content.routers.map((router, index) => routerConfig(router, index, secretAt)),
    pnis: content.pnis.map(declaredPni),
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
});
