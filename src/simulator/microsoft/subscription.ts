/** The simulated subscription at Azure, who may sign in to it, and how its resources are called. */
import { createHash } from 'node:crypto';

/** The one subscription that there is. */
export const SUBSCRIPTION_ID = '00000000-0000-4000-8000-000000064496';
/** The resource group that everything is in. */
export const RESOURCE_GROUP = 'peering-rg';

/** The application that may sign in. `canary` marks what the product must never write down. */
export const APPLICATION = {
  tenantId: '00000000-0000-4000-8000-0000000e0a01',
  clientId: '00000000-0000-4000-8000-0000000e0a02',
  clientSecret: 'canary-client-secret',
} as const;

/** A GUID (version 4 in form) that depends on the text alone. */
export const guidOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
};

/** A prefix key: a GUID that gives itself away by its beginning. */
export const prefixKeyOf = (text: string): string => `ca9a4100${guidOf(`prefix key ${text}`).slice(8)}`;

/** Id of a resource that belongs to the subscription as a whole. */
export const inSubscription = (rest: string): string =>
  `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Peering/${rest}`;

/** Id of a resource of the resource group. */
export const inGroup = (rest: string): string =>
  `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${RESOURCE_GROUP}/providers/Microsoft.Peering/${rest}`;

/** Id of our AS number as registered with Microsoft. */
export const PEER_ASN_ID = inSubscription('peerAsns/ExampleCarrier');
