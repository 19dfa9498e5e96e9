import type { UsmCredentials } from '../src/sources/snmp/credentials.ts';

/** The user that the bench asks as: what most carriers configure. */
export const benchUser = {
  version: '3',
  user: 'bench',
  auth: { protocol: 'sha256', password: 'bench-authenticates' },
  priv: { protocol: 'aes', password: 'bench-encrypts' },
  context: '',
  contexts: [],
} as const satisfies UsmCredentials;
