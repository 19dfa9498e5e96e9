/** What a command that prints and ends has gathered when one of the witnesses keeps it waiting. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { gather } from '../../src/commands/gather.ts';
import { machine } from '../../src/config/config-io.ts';
import { loadConfig } from '../../src/config/load.ts';
import { untold } from '../../src/network/microsoft/told.ts';
import { pictureOf } from '../../src/network/picture.ts';
import { instant, millis } from '../../src/network/units.ts';
import { startFleet } from '../../src/simulator/fleet.ts';
import { type Clock, processClock } from '../../src/sources/clock.ts';
import { openNoteFile } from '../../src/state/note-file.ts';
import { note } from '../network/microsoft/microsoft-samples.ts';

const endings: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

/** Time runs this much faster, so that nobody waits out a grace of seconds. */
const speed = 5;
const fastClock = (): Clock => ({
  ...processClock,
  now: () => instant(processClock.now() * speed),
  schedule: (delay, run) => processClock.schedule(millis(delay / speed), run),
});

/** Takes every request and answers none. */
async function hangingServer(): Promise<string> {
  const server: Server = createServer(() => {});
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

test('the routers stay fresh while an API that hangs is waited for, which is then told', async () => {
  const fleet = await startFleet({ scenario: 'calm', seed: 5 });
  endings.push(() => fleet.close());
  const folder = mkdtempSync(join(tmpdir(), 'peerdeck-gather-'));
  endings.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'peerdeck.yaml');
  writeFileSync(file, fleet.configuration.replaceAll(fleet.peeringApi, await hangingServer()), { mode: 0o600 });
  const loaded = await loadConfig(file, machine({}, folder));
  if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
  const clock = fastClock();
  const notes = join(folder, 'peerdeck', 'maintenance-notes.jsonl');
  openNoteFile(notes).add(note({ maintenanceId: 'M-7' }));
  const config = { ...loaded.config, simulation: false };
  const env = { XDG_STATE_HOME: folder };
  const gathered = await gather({ config, samples: 2, clock, random: Math.random, env });
  const picture = pictureOf(gathered, clock.now());
  expect(picture.routers.filter(router => router.stale)).toEqual([]);
  expect(picture.metros.map(metro => metro.verdict)).not.toContain('unknown');
  const { microsoft } = gathered;
  expect(microsoft === null ? null : untold(microsoft, 'peerings')?.value.kind).toBe('timeout');
  // What somebody wrote down on this host needs no API.
  expect(picture.microsoft?.windows.map(each => each.id)).toEqual(['M-7']);
});
