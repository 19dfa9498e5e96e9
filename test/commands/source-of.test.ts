import { expect, onTestFinished, test } from 'vitest';
import { sourceOf } from '../../src/commands/poll-fleet.ts';
import { Secret } from '../../src/config/secret.ts';
import type { Sample } from '../../src/network/samples.ts';
import { millis } from '../../src/network/units.ts';
import { manualClock } from '../sources/manual-clock.ts';
import { mibScript } from '../sources/snmp/agent.ts';
import * as tables from '../sources/snmp/router-tables.ts';
import { noc, v3AgentWith } from '../sources/snmp/usm/v3-agent.ts';

test.each([
  ['aes', 'discovered'],
  ['des', 'discovered'],
  ['aes256b', 'discovered'],
  ['aes256r', 'discovered'],
] as const)('a router that is configured with a user of SNMPv3 and %s is asked so', async (protocol, kind) => {
  const agent = await v3AgentWith({ ...noc, priv: { protocol, password: 'priv-password' } });
  agent.mib = context => (context === 'core' ? mibScript(tables.router()) : null);
  const samples: Sample[] = [];
  const source = sourceOf(
    {
      name: 'r1',
      address: '127.0.0.1',
      port: agent.port,
      metro: 'Amsterdam',
      snmp: {
        version: '3',
        user: 'noc',
        auth: { protocol: 'sha256', password: new Secret('auth-password') },
        priv: { protocol, password: new Secret('priv-password') },
        context: 'core',
        contexts: [],
      },
    },
    millis(10_000),
    { clock: manualClock(), random: () => 0.5, hear: sample => samples.push(sample) },
  );
  onTestFinished(() => source.close());
  await source.discover();
  expect(samples).toMatchObject([{ kind, facts: { system: { sysName: expect.any(String) } } }]);
});
