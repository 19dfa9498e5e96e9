/**
 * Sign-in of a machine that Azure Arc manages: its agent challenges with the name of a file that only members of its
 * group can read. The rules that keep a stranger from having us read another file are those of Microsoft's own library
 * (AzureAD/microsoft-authentication-library-for-js, AzureArc.ts): the agent's directory, `.key`, 4096 octets.
 */
import { open } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { type Grant, grantOf, SignInFailed, wallTime } from './grant.ts';
import type { Reply } from './http.ts';
import { besideUs, identityText } from './identity-service.ts';
import { bodyOf } from './reply-body.ts';
import type { SignInContext } from './sign-in.ts';

const largestKey = 4096;

/** Asks the agent twice: for the challenge, and with its answer. Rejects with SignInFailed or CallFailed. */
export async function signInArc(
  identity: string,
  clientId: string | null,
  context: SignInContext,
  signal: AbortSignal,
): Promise<Grant> {
  if (!URL.canParse(identity))
    throw new SignInFailed('sign-in: IDENTITY_ENDPOINT is no address; check the environment of this program');
  const url = new URL(identity);
  url.searchParams.set('api-version', '2019-11-01');
  url.searchParams.set('resource', `${context.endpoint}/`);
  if (clientId !== null) url.searchParams.set('client_id', clientId);
  const ask = (headers: Readonly<Record<string, string>>): Promise<Reply> =>
    context.sender.send(
      { kind: 'plain', url, headers: { metadata: 'true', ...headers } },
      { signal, limits: besideUs },
    );
  const challenge = await ask({});
  const reply =
    challenge.status === 401
      ? await ask({ authorization: `Basic ${await challengedKey(challenge, context.env)}` })
      : challenge;
  const body = bodyOf(reply.body, []);
  const grant = body.kind === 'json' ? grantOf(body.value, reply.headers, wallTime(context.clock)) : null;
  if (reply.status === 200 && grant !== null) return grant;
  throw new SignInFailed(identityText(reply.status, body.kind === 'json' ? body.value : null, clientId));
}

async function challengedKey(challenge: Reply, env: SignInContext['env']): Promise<string> {
  const path = keyPath(challenge.headers['www-authenticate'] ?? '', env.ProgramData);
  if (path === null)
    throw new SignInFailed("sign-in: the Azure Arc agent's challenge names no file of its own; is it the agent?");
  try {
    return (await readAtMost(path, largestKey)).trim();
  } catch (error) {
    if (error instanceof SignInFailed) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new SignInFailed(
      `sign-in: the key of the Azure Arc agent cannot be read (${code}); add this user to the group himds`,
    );
  }
}

/** The file that a challenge names; null unless it is a `.key` file right in the agent's own directory. */
export function keyPath(challenge: string, programData: string | undefined): string | null {
  const path = /^\s*Basic\s+realm="?([^"\r\n]+?)"?\s*$/i.exec(challenge)?.[1];
  if (path === undefined || path.includes('\0')) return null;
  if (/^[^/\\.][^/\\]*\.key$/.test(posix.basename(path)) && posix.dirname(path) === '/var/opt/azcmagent/tokens')
    return path;
  if (programData === undefined) return null;
  const tokens = win32.join(programData, 'AzureConnectedMachineAgent', 'Tokens');
  return /^[^/\\.][^/\\]*\.key$/.test(win32.basename(path)) && win32.dirname(path) === tokens ? path : null;
}

async function readAtMost(path: string, most: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(most + 1), 0, most + 1, 0);
    if (bytesRead > most)
      throw new SignInFailed(`sign-in: the key of the Azure Arc agent has more than ${most} octets; is it the agent?`);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
