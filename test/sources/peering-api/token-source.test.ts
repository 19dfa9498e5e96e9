import { createPublicKey } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keyPath } from '../../../src/sources/peering-api/azure-arc.ts';
import { CallFailed } from '../../../src/sources/peering-api/call-failed.ts';
import type { Manner, Reply, Sender } from '../../../src/sources/peering-api/http.ts';
import type { Request } from '../../../src/sources/peering-api/requests.ts';
import type { SignIn } from '../../../src/sources/peering-api/sign-in.ts';
import { createTokenSource } from '../../../src/sources/peering-api/token-source.ts';
import { manualClock } from '../manual-clock.ts';
import { selfSigned } from './self-signed.ts';

const wall = Date.UTC(2026, 0, 1);
const secret: SignIn = {
  kind: 'clientSecret',
  tenantId: 'tenant',
  clientId: 'client',
  secret: () => 'p@ss word/secret',
};

type Scripted = { readonly status?: number; readonly headers?: Record<string, string>; readonly json: unknown };

/** A token source whose requests are answered by a script. */
function source(
  signIn: SignIn,
  script: (request: Request, count: number) => Scripted,
  env: Record<string, string> = {},
) {
  const clock = manualClock(wall);
  const requests: { readonly request: Request; readonly manner: Manner }[] = [];
  const sender: Sender = {
    send: async (request, manner): Promise<Reply> => {
      requests.push({ request, manner });
      await Promise.resolve();
      const { status = 200, headers = {}, json } = script(request, requests.length);
      return { status, headers, body: new TextEncoder().encode(JSON.stringify(json)) };
    },
    close: () => {},
  };
  const ended = new AbortController();
  const endpoint = 'https://management.azure.com';
  const authority = 'https://login.microsoftonline.com';
  const context = { clock, random: () => 0.5, sender, endpoint, authority, env };
  return { clock, requests, ended, tokens: createTokenSource(signIn, context, ended.signal) };
}

const granted = (count: number, more: object = { expires_in: 3599 }) => ({
  json: { access_token: `token-number-${count}`, ...more },
});
const refused = (code: number, description = `AADSTS${code}: Something about 'p@ss word/secret'. Trace ID: 1`) => ({
  status: 401,
  json: { error: 'invalid_client', error_description: description, error_codes: [code] },
});
const failure = async (asked: Promise<unknown>): Promise<CallFailed> => {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof CallFailed) return error;
  throw new Error('it should have failed');
};

