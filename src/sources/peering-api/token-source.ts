import type { RequestIds } from '../../network/microsoft/answers.ts';
import { type Instant, instant, type Millis, millis } from '../../network/units.ts';
import { signInWithCli } from './azure-cli.ts';
import { CallFailed } from './call-failed.ts';
import { signInApplication, signInIds, signInText } from './client-credentials.ts';
import { type Grant, SignInFailed } from './grant.ts';
import { signInMachine } from './managed-identity.ts';
import type { SignIn, SignInContext } from './sign-in.ts';
import { givenUp } from './waiting.ts';

/** Gives the token that requests carry, and signs in when there is none. */
export interface TokenSource {
  /** A token that is valid now. Rejects with CallFailed, kind `sign-in`. */
  token(): Promise<string>;
  /**
   * The API has refused this token. True where another one may help, which the next `token` gives; otherwise the refusal
   * is a matter of that call, and the token serves the others.
   */
  refused(token: string): boolean;
  /** Whether the call was answered with the token that it got after a refusal. */
  renewed(helped: boolean): void;
}

/** Renewed so long before its end; a short-lived one at four fifths of its life. */
const renewBefore = 300_000;
const renewAt = 0.8;
/** A token that lives shorter is tried nevertheless: the API says when it is of no use, and the sign-in is not asked all the time. */
const shortestLife = 30_000;
/** After a failed sign-in, or one that did not help, none is made for so long; twice as long after each further one. */
const firstPause = 30_000;
const longestPause = 300_000;

/** Why there is no token, and until when none is asked for. */
interface Failed {
  readonly text: string;
  readonly ids: RequestIds | null;
  readonly until: Instant;
}

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
  let failed: Failed | null = null;
  /** Sign-ins after a refusal that did not help: until then a refusal is not answered by another one. */
  let useless = 0;
  let renewAfter = clock.now();

  const pauseAfter = (times: number): Instant => instant(clock.now() + Math.min(longestPause, firstPause * 2 ** times));

  function fail(error: unknown): Failed {
    failed = { text: signInText(error), ids: signInIds(error), until: pauseAfter(failures) };
    failures += 1;
    return failed;
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
      throw signInFailure(fail(error));
    } finally {
      asking = null;
    }
  }

  function signInOnce(): Promise<string> {
    if (failed !== null && clock.now() < failed.until) return Promise.reject(signInFailure(failed));
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
    refused: token => {
      if (held?.token !== token) return true;
      if (clock.now() < renewAfter) return false;
      held = null;
      return true;
    },
    renewed: helped => {
      if (!helped) renewAfter = pauseAfter(useless);
      useless = helped ? 0 : useless + 1;
    },
  };
}

const signInFailure = ({ text, ids, until }: Failed): CallFailed =>
  new CallFailed('sign-in', text, '', { retryAt: until, ids });

function keep(grant: Grant, begun: Instant): Held {
  const { token, lifetime: told } = grant;
  if (!(told > 0))
    throw new SignInFailed("sign-in: the token has ended already; this machine's clock may be wrong, set it (NTP)");
  const lifetime = Math.max(told, shortestLife);
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
