import { expect, test } from 'vitest';
import { microsoftAs, pniDevice, transitAs } from './lab.ts';
import { discovery, peerdeck, writeConfiguration } from './peerdeck.ts';
import { labSuite } from './suite.ts';

labSuite('discover on FRR and snmpd', {}, lab => {
  test('discover tells vendor, interfaces and every session, and what no table tells', async () => {
    const { er1, er2, transit, folder } = lab();
    const file = await writeConfiguration(folder, 'discover', '10s', [
      { name: er1.router, address: er1.management.ipv4 },
      { name: er2.router, address: er2.management.ipv6 },
    ]);
    const ended = await peerdeck('discover', '--json', '-c', file);
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    const { routers } = discovery.parse(JSON.parse(ended.stdout));
    const session = { afi: 'ipv4', state: 'established', admin: 'start', source: 'bgp4-mib' };
    expect(routers).toMatchObject([
      {
        name: er1.router,
        vendor: 'linux',
        sysName: er1.router,
        // lo, the PNI, the transit link and the management link.
        interfaces: 4,
        lags: [],
        sessions: [
          { ...session, peer: er1.peer.ipv4, remoteAs: microsoftAs, interface: pniDevice },
          { ...session, peer: transit.peer, remoteAs: transitAs, interface: transit.device },
        ],
        error: null,
      },
      {
        name: er2.router,
        vendor: 'linux',
        sysName: er2.router,
        interfaces: 3,
        sessions: [{ ...session, peer: er2.peer.ipv4, remoteAs: microsoftAs, interface: pniDevice }],
        error: null,
      },
    ]);
    for (const router of routers) {
      // FRR 8.4 has BGP4-MIB only: its IPv6 sessions are up, and no table says so.
      expect(router.missing).toContainEqual(
        expect.stringMatching(/^IPv6 BGP sessions: no table .* \(BGP4-MIB holds IPv4 only\)$/),
      );
      expect(router.missing).not.toContainEqual(
        expect.stringMatching(/^IPv6 addresses|^IP addresses|^BGP sessions|^sysName/),
      );
      for (const { establishedSeconds } of router.sessions) expect(establishedSeconds).toBeGreaterThanOrEqual(0);
    }
  });

  test('discover in words names the table that each session came from', async () => {
    const { er1, folder } = lab();
    const file = await writeConfiguration(folder, 'words', '10s', [{ name: er1.router, address: er1.management.ipv4 }]);
    const { status, stdout } = await peerdeck('discover', '-c', file);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`BGP ${er1.peer.ipv4} AS${microsoftAs} established on ${pniDevice}  \\[bgp4-mib\\]`),
    );
    expect(stdout).toMatch(/missing: IPv6 BGP sessions/);
  });
});