describe('a token', () => {
  test('is asked for once, however many wait for it', async () => {
    const { tokens, requests } = source(secret, (_, count) => granted(count));
    const all = await Promise.all(Array.from({ length: 50 }, () => tokens.token()));
    expect([new Set(all), requests.length]).toEqual([new Set(['token-number-1']), 1]);
    expect(requests[0]?.request).toMatchObject({
      kind: 'token',
      url: new URL('https://login.microsoftonline.com/tenant/oauth2/v2.0/token'),
      form: { grant_type: 'client_credentials', client_id: 'client', scope: 'https://management.azure.com/.default' },
    });
  });

  test('is renewed five minutes before its end, while the old one serves', async () => {
    const { tokens, clock, requests } = source(secret, (_, count) => granted(count));
    await tokens.token();
    await clock.advance(3_298_000);
    expect([await tokens.token(), requests.length]).toEqual(['token-number-1', 1]);
    await clock.advance(2000);
    expect(await tokens.token()).toBe('token-number-1');
    await clock.advance(0);
    expect([await tokens.token(), requests.length]).toEqual(['token-number-2', 2]);
  });

  test('of a short life is renewed at four fifths of it', async () => {
    const { tokens, clock, requests } = source(secret, (_, count) => granted(count, { expires_in: 100 }));
    await tokens.token();
    await clock.advance(79_000);
    await tokens.token();
    expect(requests).toHaveLength(1);
    await clock.advance(1000);
    await tokens.token();
    expect(requests).toHaveLength(2);
  });

  test('whose renewal fails serves to its end', async () => {
    const { tokens, clock } = source(secret, (_, count) => (count === 1 ? granted(1) : refused(90033)));
    await tokens.token();
    await clock.advance(3_590_000);
    expect(await tokens.token()).toBe('token-number-1');
    await clock.advance(10_000);
    expect((await failure(tokens.token())).kind).toBe('sign-in');
  });

  test.each([
    ['as a string', '3600'],
    ['as a number', 3600],
  ])('has its end by the clock of who gave it, told %s: ours may be off by a day', async (_, seconds) => {
    const theirs = wall + 86_400_000;
    const date = new Date(theirs).toUTCString();
    const until = typeof seconds === 'string' ? String(theirs / 1000 + 3600) : theirs / 1000 + 3600;
    const { tokens, clock, requests } = source({ kind: 'managedIdentity', clientId: null }, (__, count) => ({
      ...granted(count, { expires_on: until }),
      headers: { date },
    }));
    await tokens.token();
    await clock.advance(3_299_000);
    await tokens.token();
    expect(requests).toHaveLength(1);
    await clock.advance(302_000);
    await tokens.token();
    expect(requests).toHaveLength(2);
  });

  test('that has ended before it came is no token', async () => {
    const { tokens } = source(secret, () => granted(1, { expires_on: wall / 1000 - 1 }));
    expect((await failure(tokens.token())).message).toContain('clock');
  });

  test('that the API refuses is replaced once, however many calls it was refused for', async () => {
    const { tokens, requests } = source(secret, (_, count) => granted(count));
    const first = await tokens.token();
    expect([tokens.refused(first), tokens.refused(first)]).toEqual([true, true]);
    expect([await tokens.token(), requests.length]).toEqual(['token-number-2', 2]);
    expect(tokens.refused(first)).toBe(true);
    expect([await tokens.token(), requests.length]).toEqual(['token-number-2', 2]);
  });

  test('whose successor is refused too serves the other calls, and is replaced again less and less often', async () => {
    const { tokens, clock, requests } = source(secret, (_, count) => granted(count));
    const signedInAt: number[] = [];
    for (let second = 0; second <= 900; second += 10) {
      const before = requests.length;
      // One call that is refused whatever the token, as every ten seconds.
      if (tokens.refused(await tokens.token())) {
        await tokens.token();
        tokens.renewed(false);
      }
      expect(await tokens.token()).toMatch(/^token-number/);
      if (requests.length > before) signedInAt.push(second);
      await clock.advance(10_000);
    }
    expect(signedInAt).toEqual([0, 30, 90, 210, 450, 750]);
  });

  test('that helped after a refusal is replaced at once at the next one', async () => {
    const { tokens } = source(secret, (_, count) => granted(count));
    tokens.refused(await tokens.token());
    await tokens.token();
    tokens.renewed(false);
    expect(tokens.refused(await tokens.token())).toBe(false);
    const { tokens: others } = source(secret, (_, count) => granted(count));
    others.refused(await others.token());
    await others.token();
    others.renewed(true);
    expect(others.refused(await others.token())).toBe(true);
  });

  test('that would live for a moment is tried for half a minute all the same', async () => {
    const { tokens, clock, requests } = source(secret, (_, count) => granted(count, { expires_in: 0.001 }));
    for (let second = 0; second < 60; second++) {
      await tokens.token();
      await clock.advance(1000);
    }
    expect(requests.length).toBeLessThanOrEqual(3);
  });
});

