import { describe, expect, it } from 'vitest';
import { noTargets } from '../../src/network/facts.ts';
import { declaredOn, structureOf, targetsOf } from '../../src/network/inventory.ts';
import type { FleetSettings } from '../../src/network/settings.ts';
import { PretendCarrier, stateOf, twoRouters } from './pretend-carrier.ts';
import { address, factsOf, lagPort, port, session } from './router-facts.ts';

describe('the PNIs of a router', () => {
  it('are where its sessions with the peers run', () => {
    expect(stateOf(twoRouters().discover()).inventory).toEqual([
      {
        id: 'ams-er1/ae0',
        router: 'ams-er1',
        interface: 'ae0',
        metro: 'Amsterdam',
        declared: null,
        isLag: true,
        members: ['et-0/0/0', 'et-0/0/1', 'et-0/0/2', 'et-0/0/3'],
        sessions: ['192.0.2.2', '2001:db8:1::2'],
      },
    ]);
  });

  it('are also those declared, before anything is seen', () => {
    const carrier = twoRouters({ declared: [{ interface: 'ae7', members: ['et-7/0/0'] }] });
    expect(stateOf(carrier).inventory).toMatchObject([{ id: 'ams-er1/ae7', members: ['et-7/0/0'], sessions: [] }]);
    expect(declaredOn(carrier.settings, 'ams-er2')).toEqual([]);
  });

  it('have the members that are declared and those ever seen', () => {
    const carrier = twoRouters({ declared: [{ members: ['et-0/0/0', 'et-9/9/9'] }] }).discover();
    carrier.member('ams-er1/ae0', 3).listed = false;
    carrier.discover();
    expect(stateOf(carrier).inventory[0]?.members).toEqual([
      'et-0/0/0',
      'et-9/9/9',
      'et-0/0/1',
      'et-0/0/2',
      'et-0/0/3',
    ]);
  });

  it('outlive the tables that told them', () => {
    const carrier = twoRouters().discover();
    const sample = carrier.discovery(carrier.router());
    carrier.fold({ ...sample, facts: { ...sample.facts, addresses: [], sessions: [] } });
    expect(stateOf(carrier).inventory[0]).toMatchObject({
      id: 'ams-er1/ae0',
      sessions: ['192.0.2.2', '2001:db8:1::2'],
    });
  });

  it('are listed in the order of their names', () => {
    const shapes = Array.from({ length: 11 }, () => ({ members: 1 }));
    const carrier = new PretendCarrier({ metros: { Oslo: { 'osl-er1': shapes } } });
    carrier.router('osl-er1').pnis.reverse();
    expect(stateOf(carrier.discover(), 'osl-er1').inventory.map(pni => pni.interface)).toEqual(
      shapes.map((_, at) => `ae${at}`),
    );
  });
});

describe('which sessions make a PNI', () => {
  const facts = (more: Parameters<typeof session>[2], localAs: number | null = 64496) =>
    factsOf({
      system: { ...factsOf({}).system, localAs },
      interfaces: [port(500, 'ae0')],
      addresses: [address(500, '192.0.2.1', 30)],
      sessions: [session('192.0.2.2', '192.0.2.1', more)],
    });
  const places = (settings: FleetSettings, more: Parameters<typeof session>[2], localAs?: number | null) => [
    ...structureOf(facts(more, localAs), settings.pnis, settings, null).places.values(),
  ];
  const any = twoRouters({ settings: { peerAsns: 'any' } }).settings;

  it('those with the listed AS numbers only', () => {
    const { settings } = twoRouters();
    expect(places(settings, { remoteAs: 8075 })).toEqual(['ae0']);
    expect(places(settings, { remoteAs: 64500 })).toEqual([]);
    expect(places(settings, { remoteAs: null })).toEqual([]);
  });

  it('a declared peer, although the router tells no AS number of it', () => {
    const { settings } = twoRouters({ declared: [{ peers: ['192.0.2.2'] }] });
    expect(places(settings, { remoteAs: null })).toEqual(['ae0']);
  });

  it('with "any", every one that is not with the own AS', () => {
    expect(places(any, { remoteAs: 64500 })).toEqual(['ae0']);
    expect(places(any, { remoteAs: 64496 })).toEqual([]);
  });

  it('the own AS is the configured one where bgpLocalAs has no room for it', () => {
    expect(places(any, { remoteAs: 64496 }, 23456)).toEqual([]);
    expect(places(any, { remoteAs: 64496 }, null)).toEqual([]);
    expect(places(any, { remoteAs: 4_200_000_000 }, -94_967_296)).toEqual([]);
  });
});

describe('what the fast loop asks', () => {
  it('is the PNIs, their members and their sessions, and nothing else', () => {
    const carrier = twoRouters();
    const sample = carrier.discovery(carrier.router());
    const facts = {
      ...sample.facts,
      interfaces: [...sample.facts.interfaces, port(77, 'xe-7/7/7')],
      sessions: [...sample.facts.sessions, session('203.0.113.9', null, { remoteAs: 64500 })],
      lagPorts: [...sample.facts.lagPorts, lagPort(77, null)],
    };
    carrier.fold({ ...sample, facts });
    const targets = targetsOf(stateOf(carrier));
    expect(targets.interfaces.map(each => each.name)).toEqual(['ae0', 'et-0/0/0', 'et-0/0/1', 'et-0/0/2', 'et-0/0/3']);
    expect(targets.lagPorts).toEqual([600, 601, 602, 603]);
    expect(targets.sessions.map(each => each.key)).toEqual(['192.0.2.2', '2001:db8:1::2']);
  });

  it('includes a session that has left its table: only the answer can say that it is still gone', () => {
    const carrier = twoRouters().discover();
    carrier.session('ams-er1/ae0', 'ipv4').listed = false;
    carrier.discover();
    expect(targetsOf(stateOf(carrier)).sessions.map(each => each.key)).toEqual(['192.0.2.2', '2001:db8:1::2']);
  });

  it('is nothing before the first discovery', () => {
    expect(targetsOf(stateOf(twoRouters({ declared: [{}] })))).toEqual(noTargets);
  });
});
