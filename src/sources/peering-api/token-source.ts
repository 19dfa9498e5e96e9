import { type Instant, instant, type Millis, millis } from '../../network/units.ts';
import { signInWithCli } from './azure-cli.ts';
import { CallFailed } from './call-failed.ts';
import { signInApplication, signInText } from './client-credentials.ts';
import { type Grant, SignInFailed } from './grant.ts';
import { signInMachine } from './managed-identity.ts';
import type { SignIn, SignInContext } from './sign-in.ts';
import { givenUp } from './waiting.ts';

/** Gives the token that requests carry, and signs in when there is none. */
export interface TokenSource {
  /** A token that is valid now. Rejects with CallFailed, kind `sign-in`. */
  token(): Promise<string>;
  /** The API has refused this token: it is not given out again. */
  drop(token: string): void;
  /** The API has taken this token. */
  taken(token: string): void;
}

/** Renewed so long before its end; a short-lived one at four fifths of its life. */
const renewBefore = 300_000;
const renewAt = 0.8;
/** After a failed sign-in nobody is asked for so long; twice as long after each further one. */
const firstPause = 30_000;
const longestPause = 300_000;

interface Held {
  readonly token: string;
  readonly renewAt: Instant;
  readonly endsAt: Instant;
}

/** Tokens of one sign-in: many callers, one sign-in at a time. `signal` ends all of it. */
export function createTokenSource(signIn: SignIn, context: SignInContext, signal: AbortSignal): TokenSource {
  const { clock } = context;
  let held: Held | null = null;
  let asking: Promise<string> | null = null;
  let failures = 0;
  let failed: { readonly text: string; readonly until: Instant } | null = null;
  /** Tokens that were refused in a row: a second one means that another sign-in would not help. */
  let refused = 0;

  function fail(text: string): void {
    const pause = Math.min(longestPause, firstPause * 2 ** failures);
    failures += 1;
    failed = { text, until: instant(clock.now() + pause) };
  }

  async function ask(): Promise<string> {
    const begun = clock.now();
    try {
      const grant = await grantFrom(signIn, context, signal);
      held = keep(grant, begun);
      failures = 0;
      failed = null;
      return held.token;
    } catch (error) {
      if (signal.aborted) throw givenUp();
      const text = signInText(error);
      fail(text);
      throw signInFailure(text, failed?.until ?? null);
    } finally {
      asking = null;
    }
  }

  function signInOnce(): Promise<string> {
    if (failed !== null && clock.now() < failed.until) return Promise.reject(signInFailure(failed.text, failed.until));
    asking ??= ask();
    return asking;
  }

  return {
    token: () => {
      if (signal.aborted) return Promise.reject(givenUp());
      const now = clock.now();
      if (held === null || now >= held.endsAt) return signInOnce();
      // The old one serves while a new one is fetched; if that fails, it serves until its end.
      if (now >= held.renewAt) signInOnce().catch(() => {});
      return Promise.resolve(held.token);
    },
    drop: token => {
      if (held?.token !== token) return;
      held = null;
      refused += 1;
      if (refused >= 2)
        fail('sign-in: the API refuses the token that it was given; check endpoint, tenant and subscription');
    },
    taken: token => {
      if (held?.token === token) refused = 0;
    },
  };
}

const signInFailure = (text: string, retryAt: Instant | null): CallFailed =>
  new CallFailed('sign-in', text, '', { retryAt });

function keep(grant: Grant, begun: Instant): Held {
  const { token, lifetime } = grant;
  if (!(lifetime > 0))
    throw new SignInFailed("sign-in: the token has ended already; this machine's clock may be wrong, set it (NTP)");
  const after: Millis = millis(Math.max(lifetime - renewBefore, lifetime * renewAt));
  return { token, renewAt: instant(begun + after), endsAt: instant(begun + lifetime) };
}

function grantFrom(signIn: SignIn, context: SignInContext, signal: AbortSignal): Promise<Grant> {
  switch (signIn.kind) {
    case 'clientSecret':
    case 'clientCertificate':
      return signInApplication(signIn, context, signal);
    case 'managedIdentity':
      return signInMachine(signIn.clientId, context, signal);
    case 'azureCli':
      return signInWithCli(context, signal);
    default:
      return signIn satisfies never;
  }
}
