/** Sign-in of an application: a secret or a certificate for a token (OAuth 2.0 client credentials). */
import type { RequestIds } from '../../network/microsoft/answers.ts';
import { CallFailed } from './call-failed.ts';
import { clientAssertion } from './client-assertion.ts';
import { type Grant, grantOf, SignInFailed, wallTime } from './grant.ts';
import { fieldsOf } from './json-door.ts';
import { bodyOf } from './reply-body.ts';
import type { SignIn, SignInContext } from './sign-in.ts';
import { refusalText } from './sign-in-refusals.ts';

type Application = Extract<SignIn, { kind: 'clientSecret' | 'clientCertificate' }>;

/** Asks the token endpoint once. Rejects with SignInFailed, or CallFailed when it gives no answer. */
export async function signInApplication(
  signIn: Application,
  context: SignInContext,
  signal: AbortSignal,
): Promise<Grant> {
  const { clock, sender, endpoint } = context;
  const url = tokenUrl(context.authority, signIn.tenantId);
  const proof = await proofOf(signIn, url.href, context);
  const form = {
    grant_type: 'client_credentials',
    client_id: signIn.clientId,
    scope: `${endpoint}/.default`,
    ...proof.form,
  };
  const reply = await sender.send({ kind: 'token', url, form }, { signal });
  const body = bodyOf(reply.body, proof.secrets);
  const where = `sign-in at ${url.host}`;
  if (body.kind !== 'json')
    throw new SignInFailed(
      `${where}: HTTP ${reply.status} without JSON; check the authority, and any proxy on the way`,
    );
  if (reply.status !== 200)
    throw new SignInFailed(`${where}: ${refusalText(reply.status, body.value)}`, tracesOf(body.value));
  const grant = grantOf(body.value, reply.headers, wallTime(clock));
  if (grant === null) throw new SignInFailed(`${where}: the answer has no token; check the authority`);
  return grant;
}

/** What Microsoft Entra's support asks for; null where the refusal has neither. */
function tracesOf(body: unknown): RequestIds | null {
  const fields = fieldsOf(body);
  const request = fields?.text('trace_id', 128) ?? null;
  const correlation = fields?.text('correlation_id', 128) ?? null;
  return request === null && correlation === null ? null : { request, correlation };
}

function tokenUrl(authority: string, tenantId: string): URL {
  return new URL(`${authority.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`);
}

interface Proof {
  readonly form: Readonly<Record<string, string>>;
  /** What must not appear in any text. */
  readonly secrets: readonly string[];
}

async function proofOf(signIn: Application, audience: string, context: SignInContext): Promise<Proof> {
  switch (signIn.kind) {
    case 'clientSecret': {
      const secret = readSecret(signIn.secret, 'the client secret');
      return { form: { client_secret: secret }, secrets: [secret] };
    }
    case 'clientCertificate': {
      const pem = readSecret(signIn.pem, 'the certificate and its key');
      const assertion = await clientAssertion({
        pem,
        clientId: signIn.clientId,
        audience,
        wallNow: wallTime(context.clock),
        random: context.random,
      });
      const form = {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      };
      return { form, secrets: [assertion] };
    }
    default:
      return signIn satisfies never;
  }
}

/** What the configuration points to; its own error may hold a path, but no secret. */
function readSecret(read: () => string, what: string): string {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new SignInFailed(`sign-in: ${what} cannot be read${code}; check the file or variable that is configured`);
  }
}

/** The ids of a sign-in that was refused. */
export const signInIds = (error: unknown): RequestIds | null =>
  error instanceof SignInFailed || error instanceof CallFailed ? error.ids : null;

/** The words for a sign-in that failed for whatever reason. */
export function signInText(error: unknown): string {
  if (error instanceof SignInFailed) return error.message;
  if (error instanceof CallFailed) return `sign-in: ${error.message}`;
  const seen = error instanceof Error ? error.name : typeof error;
  return `sign-in: failed inside this program (${seen}); please report it`;
}