describe('a sign-in that fails', () => {
  test('is tried again after 30 s, and less and less often', async () => {
    const { tokens, clock, requests } = source(secret, () => refused(7000215));
    const askedAt: number[] = [];
    for (let second = 0; second <= 900; second += 10) {
      const before = requests.length;
      const { retryAt } = await failure(tokens.token());
      expect(retryAt).toBeGreaterThan(clock.now());
      if (requests.length > before) askedAt.push(second);
      await clock.advance(10_000);
    }
    expect(askedAt).toEqual([0, 30, 90, 210, 450, 750]);
  });

  test.each([
    [7000215, "the client secret is wrong: configure the secret's value, not its id (AADSTS7000215)"],
    [7000222, 'has expired'],
    [90002, 'the tenant is unknown'],
    [900023, 'neither a GUID nor a domain'],
    [700016, 'the application is unknown'],
    [700024, 'clock is wrong'],
    [500011, 'the resource is unknown'],
  ])('says AADSTS%i in plain words, and no secret', async (code, words) => {
    const { tokens } = source(secret, () => refused(code));
    const { message } = await failure(tokens.token());
    expect(message).toContain(words);
    expect(message).not.toContain('p@ss');
  });

  test('keeps the ids that support asks for', async () => {
    const { tokens } = source(secret, () => ({
      status: 401,
      json: { error: 'invalid_client', error_codes: [7000215], trace_id: 'trace-1', correlation_id: 'correlation-1' },
    }));
    const ids = { request: 'trace-1', correlation: 'correlation-1' };
    expect((await failure(tokens.token())).ids).toEqual(ids);
    // Also while nobody is asked, since the call that fails meanwhile is what is on screen.
    expect((await failure(tokens.token())).ids).toEqual(ids);
  });

  test('quotes no secret in whichever form the service gives it back', async () => {
    const odd = 'abc8Q~CANARY!SECRET(x) yz';
    const signIn = { ...secret, secret: () => odd };
    for (const quoted of [odd, encodeURIComponent(odd), new URLSearchParams({ s: odd }).toString().slice(2)]) {
      const { tokens } = source(signIn, () => refused(123456, `cannot parse form client_secret=${quoted} at 3.`));
      const { message } = await failure(tokens.token());
      expect(message).toContain('client_secret=(withheld)');
      expect(message).not.toContain('CANARY');
    }
  });

  test('for a reason that nobody knows quotes its first sentence, without the secret and without escapes', async () => {
    const told = "AADSTS123456: The \x1b[2Jthing 'p@ss word/secret' is odd. Trace ID: abc";
    const { tokens } = source(secret, () => refused(123456, told));
    const { message } = await failure(tokens.token());
    expect(message).toBe(
      "sign-in at login.microsoftonline.com: refused with HTTP 401: AADSTS123456: The thing '(withheld)' is odd.; check the sign-in settings",
    );
  });

  test('because the secret cannot be read says so', async () => {
    const signIn: SignIn = {
      ...secret,
      secret: () => {
        throw Object.assign(new Error('ENOENT: /run/secret'), { code: 'ENOENT' });
      },
    };
    const { tokens, requests } = source(signIn, () => granted(1));
    expect((await failure(tokens.token())).message).toContain('cannot be read (ENOENT)');
    expect(requests).toHaveLength(0);
  });
});

