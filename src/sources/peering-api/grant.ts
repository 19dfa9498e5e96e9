import type { RequestIds } from '../../network/microsoft/answers.ts';
import type { Instant, Millis } from '../../network/units.ts';
import { millis } from '../../network/units.ts';
import { fieldsOf } from './json-door.ts';
import { serverTime } from './retry-after.ts';

/** A token as a sign-in gave it. */
export interface Grant {
  readonly token: string;
  /** From the moment that it was asked for. */
  readonly lifetime: Millis;
}

/** A sign-in that gave no token: why, and what to do, without any secret. */
export class SignInFailed extends Error {
  /** What the sign-in service's support asks for. */
  readonly ids: RequestIds | null;

  constructor(text: string, ids: RequestIds | null = null) {
    super(text);
    this.ids = ids;
    this.name = 'SignInFailed';
  }
}

/** Of a token that comes without a word about its end. */
const guessedLifetime = millis(300_000);
/** Tokens are opaque, but go into a header: only what RFC 6750 section 2.1 allows there. */
const bearer = /^[A-Za-z0-9\-._~+/]{8,20000}=*$/;

/**
 * Reads `{access_token, expires_in}` or `{access_token, expires_on}`. `expires_on` is a moment by the server's clock
 * (managed identities give it as a string): the server's Date makes a duration of it, so that a clock of ours that is
 * wrong does no harm. Null for what is no token.
 */
export function grantOf(body: unknown, headers: Readonly<Record<string, string>>, wallNow: number): Grant | null {
  const fields = fieldsOf(body);
  const token = fields?.raw('access_token') ?? fields?.raw('accessToken');
  if (fields === null || typeof token !== 'string' || !bearer.test(token)) return null;
  const seconds = fields.number('expires_in');
  if (seconds !== null) return { token, lifetime: millis(seconds * 1000) };
  const until = fields.number('expires_on');
  if (until !== null) return { token, lifetime: millis(until * 1000 - (serverTime(headers) ?? wallNow)) };
  // Azure CLI before 2.54 tells local time as text only: "2023-10-31 21:59:10.000000".
  const text = fields.raw('expiresOn');
  const local = typeof text === 'string' ? Date.parse(text.replace(' ', 'T').slice(0, 19)) : Number.NaN;
  return { token, lifetime: Number.isNaN(local) ? guessedLifetime : millis(local - wallNow) };
}

/** Milliseconds since 1970 by the wall clock. */
export const wallTime = (clock: { now(): Instant; wallOffset(): Millis }): number => clock.now() + clock.wallOffset();
