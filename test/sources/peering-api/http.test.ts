import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CallFailed } from '../../../src/sources/peering-api/call-failed.ts';
import { createSender, type Limits } from '../../../src/sources/peering-api/http.ts';
import { bodyOf } from '../../../src/sources/peering-api/reply-body.ts';
import { peeringUrl, type Request, resourceUrl, wireForm } from '../../../src/sources/peering-api/requests.ts';
import { azure, type Reply } from './azure.ts';
import { selfSigned } from './self-signed.ts';

async function sent(url: URL, limits: Partial<Limits> = {}) {
  const sender = createSender('1.2.3', limits);
  onTestFinished(() => sender.close());
  const reply = await sender.send({ kind: 'read', url }, { signal: AbortSignal.timeout(10_000) });
  return { status: reply.status, headers: reply.headers, body: bodyOf(reply.body, []) };
}

async function failure(reply: Reply, limits: Partial<Limits> = {}): Promise<CallFailed> {
  const { url } = await azure(() => reply);
  return await failureAt(new URL(url), limits);
}

async function failureAt(url: URL, limits: Partial<Limits> = {}): Promise<CallFailed> {
  const error: unknown = await sent(url, limits).catch((reason: unknown) => reason);
  if (error instanceof CallFailed) return error;
  throw new Error('it should have failed');
}

describe('an exchange ends', () => {
  test('when the server says nothing', async () => {
    expect(await failure({ by: () => {} }, { response: 100, request: 200 })).toMatchObject({ kind: 'timeout' });
  });

  test('when the answer comes drop by drop', async () => {
    const drips: Reply = {
      by: response => {
        const timer = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(timer));
        response.writeHead(200);
      },
    };
    expect(await failure(drips, { request: 200 })).toMatchObject({ kind: 'timeout' });
  });

  test('when the answer is cut short', async () => {
    const cut: Reply = {
      by: response => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"value":');
        setImmediate(() => response.destroy());
      },
    };
    expect(await failure(cut)).toMatchObject({ kind: 'garbage', mayPass: true });
  });

  test('when the answer is too long', async () => {
    expect(await failure({ json: 'x'.repeat(5000) }, { compressed: 1000 })).toMatchObject({ kind: 'too-large' });
  });

  test('when a few octets would unpack to many', async () => {
    const bomb: Reply = {
      by: response => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync(Buffer.alloc(40 * 1024 * 1024, ' ')));
      },
    };
    expect(await failure(bomb)).toMatchObject({ kind: 'too-large', message: expect.stringContaining('16777216') });
  });

  test('when what is called gzip is none', async () => {
    expect(await failure({ headers: { 'content-encoding': 'gzip' }, json: {} })).toMatchObject({ kind: 'garbage' });
  });

  test('when nobody listens, or nobody has the name', async () => {
    expect(await failureAt(new URL('http://127.0.0.1:1/'))).toMatchObject({ kind: 'unreachable' });
    expect(await failureAt(new URL('https://nobody.invalid/'))).toMatchObject({ kind: 'unresolved' });
  });

  test('when the certificate is not trusted', async () => {
    const { key, certificate } = selfSigned(new Date(Date.UTC(2040, 0, 1)));
    const server = createServer({ key, cert: certificate }, (_, response) => response.end('{}'));
    await new Promise<void>(resolved => server.listen(0, '127.0.0.1', resolved));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const error = await failureAt(new URL(`https://127.0.0.1:${port}/`));
    expect(error).toMatchObject({ kind: 'certificate', message: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
  });

  test('before it begins, where a token would go in clear to another machine', async () => {
    expect(await failureAt(new URL('http://management.azure.com/'))).toMatchObject({ kind: 'refused' });
  });

  test('when nobody waits for it any longer', async () => {
    const { url } = await azure(() => ({ by: () => {} }));
    const sender = createSender('1.2.3');
    const ended = new AbortController();
    const reply = sender.send({ kind: 'read', url: new URL(url) }, { signal: ended.signal });
    ended.abort();
    await expect(reply).rejects.toMatchObject({ kind: 'closed' });
  });
});

