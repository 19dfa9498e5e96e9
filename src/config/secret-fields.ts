/** Where secrets stand in a configuration, and whether the file may hold them in clear. */
import type { DocumentData } from './document.ts';
import type { DataPath, Problem } from './problem.ts';
import type { FileContent } from './schema.ts';
import { parseSecret } from './secret-text.ts';
import { printable } from './text.ts';
import { isLoopback } from './values.ts';

/** What the protocol that uses a secret demands of it. */
export type SecretUse = 'community' | 'usm' | 'pem' | 'other';

/** One place in the file that holds a secret or a reference to one. */
export interface SecretField {
  readonly path: DataPath;
  readonly written: string;
  readonly use: SecretUse;
}

/** Every secret of the routers, in file order. */
export const routerSecrets = (content: FileContent): readonly SecretField[] =>
  content.routers.flatMap(({ snmp }, index) => snmpSecrets(snmp, ['routers', index, 'snmp']));

function snmpSecrets(snmp: FileContent['routers'][number]['snmp'], base: DataPath): readonly SecretField[] {
  switch (snmp.version) {
    case '2c':
      return [{ path: [...base, 'community'], written: snmp.community, use: 'community' }];
    case 3:
    case '3': {
      const passwords = [
        { of: 'auth', written: snmp.auth?.password },
        { of: 'priv', written: snmp.priv?.password },
      ];
      return passwords.flatMap(({ of, written }) =>
        written === undefined ? [] : [{ path: [...base, of, 'password'], written, use: 'usm' as const }],
      );
    }
  }
}

/** The secrets of Microsoft's API and of PeeringDB: without one, the routers are watched all the same. */
export function serviceSecrets(content: FileContent): readonly SecretField[] {
  const auth = content.peeringApi?.auth;
  const apiKey = content.peeringDb?.apiKey;
  const base: DataPath = ['peeringApi', 'auth'];
  return [
    ...(auth?.kind === 'clientSecret'
      ? [{ path: [...base, 'clientSecret'], written: auth.clientSecret, use: 'other' as const }]
      : []),
    ...(auth?.kind === 'clientCertificate'
      ? [{ path: [...base, 'certificate'], written: auth.certificate, use: 'pem' as const }]
      : []),
    ...(apiKey === undefined ? [] : [{ path: ['peeringDb', 'apiKey'], written: apiKey, use: 'other' as const }]),
  ];
}

/** Whether anybody but its owner can read a file of this mode. */
const othersCanRead = (mode: number): boolean => (mode & 0o044) !== 0;

/** What is to be said of secrets that stand in the file in clear: refused when others can read it, a warning otherwise. */
export function clearTextFinding(
  fields: readonly SecretField[],
  content: FileContent,
  file: { readonly shown: string; readonly mode: number },
  document: DocumentData,
): { readonly refused: Problem | null; readonly warning: Problem | null } {
  const literal = fields.filter(field => parseSecret(field.written).kind === 'literal');
  const [first] = literal;
  // The community of a simulated router on this machine protects nothing.
  const simulated = content.simulation && content.routers.every(router => isLoopback(router.address));
  if (first === undefined || simulated) return { refused: null, warning: null };
  const more = literal.length > 1 ? ` (and ${literal.length - 1} more)` : '';
  const instead = `write "\${env:NAME}" or "\${file:PATH}" instead`;
  if (!othersCanRead(file.mode)) {
    return { refused: null, warning: document.atValue(first.path, `a secret in clear${more}; ${instead}`) };
  }
  const mode = file.mode.toString(8).padStart(4, '0');
  const message = `a secret in clear${more} in a file that others can read (mode ${mode}): run "chmod 600 ${printable(file.shown)}", or ${instead}`;
  return { refused: document.atValue(first.path, message), warning: null };
}
