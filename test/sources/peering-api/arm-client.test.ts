import { describe, expect, onTestFinished, test } from 'vitest';
import { createArmClient } from '../../../src/sources/peering-api/arm-client.ts';
import { CallFailed } from '../../../src/sources/peering-api/call-failed.ts';
import { createSender } from '../../../src/sources/peering-api/http.ts';
import { readPages } from '../../../src/sources/peering-api/paging.ts';
import { createTokenSource } from '../../../src/sources/peering-api/token-source.ts';
import { azure, hastyClock, optionsFor, type Reply, type Seen, tokenOf } from './azure.ts';

/** Records as they came, each an item. */
const asTheyCame = (values: readonly unknown[]) => ({ items: values, unreadable: 0 });

/** A client of a stand-in that answers its requests one by one. */
async function client(answer: (seen: Seen, count: number) => Reply | undefined, factor = 200) {
  let count = 0;
  const next = (seen: Seen): Reply | undefined => {
    count += 1;
    return answer(seen, count);
  };
  const there = await azure(seen => (seen.path.endsWith('/token') ? undefined : next(seen)));
  const clock = hastyClock(factor);
  const random = () => 0.5;
  const ended = new AbortController();
  const { signal } = ended;
  const { signIn, env } = optionsFor(there.url);
  const sender = createSender('0.0.0');
  onTestFinished(() => {
    ended.abort();
    sender.close();
  });
  const context = { clock, random, sender, endpoint: there.url, authority: there.url, env };
  const tokens = createTokenSource(signIn, context, signal);
  const arm = createArmClient({ endpoint: there.url, sender, tokens, clock, random, signal });
  const read = (path = '/x') => arm.request({ kind: 'read', url: new URL(path, there.url) }, false);
  const pages = (path = '/x') => readPages(arm, clock, new URL(path, there.url), asTheyCame, false);
  return { ...there, arm, clock, read, pages };
}

const failure = async (asked: Promise<unknown>): Promise<CallFailed> => {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof CallFailed) return error;
  throw error instanceof Error ? error : new Error('it should have failed');
};

const ok: Reply = { json: { value: [] } };

describe('a request', () => {
  test('carries the token and an id of its own, and brings the ids that support asks for', async () => {
    const ids = { 'x-ms-request-id': 'r', 'x-ms-correlation-request-id': 'c' };
    const { read, seen } = await client(() => ({ headers: ids, json: {} }));
    expect((await read()).ids).toEqual({ request: 'r', correlation: 'c' });
    expect(seen.at(-1)?.headers).toMatchObject({
      authorization: `Bearer ${tokenOf(1)}`,
      'x-ms-client-request-id': expect.stringMatching(
        /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      ),
    });
  });

  test('waits with 49 others for one sign-in', async () => {
    const { read, signIns } = await client(() => ok, 1000);
    await Promise.all(Array.from({ length: 50 }, () => read()));
    expect(signIns()).toBe(1);
  });

  test('goes with at most two others', async () => {
    let inside = 0;
    let most = 0;
    const { read } = await client(
      () => ({
        by: response => {
          inside += 1;
          most = Math.max(most, inside);
          setTimeout(() => {
            inside -= 1;
            response.end('{}');
          }, 5);
        },
      }),
      1000,
    );
    await Promise.all(Array.from({ length: 12 }, () => read()));
    expect(most).toBe(3);
  });

  test.each(['ExpiredAuthenticationToken', 'InvalidAuthenticationToken', 'AuthenticationFailed'])(
    'that is refused with %s is made once more with a new token',
    async code => {
      const { read, signIns, seen } = await client((_, count) =>
        count === 1 ? { status: 401, json: { error: { code, message: 'no' } } } : ok,
      );
      await read();
      expect([signIns(), seen.at(-1)?.headers.authorization]).toEqual([2, `Bearer ${tokenOf(2)}`]);
    },
  );

  test('that is refused with every token is made twice, not for ever', async () => {
    const unauthorised: Reply = { status: 401, json: { error: { code: 'InvalidAuthenticationToken' } } };
    const { read, asked, signIns } = await client(() => unauthorised);
    expect(await failure(read())).toMatchObject({ kind: 'sign-in', status: 401, code: 'InvalidAuthenticationToken' });
    expect([asked().length, signIns()]).toEqual([2, 2]);
    await failure(read());
    expect(signIns()).toBe(2);
  });

  test('that is refused with every token leaves the other calls alone', async () => {
    const unauthorised: Reply = { status: 401, json: { error: { code: 'InvalidAuthenticationToken' } } };
    const { read, signIns } = await client(request => (request.path.startsWith('/sealed') ? unauthorised : ok));
    for (let round = 0; round < 3; round++) {
      expect((await failure(read('/sealed'))).kind).toBe('sign-in');
      await read('/open');
    }
    expect(signIns()).toBe(2);
  });

  test('brings back no token that went out, in its words, its code or its ids', async () => {
    const quoted = (token: string): Reply => ({
      status: 400,
      headers: { 'x-ms-request-id': `r-${token}` },
      json: { error: { code: `Bad-${token}`, message: `${'x'.repeat(980)} Bearer ${token} is bad` } },
    });
    const { read } = await client(request => quoted(String(request.headers.authorization).slice('Bearer '.length)));
    const { message, code, ids } = await failure(read());
    expect(JSON.stringify([message, code, ids])).not.toContain(tokenOf(1).slice(0, 8));
    expect(ids?.request).toBe('r-(withheld)');
  });
});

