/** The messages by which Microsoft refuses a prefix, by family: what each means and what to do about it. */
import { canonicalAddress } from '../addresses.ts';

/** Families of messages (titles in Microsoft's prefix requirement documents; docs/microsoft.md). */
export type MessageFamily =
  | 'not-received'
  | 'community'
  | 'as-path'
  | 'private-asn'
  | 'primary-sessions'
  | 'backup-sessions'
  | 'invalid-prefix'
  | 'provider'
  | 'internal'
  | 'deleting'
  | 'other';

/** A message understood. */
export interface ValidationAdvice {
  readonly family: MessageFamily;
  /** What to do, in one sentence. */
  readonly todo: string;
  /** Addresses that the message names: our ends of the sessions that it is about. */
  readonly addresses: readonly string[];
}

interface Family {
  readonly family: MessageFamily;
  readonly says: RegExp;
  readonly todo: string;
}

/** The narrower family first: several messages name a path. */
const families: readonly Family[] = [
  {
    family: 'not-received',
    says: /prefix not received from|not receiving prefix advertisement/i,
    todo: 'announce the prefix on every session of the peering, the named ones first; during a drain this is expected',
  },
  {
    family: 'community',
    says: /maps community|8075:8007/i,
    todo: 'send community 8075:8007 with the prefix on every session',
  },
  {
    family: 'private-asn',
    says: /private asn/i,
    todo: 'take private AS numbers out of the path (remove-private-as)',
  },
  {
    family: 'as-path',
    says: /as[ -]?path/i,
    todo: 'announce it with at most 3 AS numbers in the path and without prepending',
  },
  {
    family: 'primary-sessions',
    says: /fewer than two sessions/i,
    todo: 'the primary location needs two sessions: bring the second up, or ask Microsoft for it',
  },
  {
    family: 'backup-sessions',
    says: /no sessions in its backup/i,
    todo: 'the backup location has no session: bring one up, or correct the backup location of the service',
  },
  {
    family: 'invalid-prefix',
    says: /prefix is invalid|invalid ip prefix/i,
    todo: 'register a public prefix that is yours and that a routing registry knows',
  },
  {
    family: 'provider',
    says: /provider not found/i,
    todo: 'the key or the provider of the service is wrong: compare the prefix key with the one that was issued',
  },
  { family: 'deleting', says: /deletion in progress/i, todo: 'wait: Microsoft is taking it out' },
  {
    family: 'internal',
    says: /internal server error/i,
    todo: 'Microsoft could not check it: validate again later, then write to peeringservice@microsoft.com',
  },
];

const addressLike = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:]|\.\d)/gi;

/** Reads a validation message; null where there is none. */
export function adviceOf(message: string | null): ValidationAdvice | null {
  if (message === null) return null;
  const found = families.find(each => each.says.test(message));
  const addresses = [...message.matchAll(addressLike)].flatMap(match => {
    // A prefix is named with its length, and is no address.
    const isPrefix = message[match.index + match[0].length] === '/';
    return isPrefix ? [] : (canonicalAddress(match[0]) ?? []);
  });
  return {
    family: found?.family ?? 'other',
    todo: found?.todo ?? 'ask peeringservice@microsoft.com, with the correlation id',
    addresses: [...new Set(addresses)],
  };
}
