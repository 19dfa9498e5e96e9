/** Microsoft Entra: an application gives its secret and gets a token. */
import type { World } from '../world.ts';
import type { Said } from './answer.ts';
import { nowMs } from './moments.ts';
import { APPLICATION, guidOf } from './subscription.ts';

/** How long a token lasts; Microsoft says one second less than the hour. */
export const TOKEN_SECONDS = 3599;

/** How every token begins. */
export const TOKEN_BEGINNING = 'canary-token-';

/** A token that was given out, and when. */
export interface Token {
  readonly text: string;
  readonly at: number;
}

/** What comes of a request to sign in; a token only where it succeeds. */
interface SignedIn {
  readonly said: Said;
  readonly token: Token | null;
}

const refusal = (
  world: World,
  status: number,
  [error, code, message]: readonly [error: string, code: number, message: string],
): SignedIn => {
  const stamp = new Date(nowMs(world))
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  const trace = guidOf(`trace ${world.tick}`);
  const correlation = guidOf(`correlation ${world.tick}`);
  return {
    token: null,
    said: {
      status,
      body: {
        error,
        error_description: `AADSTS${code}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${stamp}`,
        error_codes: [code],
        timestamp: stamp,
        trace_id: trace,
        correlation_id: correlation,
      },
    },
  };
};

/** Answers a request to sign in at a tenant; `nth` counts the tokens that were given out. */
export const signIn = (world: World, tenant: string, form: URLSearchParams, nth: number): SignedIn => {
  const { tenantId, clientId, clientSecret } = APPLICATION;
  if (tenant !== tenantId) return refusal(world, 400, ['invalid_request', 90002, `Tenant '${tenant}' not found.`]);
  if (form.get('grant_type') !== 'client_credentials') {
    return refusal(world, 400, ['unsupported_grant_type', 70003, 'The app requested an unsupported grant type.']);
  }
  const client = form.get('client_id') ?? '';
  if (client !== clientId) {
    const message = `Application with identifier '${client}' was not found in the directory.`;
    return refusal(world, 400, ['unauthorized_client', 700016, message]);
  }
  if (form.get('scope')?.endsWith('/.default') !== true) {
    return refusal(world, 400, [
      'invalid_scope',
      70011,
      'The provided value for the input parameter scope is not valid.',
    ]);
  }
  if (form.get('client_secret') !== clientSecret) {
    return refusal(world, 401, ['invalid_client', 7000215, `Invalid client secret provided for app '${client}'.`]);
  }
  if (world.microsoft.secretExpired) {
    const message = `The provided client secret keys for app '${client}' are expired.`;
    return refusal(world, 401, ['invalid_client', 7000222, message]);
  }
  const text = `${TOKEN_BEGINNING}${nth}`;
  return {
    token: { text, at: world.tick },
    said: {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: TOKEN_SECONDS,
        ext_expires_in: TOKEN_SECONDS,
        access_token: text,
      },
    },
  };
};