describe('a refusal is told in its own words', () => {
  test.each<[string, Reply, Partial<CallFailed>]>([
    [
      'wrapped',
      { status: 403, json: { error: { code: 'AuthorizationFailed', message: 'You may not.' } } },
      { kind: 'forbidden', status: 403, code: 'AuthorizationFailed' },
    ],
    ['flat', { status: 404, json: { code: 'NotFound', message: 'Resource does not exist.' } }, { kind: 'not-found' }],
    [
      'as 400',
      { status: 400, json: { error: { code: 'BadRequest', message: 'Invalid IP prefix' } } },
      { kind: 'refused' },
    ],
    [
      'with 200',
      { json: { error: { code: 'AuthorizationFailed', message: 'x' } } },
      { kind: 'forbidden', status: 200 },
    ],
    [
      'as a redirection',
      { status: 302, headers: { location: 'https://evil.example/' }, json: null },
      { kind: 'garbage' },
    ],
    ['as markup', { by: response => void response.end('<html>Sign in</html>') }, { kind: 'garbage', status: 200 }],
    ['as half an answer', { by: response => void response.end('{"value":[{') }, { kind: 'garbage' }],
    ['as nothing', { by: response => void response.end() }, { kind: 'garbage' }],
  ])('%s', async (_, reply, expected) => {
    const { read } = await client(() => reply);
    const error = await failure(read());
    expect(error).toMatchObject(expected);
    expect(error.message).toMatch(/^HTTP \d{3}\b.*; .+$/);
  });

  test('on one clean line, without the token', async () => {
    const message = `Odd\n\x1b]52;c;aGk=\x07\x1b[2J\u202e ${tokenOf(1)} ${'x'.repeat(5000)}`;
    const { read } = await client(() => ({ status: 400, json: { error: { code: 'Bad\x1b[1m', message } } }));
    const { message: text } = await failure(read());
    expect(text).toMatch(/^HTTP 400 Bad Odd {1,2}\(withheld\) x+…?; see what the API says$/);
    expect(text.length).toBeLessThan(1200);
  });
});

describe('what may pass is asked again', () => {
  test.each<[string, Reply]>([
    ['429 with seconds', { status: 429, headers: { 'retry-after': '2' }, json: {} }],
    [
      '429 with a date',
      { status: 429, headers: { 'retry-after': new Date(Date.now() + 3000).toUTCString() }, json: {} },
    ],
    ['503', { status: 503, json: {} }],
    ['500 in markup', { by: response => void response.writeHead(500).end('<p>') }],
    ['a broken connection', { by: response => void response.destroy() }],
  ])('%s: two more times at most', async (_, reply) => {
    const passing = await client((__, count) => (count < 3 ? reply : ok), 2000);
    await passing.read();
    expect(passing.asked()).toHaveLength(3);
    const lasting = await client(() => reply, 2000);
    await failure(lasting.read());
    expect(lasting.asked()).toHaveLength(3);
  });

  test('404 and 400 are not', async () => {
    const { read, asked } = await client(() => undefined);
    await failure(read());
    expect(asked()).toHaveLength(1);
  });

  test('validate, which has an effect, is not', async () => {
    const { arm, url, asked } = await client(() => ({ status: 500, json: {} }));
    const prefixId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Peering/peerings/p/registeredPrefixes/r';
    const of = { endpoint: url, subscriptionId: 's' };
    expect(await failure(arm.request({ kind: 'validate', of, prefixId }, true))).toMatchObject({ kind: 'server' });
    expect(asked()).toEqual([`POST ${prefixId}/validate`]);
  });
});

