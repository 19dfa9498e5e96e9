import { execFile } from 'node:child_process';
import { cleanText } from '../../network/text.ts';
import { type Grant, grantOf, SignInFailed, wallTime } from './grant.ts';
import { bodyOf } from './reply-body.ts';
import type { SignInContext } from './sign-in.ts';

const limit = 30_000;

/** What came of a run of `az`. */
interface Ended {
  readonly code: string | number | null;
  readonly killed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Asks Azure CLI for the token of whoever is logged in there. No shell is involved. Rejects with SignInFailed. */
export async function signInWithCli(context: SignInContext, signal: AbortSignal): Promise<Grant> {
  const ended = await run(['account', 'get-access-token', '--resource', `${context.endpoint}/`, '-o', 'json'], {
    env: context.env,
    signal,
  });
  if (ended.code === 'ENOENT')
    throw new SignInFailed('sign-in: az was not found on PATH; install Azure CLI or choose another signIn');
  if (ended.killed) throw new SignInFailed(`sign-in: az did not end within ${limit / 1000} s; try "az account show"`);
  if (ended.code !== null) throw new SignInFailed(`sign-in: ${complaint(ended)}`);
  const body = bodyOf(new TextEncoder().encode(ended.stdout), []);
  const grant = body.kind === 'json' ? grantOf(body.value, {}, wallTime(context.clock)) : null;
  if (grant === null)
    throw new SignInFailed('sign-in: az printed no token; try "az account get-access-token" and see what it says');
  return grant;
}

function complaint({ stderr, code }: Ended): string {
  if (/az login|AADSTS(?:700082|50173|70043|50078|50076)/i.test(stderr))
    return 'nobody is logged in to Azure CLI, or no longer; run "az login"';
  const line = stderr.split('\n').find(text => /error/i.test(text)) ?? stderr.split('\n')[0] ?? '';
  return `az ended with ${code}: ${cleanText(line, 200)}; try "az account get-access-token"`;
}

function run(args: readonly string[], how: { env: SignInContext['env']; signal: AbortSignal }): Promise<Ended> {
  return new Promise(resolve => {
    execFile(
      'az',
      [...args],
      { env: { ...how.env }, signal: how.signal, timeout: limit, maxBuffer: 1024 * 1024, windowsHide: true },
      (error, stdout, stderr) => {
        resolve({
          code: error?.code ?? (error === null ? null : 'failed'),
          killed: error?.killed === true,
          stdout,
          stderr,
        });
      },
    );
  });
}