describe('an answer', () => {
  test('is unpacked, and read with its byte order mark', async () => {
    const { url, seen } = await azure(() => ({
      by: response => {
        response.writeHead(200, { 'content-encoding': 'gzip', 'X-Ms-Request-Id': 'a' });
        response.end(gzipSync('\ufeff{"value":[]}'));
      },
    }));
    const { body, headers } = await sent(new URL(url));
    expect(body).toEqual({ kind: 'json', value: { value: [] } });
    expect(headers['x-ms-request-id']).toBe('a');
    expect(seen[0]?.headers).toMatchObject({ 'user-agent': 'peerdeck/1.2.3' });
  });

  test('that redirects is not followed', async () => {
    const { url, seen } = await azure(() => ({ status: 302, headers: { location: '/elsewhere' }, json: null }));
    expect((await sent(new URL(url))).status).toBe(302);
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['<html>', 'markup'],
    ['{"value":[', 'broken'],
    ['', 'empty'],
  ])('%j is %s', (text, kind) => {
    expect(bodyOf(new TextEncoder().encode(text), []).kind).toBe(kind);
  });
});

test('ten million empty objects, which are few octets when packed, are refused before they are read', () => {
  const crowd = new TextEncoder().encode(`[${'{},'.repeat(600_000)}{}]`);
  expect(() => bodyOf(crowd, [])).toThrow(CallFailed);
  expect(bodyOf(new TextEncoder().encode(`[${'{},'.repeat(1000)}{}]`), []).kind).toBe('json');
});

describe('what can be sent', () => {
  const folder = resolve(import.meta.dirname, '..', '..', '..', 'src', 'sources', 'peering-api');
  const files = readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')] as const);
  const of = { endpoint: 'https://management.azure.com', subscriptionId: 'sub' };

  test('goes through one call of one HTTP client in one file', () => {
    const naming = (pattern: RegExp) => files.flatMap(([name, text]) => [...text.matchAll(pattern)].map(() => name));
    expect(naming(/from 'got'/g)).toEqual(['http.ts']);
    expect(naming(/\bgot(?:\.\w+)?\(/g)).toEqual(['http.ts']);
    expect(
      naming(/\bfetch\(|from '(?:node:)?(?:http2|undici|axios)'|\.request\(wire|https?\.(?:get|request)\(/g),
    ).toEqual([]);
    expect(naming(/'(?:PUT|PATCH|DELETE)'/g)).toEqual([]);
  });

  test('is GET, but for the sign-in and three questions', () => {
    const url = new URL('https://management.azure.com/x');
    const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Peering/peerings/p/registeredPrefixes/r';
    const requests: readonly Request[] = [
      { kind: 'read', url },
      { kind: 'plain', url, headers: {} },
      { kind: 'token', url, form: {} },
      { kind: 'looking-glass', of, command: 'Ping', sourceType: 'EdgeSite', source: 'a b', destination: '192.0.2.1' },
      { kind: 'provider-availability', of, location: 'Osaka', provider: 'ZZJ' },
      { kind: 'validate', of, prefixId: id },
    ];
    expect(requests.map(request => [wireForm(request)?.method, wireForm(request)?.url.pathname])).toEqual([
      ['GET', '/x'],
      ['GET', '/x'],
      ['POST', '/x'],
      ['POST', '/subscriptions/sub/providers/Microsoft.Peering/lookingGlass'],
      ['POST', '/subscriptions/sub/providers/Microsoft.Peering/checkServiceProviderAvailability'],
      ['POST', `${id}/validate`],
    ]);
  });

  test.each([
    '',
    '/subscriptions/s/resourceGroups/g',
    '/x/providers/Microsoft.Peering/peerings/p',
    '//evil.example/registeredPrefixes/r',
  ])('validates nothing but a registered prefix: not %j', prefixId => {
    expect(wireForm({ kind: 'validate', of, prefixId })).toBeNull();
  });

  test('stays at the endpoint, whatever an id or a metro says', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(text => `/a/${text}`),
          fc.constantFrom('//evil.example', '/..//x', '/a/../../b', '/\\evil'),
        ),
        id => {
          const url = resourceUrl(of, id, '/prefixes', { 'api-version': '1' });
          if (url === null) return;
          expect(url.origin).toBe(of.endpoint);
          expect(url.pathname).toMatch(/\/prefixes$/);
          expect(url.search).toBe('?api-version=1');
        },
      ),
    );
    expect(peeringUrl(of, 'legacyPeerings', { peeringLocation: 'São Paulo&kind=x' }).search).toBe(
      '?api-version=2025-05-01&peeringLocation=S%C3%A3o%20Paulo%26kind%3Dx',
    );
  });
});
