import type { SnmpConfig } from '../config/config.ts';
import type { Credentials } from '../sources/snmp/credentials.ts';

/** The credentials in clear, for a source alone. */
export function credentialsOf(snmp: SnmpConfig): Credentials {
  if (snmp.version === '2c') return { version: '2c', community: snmp.community.reveal() };
  const { user, auth, priv, context, contexts } = snmp;
  return {
    version: '3',
    user,
    auth: auth === null ? null : { protocol: auth.protocol, password: auth.password.reveal() },
    priv: priv === null ? null : { protocol: priv.protocol, password: priv.password.reveal() },
    context: context ?? '',
    contexts,
  };
}
