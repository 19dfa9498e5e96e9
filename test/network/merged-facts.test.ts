import { describe, expect, it } from 'vitest';
import { mergedFacts } from '../../src/network/merged-facts.ts';
import { address, factsOf, lagPort, port, session, stopped } from './router-facts.ts';

const before = factsOf({
  interfaces: [{ ...port(1, 'Gi0/1'), descr: 'GigabitEthernet0/1', alias: 'to Microsoft' }, port(2, 'Gi0/2')],
  addresses: [address(1, '192.0.2.1', 30), address(2, '192.0.2.5', 30)],
  stack: [{ upper: 9, lower: 1 }],
  lagPorts: [lagPort(1, 9), lagPort(2, 9)],
  aggregators: [9],
  sessions: [session('192.0.2.2'), session('192.0.2.6')],
});

describe('a discovery in which every table was read', () => {
  it('stands by itself: what it does not list is gone', () => {
    const now = factsOf({ interfaces: [port(1, 'Gi0/1')] });
    expect(mergedFacts(before, now)).toBe(now);
  });
});

describe('a discovery in which a table stopped short', () => {
  it('keeps the rows of that table, and only of that table, from before', () => {
    const now = factsOf({
      interfaces: [port(1, 'Gi0/1')],
      lagPorts: [lagPort(1, 9, 0xa0)],
      tables: [stopped('dot3adAggPortTable')],
    });
    const merged = mergedFacts(before, now);
    expect(merged.lagPorts).toEqual([lagPort(1, 9, 0xa0), lagPort(2, 9)]);
    expect(merged.interfaces).toEqual([port(1, 'Gi0/1')]);
    expect(merged.sessions).toEqual([]);
  });

  it.each([
    ['ifTable', 'interfaces'],
    ['ipAddressTable', 'addresses'],
    ['ifStackTable', 'stack'],
    ['dot3adAggTable', 'aggregators'],
    ['bgpPeerTable', 'sessions'],
    ['jnxBgpM2PeerTable', 'sessions'],
    ['bgp4V2PeerTable', 'sessions'],
  ] as const)('%s: its %s are kept', (table, kept) => {
    expect(mergedFacts(before, factsOf({ tables: [stopped(table)] }))[kept]).toEqual(before[kept]);
  });

  it('a prefix counter table that stops makes no session come back', () => {
    const now = factsOf({ tables: [stopped('jnxBgpM2PrefixCountersTable')] });
    expect(mergedFacts(before, now).sessions).toEqual([]);
  });

  it('a row whose index or name has been given to another is not kept', () => {
    const now = factsOf({ interfaces: [port(1, 'Gi0/7'), port(7, 'Gi0/2')], tables: [stopped('ifTable')] });
    expect(mergedFacts(before, now).interfaces.map(each => each.name)).toEqual(['Gi0/7', 'Gi0/2']);
  });

  it('interfaces keep their names while ifXTable is silent', () => {
    const byDescr = { ...port(1, 'GigabitEthernet0/1'), descr: 'GigabitEthernet0/1' };
    const merged = mergedFacts(before, factsOf({ interfaces: [byDescr], tables: [stopped('ifXTable')] }));
    expect(merged.interfaces[0]).toMatchObject({ ifIndex: 1, name: 'Gi0/1', alias: 'to Microsoft' });
  });

  it('an index that means another interface does not inherit the name', () => {
    const other = { ...port(1, 'TenGigE0/9'), descr: 'TenGigE0/9' };
    const merged = mergedFacts(before, factsOf({ interfaces: [other], tables: [stopped('ifXTable')] }));
    expect(merged.interfaces[0]?.name).toBe('TenGigE0/9');
  });

  it('the first of all has nothing to keep', () => {
    const now = factsOf({ tables: [stopped('ifTable')] });
    expect(mergedFacts(null, now)).toBe(now);
  });
});