describe('a certificate', () => {
  const { key, certificate } = selfSigned(new Date(Date.UTC(2040, 0, 1)));
  const withPem = (pem: string): SignIn => ({
    kind: 'clientCertificate',
    tenantId: 'tenant',
    clientId: 'client',
    pem: () => pem,
  });

  test('signs an assertion for the token endpoint, five minutes long', async () => {
    const { tokens, requests } = source(withPem(`${key}${certificate}`), (_, count) => granted(count));
    await tokens.token();
    const request = requests[0]?.request;
    const assertion = request?.kind === 'token' ? (request.form.client_assertion ?? '') : '';
    const { payload, protectedHeader } = await jwtVerify(assertion, createPublicKey(certificate), {
      currentDate: new Date(wall),
    });
    expect(protectedHeader).toMatchObject({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(payload).toMatchObject({
      aud: 'https://login.microsoftonline.com/tenant/oauth2/v2.0/token',
      iss: 'client',
      sub: 'client',
      nbf: wall / 1000,
      exp: wall / 1000 + 300,
    });
  });

  const other = selfSigned(new Date(Date.UTC(2025, 0, 1)));
  test.each([
    ['no certificate', key, 'no certificate in PEM form'],
    ['no key', certificate, 'no private key in PEM form'],
    ['another key', `${other.key}${certificate}`, 'do not belong together'],
    ['an expired one', `${other.key}${other.certificate}`, 'has expired on 2025-01-01'],
    [
      'an encrypted key',
      `${certificate}-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----`,
      'is encrypted',
    ],
  ])('%s is said before anything is sent', async (_, pem, words) => {
    const { tokens, requests } = source(withPem(pem), () => granted(1));
    expect((await failure(tokens.token())).message).toContain(words);
    expect(requests).toHaveLength(0);
  });
});

describe("a machine's own identity", () => {
  const machine: SignIn = { kind: 'managedIdentity', clientId: 'mine' };

  test('is asked for at the metadata service, for three seconds', async () => {
    const { tokens, requests } = source(machine, () => granted(1));
    await tokens.token();
    expect(requests[0]).toMatchObject({
      request: { kind: 'plain', headers: { metadata: 'true' } },
      manner: { limits: { request: 3000 } },
    });
    const request = requests[0]?.request;
    expect(request?.kind === 'plain' && request.url.href).toBe(
      'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F&client_id=mine',
    );
  });

  test('that is not assigned is said in words', async () => {
    const { tokens } = source(machine, () => ({ status: 400, json: { error_description: 'Identity not found' } }));
    expect((await failure(tokens.token())).message).toContain('no identity with the configured client id');
  });

  test('under Azure Arc answers only challenges that name a key of the agent', async () => {
    const env = { IDENTITY_ENDPOINT: 'http://127.0.0.1:40342/token', IMDS_ENDPOINT: 'http://127.0.0.1:40342' };
    const challenge = { status: 401, headers: { 'www-authenticate': 'Basic realm=/etc/shadow' }, json: null };
    const { tokens, requests } = source(machine, () => challenge, env);
    expect((await failure(tokens.token())).message).toContain('names no file of its own');
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['Basic realm=/var/opt/azcmagent/tokens/1.key', '/var/opt/azcmagent/tokens/1.key'],
    ['Basic realm="/var/opt/azcmagent/tokens/1.key"', '/var/opt/azcmagent/tokens/1.key'],
    ['Basic realm=/var/opt/azcmagent/tokens/../../../../etc/a.key', null],
    ['Basic realm=/var/opt/azcmagent/tokens/sub/1.key', null],
    ['Basic realm=/var/opt/azcmagent/tokens/1.txt', null],
    ['Bearer realm=/var/opt/azcmagent/tokens/1.key', null],
    ['', null],
  ])('the challenge %j names %j', (challenge, path) => {
    expect(keyPath(challenge, undefined)).toBe(path);
  });
});

describe('Azure CLI', () => {
  /** A stand-in for az in a folder of its own. */
  async function az(script: string): Promise<Record<string, string>> {
    const folder = await mkdtemp(join(tmpdir(), 'peerdeck-az-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'az'), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, 'az'), 0o755);
    return { PATH: `${folder}:/usr/bin:/bin` };
  }

  test('is asked without a shell for the resource, and may tell expires_on as a number', async () => {
    const until = wall / 1000 + 3600;
    const env = await az(
      `echo "{\\"accessToken\\": \\"token-$#-$4\\", \\"expires_on\\": ${until}}" | sed 's/https:..//;s/[./]",/",/'`,
    );
    const { tokens } = source({ kind: 'azureCli' }, () => granted(1), env);
    expect(await tokens.token()).toBe('token-6-management.azure.com');
  });

  test.each([
    ['echo "ERROR: Please run \'az login\' to setup account." >&2; exit 1', 'run "az login"'],
    ['echo "nothing"', 'printed no token'],
    ['echo "ERROR: broken \x1b[2J" >&2; exit 3', 'az ended with 3: ERROR: broken; try'],
  ])('%j is said in words', async (script, words) => {
    const { tokens } = source({ kind: 'azureCli' }, () => granted(1), await az(script));
    expect((await failure(tokens.token())).message).toContain(words);
  });

  test('that is not installed is said in words', async () => {
    const { tokens } = source({ kind: 'azureCli' }, () => granted(1), { PATH: '/nowhere' });
    expect((await failure(tokens.token())).message).toContain('az was not found');
  });
});
