/** One session may stand in several tables of a router, or in several rows of one: it is told once, and none is lost. */
import { describe, expect, test } from 'vitest';
import { aristaBgp4V2Mib } from '../../../src/sources/snmp/mibs/arista-bgp4v2-mib.ts';
import type { BgpPeerTable } from '../../../src/sources/snmp/mibs/bgp-peer-table.ts';
import { bgp4Mib } from '../../../src/sources/snmp/mibs/bgp4-mib.ts';
import { cbgpPeer2Mib, cbgpPeer3Mib } from '../../../src/sources/snmp/mibs/cisco-bgp4-mib.ts';
import { hwBgpMib } from '../../../src/sources/snmp/mibs/huawei-bgp-vpn-mib.ts';
import { jnxBgpM2Mib } from '../../../src/sources/snmp/mibs/jnx-bgp-m2-mib.ts';
import { readSessions } from '../../../src/sources/snmp/session-discovery.ts';
import { SnmpFailure } from '../../../src/sources/snmp/transport.ts';
import { type Entry, mibScript } from './agent.ts';
import * as ber from './ber.ts';
import { inet4, peer4, rowOf } from './mibs/entries.ts';
import * as tables from './router-tables.ts';
import { scripted } from './script-transport.ts';

const cisco = '1.3.6.1.4.1.9.9.187.1.2';
const plainPeer = (peer: string, state: number, as: number, local = '0.0.0.0'): Entry[] =>
  rowOf('1.3.6.1.2.1.15.3.1', peer, {
    2: ber.integer(state),
    5: ber.ipAddress(local),
    9: ber.integer(as),
    15: ber.counter32(3),
    16: ber.gauge32(77),
  });

async function told(richestFirst: readonly BgpPeerTable[], ...entries: readonly Entry[][]) {
  const { sessions } = await readSessions(scripted(mibScript(entries.flat())), richestFirst, []);
  return sessions.map(({ key, source, remoteAs, also }) => ({ key, source, remoteAs, also: also?.source ?? null }));
}

describe('two tables', () => {
  test('that each hold a part of the sessions are both read', async () => {
    const found = await told(
      [cbgpPeer3Mib, cbgpPeer2Mib],
      rowOf(cisco, `7.${inet4}`, { '9.1.5': ber.integer(6), '9.1.13': ber.gauge32(64500), '9.1.4': ber.octets('red') }),
      rowOf(cisco, '1.4.192.0.2.9', { '5.1.3': ber.integer(6), '5.1.11': ber.gauge32(8075) }),
    );
    expect(found).toMatchObject([
      { key: 'red 192.0.2.2', source: 'cbgpPeer3', remoteAs: 64500 },
      { key: '192.0.2.9', source: 'cbgpPeer2', remoteAs: 8075 },
    ]);
  });

  test('that tell the same session tell it once, and the poorer one completes the richer', async () => {
    const found = await told(
      [aristaBgp4V2Mib, bgp4Mib],
      rowOf('1.3.6.1.4.1.30065.4.1.1', `1.${inet4}`, { '2.1.13': ber.integer(6), '2.1.10': ber.gauge32(8075) }),
      plainPeer(peer4, 6, 8075),
    );
    expect(found).toEqual([{ key: '192.0.2.2', source: 'aristaBgp4V2', remoteAs: 8075, also: 'bgp4-mib' }]);
  });

  test('a poorer table tells of the session that has its key, and of no other with its address', async () => {
    const row = (instance: number, state: number) =>
      rowOf('1.3.6.1.4.1.2011.5.25.177.1.1', `${instance}.1.1.${inet4}`, {
        '2.1.5': ber.integer(state),
        '2.1.2': ber.gauge32(8075),
      });
    const { sessions } = await readSessions(
      scripted(mibScript([...row(0, 1), ...row(3, 6), ...plainPeer(peer4, 1, 8075)])),
      [hwBgpMib, bgp4Mib],
      [],
    );
    expect(sessions.map(({ key, transitions, also }) => [key, transitions, also?.source ?? null])).toEqual([
      ['192.0.2.2', 3, 'bgp4-mib'],
      ['3 192.0.2.2', null, null],
    ]);
  });

  test('that tell one address with different ASes tell two sessions: it stands in two instances', async () => {
    const found = await told(
      [cbgpPeer3Mib, bgp4Mib],
      rowOf(cisco, `7.${inet4}`, { '9.1.5': ber.integer(6), '9.1.13': ber.gauge32(64500), '9.1.4': ber.octets('red') }),
      plainPeer(peer4, 6, 8075),
    );
    expect(found).toMatchObject([
      { key: 'red 192.0.2.2', remoteAs: 64500 },
      { key: '192.0.2.2', source: 'bgp4-mib', remoteAs: 8075 },
    ]);
  });
});

test('of two rows of one session, one for each local address that was tried, the established one is told', async () => {
  const row = (local: string, state: number) =>
    rowOf('1.3.6.1.4.1.2636.5.1.1.2', `0.1.${local}.1.${peer4}`, {
      '1.1.1.2': ber.integer(state),
      '1.1.1.13': ber.gauge32(8075),
    });
  const { sessions } = await readSessions(
    scripted(mibScript([...row('192.0.2.1', 3), ...row('192.0.2.7', 6), ...row('192.0.2.9', 1)])),
    [jnxBgpM2Mib],
    [],
  );
  expect(sessions).toMatchObject([{ peer: '192.0.2.2', local: '192.0.2.7', state: 'established' }]);
});

test('a context that the router does not have costs one question, and is said', async () => {
  const base = scripted(mibScript(tables.router()));
  const questions: string[] = [];
  const transport: typeof base.transport = {
    ...base.transport,
    request: (question, patience) => {
      if (question.context === undefined) return base.transport.request(question, patience);
      questions.push(question.context);
      return Promise.reject(new SnmpFailure('timeout', 'r1 does not answer', 'no answer'));
    },
  };
  const { sessions, reports } = await readSessions({ ...base, transport }, [cbgpPeer2Mib, bgp4Mib], ['red', 'blue']);
  expect(sessions).toEqual([]);
  expect(questions).toEqual(['red', 'blue']);
  expect(reports.filter(report => report.table.startsWith('context'))).toMatchObject([
    { table: 'context red', outcome: 'stopped', detail: 'no answer in this context; does the router have it?' },
    { table: 'context blue', outcome: 'stopped' },
  ]);
});