describe('a long Retry-After', () => {
  test('with a fault of one call is about that call alone', async () => {
    const broken: Reply = { status: 503, headers: { 'retry-after': '600' }, json: {} };
    const { read, clock, arm, asked } = await client(seen => (seen.path === '/broken' ? broken : ok), 20);
    const { kind, retryAt } = await failure(read('/broken'));
    expect(kind).toBe('server');
    expect((retryAt ?? 0) - clock.now()).toBeGreaterThan(500_000);
    await read('/other');
    expect(asked()).toEqual(['GET /broken', 'GET /other']);
    expect(arm.budget().throttledUntil).toBeNull();
  });

  test.each([
    ['in seconds', () => '300'],
    ['as a date by their clock', () => new Date(Date.UTC(2030, 0, 1, 0, 5)).toUTCString()],
  ])('%s ends the call, and nothing is asked until then', async (_, after) => {
    const reply: Reply = {
      status: 429,
      headers: { 'retry-after': after(), date: new Date(Date.UTC(2030, 0, 1)).toUTCString() },
      json: { error: { code: 'TooManyRequests', message: 'Slow down' } },
    };
    const { read, arm, asked, clock } = await client((__, count) => (count === 1 ? reply : ok), 100);
    const begun = clock.now();
    const error = await failure(read());
    expect(error).toMatchObject({ kind: 'throttled', code: 'TooManyRequests', status: 429 });
    expect(error.retryAt).toBeGreaterThanOrEqual(begun + 300_000);
    expect(error.retryAt).toBeLessThan(begun + 400_000);
    expect(await failure(read('/y'))).toMatchObject({ kind: 'throttled', retryAt: error.retryAt });
    expect(asked()).toHaveLength(1);
    expect(arm.budget().throttledUntil).toBe(error.retryAt);
  });
});

describe('the budget', () => {
  test('is the smallest of what is left, as a fraction of its limit', async () => {
    const { read, arm } = await client((_, count) => ({
      headers:
        count === 1
          ? { 'x-ms-ratelimit-remaining-subscription-reads': '11998' }
          : { 'x-ms-ratelimit-remaining-subscription-resource-requests': '30', 'x-ms-ratelimit-remaining-new': '7' },
      json: {},
    }));
    expect(arm.budget()).toEqual({ left: null, lastHour: 0, throttledUntil: null });
    await read();
    expect(arm.budget().left).toBeCloseTo(0.9998);
    await read();
    expect(arm.budget()).toMatchObject({ left: 0.05, lastHour: 2 });
  });
});

describe('a list', () => {
  test('is read to its end; null is an empty one', async () => {
    const { pages, url } = await client((seen): Reply => {
      const page = Number(seen.query.get('page') ?? 0);
      return { json: { value: [page], nextLink: page < 3 ? `${url}/x?page=${page + 1}` : '' } };
    });
    expect(await pages()).toMatchObject({ items: [0, 1, 2, 3], cut: false });
    const empty = await client(() => ({ json: null }));
    expect(await empty.pages()).toMatchObject({ items: [], cut: false });
  });

  test.each(['http://127.0.0.1:1/x', 'https://evil.example/x', '//evil.example/x', 'http://', 'javascript:1'])(
    'is cut where it goes on at %s, and the token stays',
    async nextLink => {
      const { pages, asked } = await client(() => ({ json: { value: [1], nextLink } }));
      expect(await pages()).toMatchObject({ items: [1], cut: true });
      expect(asked()).toHaveLength(1);
    },
  );

  test('is cut where it comes back to a page, or never ends', async () => {
    const loop = await client((): Reply => ({ json: { value: [1], nextLink: `${loop.url}/x` } }));
    expect(await loop.pages()).toMatchObject({ items: [1], cut: true });
    const endless = await client((_, count): Reply => ({ json: { value: [], nextLink: `${endless.url}/x?${count}` } }));
    expect((await endless.pages()).cut).toBe(true);
    expect(endless.asked()).toHaveLength(100);
  });

  test('of more records than anybody has is cut, and few of them keep nobody from the polls', async () => {
    const { pages } = await client(() => ({ json: { value: Array.from({ length: 20_001 }, () => 1) } }));
    let others = 0;
    const counting = setInterval(() => {
      others += 1;
    }, 0);
    const { items, cut } = await pages();
    clearInterval(counting);
    expect([items.length, cut]).toEqual([20_000, true]);
    expect(others).toBeGreaterThan(0);
  });

  test('whose pages come slowly ends after two minutes, cut', async () => {
    const { pages, asked, clock } = await client((_, count): Reply => {
      clock.skip(50_000);
      return { json: { value: [count], nextLink: `/x?${count}` } };
    });
    expect(await pages()).toMatchObject({ items: [1, 2, 3], cut: true });
    expect(asked()).toHaveLength(3);
  });

  test('is none where there is nothing at all', async () => {
    const { pages } = await client(() => ({ status: 204, json: undefined }));
    expect(await failure(pages())).toMatchObject({ kind: 'garbage' });
  });

  test('is none where the answer has none', async () => {
    const { pages } = await client(() => ({ json: { hello: 1 } }));
    expect(await failure(pages())).toMatchObject({ kind: 'garbage' });
  });
});

test('a token goes to no other host, whoever asks for it', async () => {
  const { arm, seen } = await client(() => ok);
  const other = await azure(() => ok);
  expect(await failure(arm.request({ kind: 'read', url: new URL(other.url) }, false))).toMatchObject({
    kind: 'refused',
  });
  expect([other.seen.length, seen.length]).toEqual([0, 1]);
});
