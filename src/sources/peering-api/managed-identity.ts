/** Sign-in of the machine itself: a virtual machine in Azure, or one that Azure Arc manages. */
import { signInArc } from './azure-arc.ts';
import { type Grant, grantOf, SignInFailed, wallTime } from './grant.ts';
import { besideUs, identityText } from './identity-service.ts';
import { bodyOf } from './reply-body.ts';
import type { SignInContext } from './sign-in.ts';

/** The address of the instance metadata service (IMDS): link-local, the same on every machine in Azure. */
const imds = 'http://169.254.169.254';

/**
 * Asks the machine's own identity service once. AZURE_POD_IDENTITY_AUTHORITY_HOST moves it, as in Microsoft's own
 * libraries. Rejects with SignInFailed, or CallFailed when nobody answers.
 */
export async function signInMachine(
  clientId: string | null,
  context: SignInContext,
  signal: AbortSignal,
): Promise<Grant> {
  const { env, sender, clock } = context;
  const { IDENTITY_ENDPOINT: identity, IMDS_ENDPOINT: arc } = env;
  if (identity !== undefined && identity !== '' && arc !== undefined && arc !== '')
    return await signInArc(identity, clientId, context, signal);
  const base = (env.AZURE_POD_IDENTITY_AUTHORITY_HOST ?? imds).replace(/\/+$/, '');
  const url = new URL(`${base}/metadata/identity/oauth2/token`);
  url.searchParams.set('api-version', '2018-02-01');
  url.searchParams.set('resource', `${context.endpoint}/`);
  if (clientId !== null) url.searchParams.set('client_id', clientId);
  const reply = await sender
    .send({ kind: 'plain', url, headers: { metadata: 'true' } }, { signal, limits: besideUs })
    .catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new SignInFailed(
        `sign-in: no identity service at ${url.host}; is this a virtual machine in Azure? otherwise choose another signIn`,
      );
    });
  const body = bodyOf(reply.body, []);
  const grant = body.kind === 'json' ? grantOf(body.value, reply.headers, wallTime(clock)) : null;
  if (reply.status === 200 && grant !== null) return grant;
  throw new SignInFailed(identityText(reply.status, body.kind === 'json' ? body.value : null, clientId));
}
