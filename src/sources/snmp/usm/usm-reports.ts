import type { FailureKind } from '../../../network/samples.ts';
import { protocolNames, type UsmCredentials } from '../credentials.ts';
import type { Oid } from '../oid.ts';

/** What a Report says (RFC 3412 §7.1, RFC 3414 §3.2, RFC 3413 §3.2). */
export type Report =
  | { readonly kind: 'unknown-engine' }
  | { readonly kind: 'not-in-time-window' }
  | { readonly kind: 'refusal'; readonly failure: FailureKind; readonly why: string };

/** The security level of a user (RFC 3411 §3.4.3), as people write it. */
export const levelOf = ({ auth, priv }: UsmCredentials): string =>
  auth === null ? 'noAuthNoPriv' : priv === null ? 'authNoPriv' : 'authPriv';

/** A user as messages name it: never with a password. */
export const userOf = ({ user }: UsmCredentials): string => `user "${user}"`;

/** What to compare with the router's own configuration, when it is about authentication. */
export const authAdvice = ({ auth }: UsmCredentials): string =>
  auth === null ? '' : `the authentication password or protocol (${protocolNames[auth.protocol]})`;

/** The same, when it is about privacy. */
export const privAdvice = ({ priv }: UsmCredentials): string =>
  priv === null ? '' : `the privacy password or protocol (${protocolNames[priv.protocol]})`;

/** Privacy fails: the router's report, or our own finding. */
export const wrongPrivacy = (credentials: UsmCredentials): string =>
  `authenticates ${userOf(credentials)}, but ${privAdvice(credentials)} is wrong`;

/** usmStats of SNMP-USER-BASED-SM-MIB. */
const usmStats = '1.3.6.1.6.3.15.1.1.';
/** snmpUnavailableContexts and snmpUnknownContexts of SNMP-TARGET-MIB. */
const unavailableContexts = '1.3.6.1.6.3.12.1.4.0';
const unknownContexts = '1.3.6.1.6.3.12.1.5.0';

/** Reads the counter that a Report shows. */
export function reportOf(name: Oid | undefined, credentials: UsmCredentials, context: string): Report {
  const counter = name?.join('.') ?? 'nothing';
  const refusal = (failure: FailureKind, why: string): Report => ({ kind: 'refusal', failure, why });
  const user = userOf(credentials);
  switch (counter) {
    case `${usmStats}1.0`:
      return refusal(
        'credentials',
        `does not have the security level ${levelOf(credentials)} for ${user}; give the user there the same protocols as here`,
      );
    case `${usmStats}2.0`:
      return { kind: 'not-in-time-window' };
    case `${usmStats}3.0`:
      return refusal('credentials', `knows no ${user}; check snmp.user and the users of the router`);
    case `${usmStats}4.0`:
      return { kind: 'unknown-engine' };
    case `${usmStats}5.0`:
      return refusal('credentials', `knows ${user}, but ${authAdvice(credentials)} is wrong`);
    case `${usmStats}6.0`:
      return refusal('credentials', wrongPrivacy(credentials));
    case unavailableContexts:
    case unknownContexts:
      return refusal(
        'unsupported',
        `has no SNMP context "${context}"; check the contexts in the configuration and on the router`,
      );
    default:
      return refusal('garbage', `answers ${user} with a report of ${counter}, which says nothing to peerdeck`);
  }
}
