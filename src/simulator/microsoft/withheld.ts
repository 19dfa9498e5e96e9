/** Every secret and telephone number that the API gives out. */
import { CONTACT_PHONES } from './directory.ts';
import { FURTHER_MD5_KEYS, REGISTERED_ASN_KEYS } from './further-peerings.ts';
import { PEERINGDB_PHONES } from './peeringdb.ts';
import { MD5_KEYS } from './peerings.ts';
import { REGISTERED_PREFIX_KEYS } from './registered-prefixes.ts';
import { WORKSPACE_KEYS } from './services.ts';
import { TOKEN_BEGINNING } from './sign-in.ts';
import { APPLICATION } from './subscription.ts';

/** Texts that the product must not write anywhere unasked: whole secrets and numbers, and how every token begins. */
export const withheldTexts = (): readonly string[] => [
  APPLICATION.clientSecret,
  TOKEN_BEGINNING,
  ...MD5_KEYS,
  ...FURTHER_MD5_KEYS,
  ...REGISTERED_PREFIX_KEYS,
  ...REGISTERED_ASN_KEYS,
  ...WORKSPACE_KEYS,
  ...CONTACT_PHONES,
  ...PEERINGDB_PHONES,
];
