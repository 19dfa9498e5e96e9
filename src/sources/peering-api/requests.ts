/**
 * Every request that this program can make to the outside over HTTP. The union is closed, and only the kinds below that
 * are documented as POST become one: the console writes nothing at Microsoft but `validate`, which queues a check again
 * (docs/microsoft.md).
 */

/** The version that every call to Microsoft.Peering names. */
export const peeringVersion = '2025-05-01';

/** The subscription, and where it is. */
export interface Subscription {
  /** Azure Resource Manager, without a slash at the end. */
  readonly endpoint: string;
  readonly subscriptionId: string;
}

/** A request to Azure Resource Manager: needs a token. */
export type ArmRequest =
  | { readonly kind: 'read'; readonly url: URL }
  | {
      readonly kind: 'looking-glass';
      readonly of: Subscription;
      readonly command: string;
      readonly sourceType: string;
      readonly source: string;
      readonly destination: string;
    }
  | {
      readonly kind: 'provider-availability';
      readonly of: Subscription;
      readonly location: string;
      readonly provider: string;
    }
  | { readonly kind: 'validate'; readonly of: Subscription; readonly prefixId: string };

/** A request to somebody else: carries no token of Azure Resource Manager. */
export type OtherRequest =
  | { readonly kind: 'plain'; readonly url: URL; readonly headers: Readonly<Record<string, string>> }
  /** To the sign-in service (OAuth 2.0 client credentials, RFC 6749 section 4.4). */
  | { readonly kind: 'token'; readonly url: URL; readonly form: Readonly<Record<string, string>> };

/** All of them. */
export type Request = ArmRequest | OtherRequest;

/** A request as it goes out. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** True for a request that may be sent twice without a second effect. */
export const isRepeatable = (request: Request): boolean => request.kind !== 'validate';

/** The address of something under the provider Microsoft.Peering of a subscription. */
export function peeringUrl(of: Subscription, path: string, query: Readonly<Record<string, string>> = {}): URL {
  return withQuery(
    `${of.endpoint}/subscriptions/${encodeURIComponent(of.subscriptionId)}/providers/Microsoft.Peering/${path}`,
    { 'api-version': peeringVersion, ...query },
  );
}

/** Segments of letters, digits and a few signs (resource groups may have letters of any script); dots alone would climb. */
const resourceId = /^(?:\/(?!\.{1,2}(?:\/|$))[\p{L}\p{N}_ .()~@!$&'*+,;=:-]+)+$/u;

/**
 * The address of a resource, or of something under it. Null for an id that is none: it comes from outside, and the
 * token must not follow it elsewhere.
 */
export function resourceUrl(
  of: Subscription,
  id: string,
  under: string,
  query: Readonly<Record<string, string>>,
): URL | null {
  if (!resourceId.test(id)) return null;
  return withQuery(`${of.endpoint}${encodeURI(id)}${under}`, query);
}

function withQuery(address: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(address);
  // Azure reads "+" in a query as a plus sign, so that blanks go as %20.
  url.search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return url;
}

/** The request as it goes out; null for one whose address cannot be made. */
export function wireForm(request: Request): WireRequest | null {
  switch (request.kind) {
    case 'read':
      return { method: 'GET', url: request.url, headers: {}, body: null };
    case 'plain':
      return { method: 'GET', url: request.url, headers: request.headers, body: null };
    case 'token': {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return { method: 'POST', url: request.url, headers, body: new URLSearchParams(request.form).toString() };
    }
    case 'looking-glass': {
      const { command, sourceType, source, destination } = request;
      const query = { command, sourceType, sourceLocation: source, destinationIP: destination };
      return { method: 'POST', url: peeringUrl(request.of, 'lookingGlass', query), headers: {}, body: null };
    }
    case 'provider-availability': {
      const body = JSON.stringify({
        peeringServiceLocation: request.location,
        peeringServiceProvider: request.provider,
      });
      const url = peeringUrl(request.of, 'checkServiceProviderAvailability');
      return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body };
    }
    case 'validate':
      return validation(request.of, request.prefixId);
    default:
      return request satisfies never;
  }
}

/** The one request that has an effect: only for the id of a registered prefix. */
function validation(of: Subscription, prefixId: string): WireRequest | null {
  if (!/\/providers\/Microsoft\.Peering\/peerings\/[\w.-]+\/registeredPrefixes\/[\w.-]+$/i.test(prefixId)) return null;
  const url = resourceUrl(of, prefixId, '/validate', { 'api-version': peeringVersion });
  return url === null ? null : { method: 'POST', url, headers: {}, body: null };
}
