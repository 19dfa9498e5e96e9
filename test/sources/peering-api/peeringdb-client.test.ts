import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Reply, Sender } from '../../../src/sources/peering-api/http.ts';
import type { PeeringDbOptions } from '../../../src/sources/peering-api/options.ts';
import { createPeeringDbClient } from '../../../src/sources/peering-api/peeringdb-client.ts';
import { manualClock } from '../manual-clock.ts';

interface Scripted {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly json: unknown;
}

const microsoft = { id: 694, asn: 8075, name: 'Microsoft' };
const ours = { id: 7, asn: 64500, name: 'Ours', irr_as_set: 'AS-OURS' };
const contact = { role: 'NOC', name: 'N', phone: '+15550000001', email: 'noc@example.net' };
const facility = { id: 69, name: 'Dallas One', city: 'Dallas', country: 'US', tech_phone: '+15550000000' };

function data(query: string): Scripted {
  if (query.startsWith('net?')) return { json: { data: [microsoft, ours] } };
  if (query.startsWith('fac?')) return { json: { data: [facility] } };
  return { json: { data: [contact] } };
}

function client(given: Partial<PeeringDbOptions> = {}, script = data, start = Date.UTC(2026, 0, 1)) {
  const clock = manualClock(start);
  const begun = clock.now();
  const queries: string[] = [];
  const keys: (string | undefined)[] = [];
  const sender: Sender = {
    send: async (request): Promise<Reply> => {
      if (request.kind !== 'plain') throw new Error('only plain requests go to PeeringDB');
      const query = decodeURIComponent(request.url.pathname.split('/').at(-1) + request.url.search);
      queries.push(`${(clock.now() - begun) / 1000} ${query}`);
      keys.push(request.headers.authorization);
      const { status = 200, headers = {}, json } = script(query);
      return { status, headers, body: new TextEncoder().encode(JSON.stringify(json)) };
    },
    close: () => {},
  };
  const options = { endpoint: 'https://www.peeringdb.com/api', apiKey: null, asn: 64500, cacheFile: null, ...given };
  const { signal } = new AbortController();
  return { clock, queries, keys, db: createPeeringDbClient(options, { sender, clock, random: () => 0.3, signal }) };
}

const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'peerdeck-pdb-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
};

describe('PeeringDB', () => {
  test('is asked one query every two seconds, whoever asks', async () => {
    const { db, clock, queries } = client();
    const all = Promise.all([db.facilities([69, 70]), db.networks(), db.contacts()]);
    await clock.advance(20_000);
    await all;
    expect(queries).toEqual(['0 fac?id__in=69,70', '2 net?asn__in=8075,64500', '4 poc?net_id=694', '6 poc?net_id=7']);
  });

  test('tells contacts of Microsoft and of us; telephone numbers are withheld', async () => {
    const { db, clock } = client();
    const asked = db.contacts();
    await clock.advance(10_000);
    const answer = await asked;
    expect(answer).toMatchObject({
      networks: [{ asn: 8075 }, { asn: 64500, contacts: [{ email: 'noc@example.net' }] }],
    });
    expect(JSON.stringify(answer)).not.toContain('+1555');
  });

  test('gets its key where there is one', async () => {
    const { db, clock, keys } = client({ apiKey: () => 'k-e-y' });
    const asked = db.networks();
    await clock.advance(0);
    await asked;
    expect(keys).toEqual(['Api-Key k-e-y']);
  });

  test('is not asked again before it wants to be', async () => {
    const { db, clock, queries } = client({}, () => ({ status: 429, headers: { 'retry-after': '60' }, json: {} }));
    const asked = db.networks();
    const failed = expect(asked).rejects.toMatchObject({ kind: 'throttled', retryAt: clock.now() + 60_000 });
    await clock.advance(0);
    await failed;
    await clock.advance(30_000);
    await expect(db.networks()).rejects.toMatchObject({ kind: 'throttled' });
    expect(queries).toHaveLength(1);
  });

  test.each([
    [403, 'forbidden'],
    [500, 'server'],
    [200, 'garbage'],
    [404, 'refused'],
  ])('that answers %i without records is %s', async (status, kind) => {
    const json = { meta: { error: 'the key k-e-y-k-e-y is \x1b[2Jbad' } };
    const { db, clock } = client({ apiKey: () => 'k-e-y-k-e-y' }, () => ({ status, json }));
    const message = expect.stringContaining('the key (withheld) is bad');
    const failed = expect(db.networks()).rejects.toMatchObject({ kind, message });
    await clock.advance(0);
    await failed;
  });
});

describe('its answers', () => {
  test('are kept for a day in a file that only we can read, without people', async () => {
    const cacheFile = join(await folder(), 'cache.json');
    const first = client({ cacheFile });
    const asked = Promise.all([first.db.networks(), first.db.facilities([69]), first.db.contacts()]);
    await expect
      .poll(async () => {
        await first.clock.advance(3000);
        return first.queries.length;
      })
      .toBe(4);
    await asked;
    expect((await stat(cacheFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(cacheFile, 'utf8')).not.toMatch(/\+1555|noc@/);
    const second = client({ cacheFile }, data, first.clock.now());
    expect(await second.db.networks()).toMatchObject({ networks: [{ id: 694 }, { irrAsSet: 'AS-OURS' }] });
    expect(await second.db.facilities([69])).toMatchObject({ facilities: [{ name: 'Dallas One' }] });
    expect(second.queries).toEqual([]);
    await second.clock.advance(86_400_000);
    const again = second.db.networks();
    await expect
      .poll(async () => {
        await second.clock.advance(0);
        return second.queries.length;
      })
      .toBe(1);
    await again;
  });

  test.each(['', '{', '{"queries":7}', '{"queries":{"net?asn__in=8075,64500":{"at":1e99,"records":[]}}}'])(
    'are asked for anew where the file is %j',
    async text => {
      const cacheFile = join(await folder(), 'cache.json');
      await writeFile(cacheFile, text);
      const { db, clock, queries } = client({ cacheFile });
      const asked = db.networks();
      await expect
        .poll(async () => {
          await clock.advance(0);
          return queries.length;
        })
        .toBe(1);
      expect(await asked).toMatchObject({ networks: [{ asn: 8075 }, { asn: 64500 }] });
    },
  );

  test('come though the file cannot be written', async () => {
    const { db, clock } = client({ cacheFile: '/nowhere/at/all/cache.json' });
    let isTold = false;
    void db.networks().then(() => {
      isTold = true;
    });
    await expect
      .poll(async () => {
        await clock.advance(0);
        return isTold;
      })
      .toBe(true);
  });
});
