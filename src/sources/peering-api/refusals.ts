/** What an answer says that is no answer: errors of the API in all their shapes (docs/microsoft.md). */
import type { ApiFailureKind, RequestIds } from '../../network/microsoft/answers.ts';
import type { Instant } from '../../network/units.ts';
import { CallFailed } from './call-failed.ts';
import type { Reply } from './http.ts';
import { type Fields, fieldsOf, longestMessage, textOf } from './json-door.ts';
import { createKeyRing, type KeyRing, redactedText } from './redaction.ts';
import type { Body } from './reply-body.ts';

/** What Microsoft's support asks for, without `secrets` and the keys on `ring`; null where the answer has neither. */
export function idsOf(
  reply: Reply,
  secrets: readonly string[],
  ring: Pick<KeyRing, 'without'> = createKeyRing(),
): RequestIds | null {
  const idIn = (name: string): string | null =>
    textOf(ring.without(redactedText(reply.headers[name] ?? '', secrets)), 128);
  const request = idIn('x-ms-request-id');
  const correlation = idIn('x-ms-correlation-request-id');
  return request === null && correlation === null ? null : { request, correlation };
}

/** The API's own code and words. */
export interface ApiError {
  readonly code: string | null;
  readonly message: string | null;
}

/** The error of a body, with and without the wrapper `error`; null for a body that is none. */
export function apiErrorOf(body: unknown): ApiError | null {
  const fields = fieldsOf(body);
  const wrapped = fieldsOf(fields?.raw('error'));
  if (wrapped !== null) return errorIn(wrapped);
  // An answer may have a code or a message of its own; an error has nothing else that answers have.
  const isAnswer = fields === null || ['value', 'properties', 'id', 'output'].some(name => fields.raw(name) != null);
  return isAnswer ? null : errorIn(fields);
}

function errorIn(fields: Fields): ApiError | null {
  const code = fields.text('code', 100);
  const message = fields.text('message', longestMessage);
  return code === null && message === null ? null : { code, message };
}

/** Codes with which the API says that a token is of no use any more, and that another one may be. */
export const staleTokenCodes: ReadonlySet<string> = new Set([
  'ExpiredAuthenticationToken',
  'InvalidAuthenticationToken',
  'AuthenticationFailed',
]);

/** Codes that say more than the status that they come with: an error may come with 200. */
const kindsByCode: ReadonlyMap<string, ApiFailureKind> = new Map([
  ['AuthorizationFailed', 'forbidden'],
  ['LinkedAuthorizationFailed', 'forbidden'],
  ['NotFound', 'not-found'],
  ['ResourceNotFound', 'not-found'],
  ['SubscriptionNotFound', 'not-found'],
  ['ResourceGroupNotFound', 'not-found'],
  ['TooManyRequests', 'throttled'],
  ['ResourceRequestsThrottled', 'throttled'],
  ['SubscriptionRequestsThrottled', 'throttled'],
  ['InternalServerError', 'server'],
  ['ServiceUnavailable', 'server'],
  ['GatewayTimeout', 'server'],
]);

function kindOf(status: number, code: string | null): ApiFailureKind {
  if (status === 401 || (code !== null && staleTokenCodes.has(code))) return 'sign-in';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'throttled';
  if (status >= 500) return 'server';
  return (code === null ? undefined : kindsByCode.get(code)) ?? 'refused';
}

/** The failure that an answer is; null where it is an answer. */
export function refusalOf(
  reply: Reply,
  body: Body,
  about: { readonly retryAt: Instant | null; readonly ids: RequestIds | null },
): CallFailed | null {
  const { status } = reply;
  const told = { status, ...about };
  const isGood = status >= 200 && status < 300;
  if (status >= 300 && status < 400) {
    const seen = `HTTP ${status}, a redirection, which is not followed`;
    return new CallFailed('garbage', seen, 'check the endpoint, and for a login page on the way', told);
  }
  if (body.kind !== 'json') {
    const kind = status >= 400 ? kindOf(status, null) : 'garbage';
    const proxy = 'check the endpoint, and for a proxy or login page on the way';
    const advice = kind === 'garbage' ? proxy : adviceOf(kind, null);
    return new CallFailed(kind, `HTTP ${status} with ${inWords[body.kind]}`, advice, told);
  }
  const error = apiErrorOf(body.value);
  if (isGood && error === null) return null;
  const code = error?.code ?? null;
  const message = error?.message ?? null;
  const kind = kindOf(status, code);
  const seen = [`HTTP ${status}`, code, message]
    .filter(part => part !== null)
    .join(' ')
    .replace(/[.\s]+$/, '');
  return new CallFailed(kind, seen, adviceOf(kind, code), { ...told, code });
}

const inWords = { markup: 'a page of markup', broken: 'broken or cut JSON', empty: 'nothing in it' } as const;

function adviceOf(kind: ApiFailureKind, code: string | null): string {
  if (code === 'SubscriptionNotFound') return 'check the subscription id and the tenant';
  if (code === 'MissingSubscriptionRegistration') return 'register the provider Microsoft.Peering in the subscription';
  switch (kind) {
    case 'sign-in':
      return 'the API does not take the token: check endpoint, tenant and subscription';
    case 'forbidden':
      return 'give the identity that signs in a role for it: Reader on the subscription covers all that is only read';
    case 'not-found':
      return 'it may have been deleted; check the subscription id';
    case 'throttled':
      return 'too much was asked with this identity';
    case 'server':
      return "a fault at Microsoft's end; it is asked again";
    case 'timeout':
    case 'unresolved':
    case 'unreachable':
    case 'certificate':
    case 'garbage':
    case 'too-large':
    case 'refused':
    case 'closed':
      return 'see what the API says';
    default:
      return kind satisfies never;
  }
}
