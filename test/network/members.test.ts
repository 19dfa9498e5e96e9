import { describe, expect, it } from 'vitest';
import type { LagMemberFacts, LagPortRow, LagSettings } from '../../src/network/facts.ts';
import { instant } from '../../src/network/units.ts';
import { type PretendCarrier, stateOf, twoRouters } from './pretend-carrier.ts';
import { ifType, lagPort, port, stopped } from './router-facts.ts';
import { healthy } from './truth.ts';

const id = 'ams-er1/ae0';
const member = (carrier: PretendCarrier, at = 0, secondsLater = 0) => carrier.pni(id, secondsLater).members?.[at];
const settled = (): PretendCarrier => twoRouters().settle();

describe('a member', () => {
  it('forwards when its port is up and LACP says so at both ends', () => {
    expect(member(settled())).toMatchObject({
      name: 'et-0/0/0',
      oper: 'up',
      lacp: 'forwarding',
      lacpDetail: null,
      forwards: true,
      stale: false,
      rates: { in: 10e9, out: 2.5e9 },
    });
  });

  it('that LACP has taken out does not forward although its port is up', () => {
    const carrier = settled();
    carrier.member(id, 0).actor = 0xa0;
    expect(member(carrier.poll())).toMatchObject({
      oper: 'up',
      lacp: 'not-forwarding',
      lacpDetail: 'out of sync',
      forwards: false,
    });
  });

  it('whose partner does not collect does not forward, and the partner is named', () => {
    const carrier = settled();
    carrier.member(id, 0).partner = 0xb0;
    expect(member(carrier.poll())).toMatchObject({ lacpDetail: 'partner not collecting', forwards: false });
  });

  it('that synchronises but does not distribute is not counted', () => {
    const carrier = settled();
    carrier.member(id, 0).actor = 0xb8;
    expect(member(carrier.poll())).toMatchObject({ forwards: false, lacpDetail: 'not distributing' });
  });

  it.each(['down', 'lower-layer-down', 'not-present', 'testing'] as const)(
    'whose port is %s does not forward, whatever LACP says',
    oper => {
      const carrier = settled();
      carrier.member(id, 0).oper = oper;
      expect(member(carrier.poll())?.forwards).toBe(false);
    },
  );

  it('that LACP calls forwarding forwards where ifOperStatus is "unknown" or "dormant"', () => {
    const carrier = settled();
    carrier.member(id, 0).oper = 'dormant';
    expect(member(carrier.poll())?.forwards).toBe(true);
  });

  it.each(['empty', 0x00] as const)('of a static bundle (%s) forwards when its port is up', octet => {
    const carrier = twoRouters();
    for (const each of carrier.true(id).members) Object.assign(each, { actor: octet, partner: octet });
    expect(member(carrier.settle())).toMatchObject({ lacp: 'static', forwards: true });
    carrier.member(id, 0).oper = 'unknown';
    expect(member(carrier.poll())).toMatchObject({ lacp: 'static', forwards: null });
  });
});

describe('a member that has vanished is missing, not forgotten', () => {
  it('when its row leaves the LAG table between two discoveries', () => {
    const carrier = settled();
    carrier.member(id, 3).listed = false;
    expect(member(carrier.poll(), 3)).toMatchObject({ lacp: 'missing', forwards: false, stale: false });
    expect(carrier.pni().members).toHaveLength(4);
  });

  it('when a discovery does not list it any more', () => {
    const carrier = settled();
    carrier.member(id, 3).listed = false;
    expect(member(carrier.pass(1).discover(), 3)).toMatchObject({ lacp: 'missing', lacpDetail: 'not in the LAG' });
    expect(member(carrier.poll(), 3)).toMatchObject({ lacp: 'missing', lacpDetail: 'not in the LAG table' });
  });

  it('until its row comes back, which the next poll sees', () => {
    const carrier = settled();
    carrier.member(id, 3).listed = false;
    carrier.pass(1).discover().poll();
    carrier.member(id, 3).listed = true;
    expect(member(carrier.poll(), 3)).toMatchObject({ lacp: 'forwarding', forwards: true });
  });

  it('when all rows of the LAG are gone, although the ports are up', () => {
    const carrier = settled();
    for (const each of carrier.true(id).members) each.listed = false;
    carrier.pass(1).discover().poll();
    expect(carrier.pni().members?.map(each => each.forwards)).toEqual([false, false, false, false]);
    expect(carrier.pni().state).toBe('down');
  });

  it('when it is not even in ifTable', () => {
    const carrier = twoRouters({ declared: [{ members: ['et-0/0/0', 'et-9/9/9'] }] }).settle();
    expect(carrier.pni().members?.find(each => each.name === 'et-9/9/9')).toMatchObject({
      lacp: 'missing',
      lacpDetail: 'not in ifTable',
      forwards: false,
    });
  });

  it('when it is declared and was never seen in the LAG', () => {
    const carrier = twoRouters({ declared: [{ members: ['et-0/0/0', 'et-0/0/1', 'et-0/0/2', 'et-0/0/3'] }] });
    carrier.member(id, 2).listed = false;
    expect(
      carrier
        .settle()
        .pni()
        .members?.find(each => each.name === 'et-0/0/2'),
    ).toMatchObject({ lacp: 'missing' });
  });

  it('and forwards again when it comes back', () => {
    const carrier = settled();
    carrier.member(id, 3).listed = false;
    carrier.poll();
    carrier.member(id, 3).listed = true;
    expect(member(carrier.poll(), 3)?.forwards).toBe(true);
  });
});

describe('a port that is attached elsewhere', () => {
  it('is missing from its LAG, however well it forwards in the other', () => {
    const carrier = twoRouters();
    carrier.settle();
    const sample = carrier.pass(10).reading(carrier.router());
    const moved = carrier.discovery(carrier.router());
    carrier.fold({
      ...moved,
      facts: { ...moved.facts, interfaces: [...moved.facts.interfaces, port(900, 'ae9', ifType.lag)] },
    });
    carrier.fold({
      ...sample,
      lagPorts: sample.lagPorts.map((row, at) => (at === 0 ? lagPort(row.ifIndex, 900) : row)),
    });
    expect(member(carrier)).toMatchObject({ lacp: 'missing', lacpDetail: 'now in ae9', forwards: false });
  });

  it('does not forward for the LAG when it runs on its own', () => {
    const carrier = settled();
    const sample = carrier.pass(10).reading(carrier.router());
    carrier.fold({ ...sample, lagPorts: sample.lagPorts.map(row => lagPort(row.ifIndex, row.ifIndex)) });
    expect(member(carrier)).toMatchObject({ lacp: 'not-forwarding', lacpDetail: 'runs on its own', forwards: false });
  });
});

describe('a port that the LAG-MIB attaches to nothing', () => {
  /** A poll after which the first port's row says this. */
  function told(row: Partial<LagPortRow>): PretendCarrier {
    const carrier = settled();
    const sample = carrier.pass(10).reading(carrier.router());
    carrier.fold({ ...sample, lagPorts: sample.lagPorts.map((each, at) => (at === 0 ? { ...each, ...row } : each)) });
    return carrier;
  }

  it('and that has selected its LAG does not forward, whatever its octet says', () => {
    expect(member(told({ attached: 0, actor: 0x85, partner: 0 }))).toMatchObject({
      lacp: 'not-forwarding',
      forwards: false,
    });
    expect(member(told({ attached: 0, actor: 'empty', partner: null }))).toMatchObject({
      lacp: 'not-forwarding',
      lacpDetail: 'selected, not attached',
      forwards: false,
    });
  });

  it('nor has selected any is missing', () => {
    expect(member(told({ attached: 0, selected: null, actor: 0, partner: 0 }))).toMatchObject({
      lacp: 'missing',
      lacpDetail: 'not attached to the LAG',
      forwards: false,
    });
  });

  it('nor does one whose partner has no state, beside others whose partner has one', () => {
    expect(member(told({ partner: 0 }))).toMatchObject({
      lacp: 'not-forwarding',
      lacpDetail: 'no partner state',
      forwards: false,
    });
  });

  it('where no partner has a state, nothing is held against a port', () => {
    const carrier = settled();
    for (const router of carrier.router().pnis) for (const each of router.members) each.partner = 0;
    expect(member(carrier.poll())).toMatchObject({ lacp: 'forwarding', forwards: true });
  });

  it('a port without LACP beside ports that speak it is not called static', () => {
    expect(member(told({ actor: 0, partner: 0 }))).toMatchObject({
      lacp: 'unknown',
      lacpDetail: 'no LACP state',
      forwards: null,
    });
  });

  it('a LAG whose ports all have no LACP is static, and they forward', () => {
    const carrier = settled();
    for (const each of carrier.true(id).members) Object.assign(each, { actor: 0, partner: 0 });
    expect(member(carrier.poll())).toMatchObject({ lacp: 'static', forwards: true });
  });

  it('a port that only another table puts into the LAG proves nothing by being up', () => {
    const carrier = twoRouters();
    const sample = carrier.discovery(carrier.router());
    const { members } = carrier.true(id);
    const [first, ...others] = members;
    const stack = members.map(each => ({ upper: 500, lower: each.ifIndex }));
    const lagPorts = sample.facts.lagPorts.filter(row => row.ifIndex !== first?.ifIndex);
    carrier.fold({ ...sample, facts: { ...sample.facts, stack, lagPorts } });
    const reading = carrier.pass(10).reading(carrier.router());
    carrier.fold({ ...reading, lagPorts: reading.lagPorts.filter(row => row.ifIndex !== first?.ifIndex) });
    const found = carrier.pni().members ?? [];
    expect(found).toHaveLength(others.length + 1);
    expect(found.find(each => each.name === first?.name)).toMatchObject({
      oper: 'up',
      lacp: 'unknown',
      lacpDetail: 'not in the LAG-MIB',
      forwards: null,
    });
  });
});

describe('what is not heard is not known', () => {
  it('a member of a router that is silent is stale, and neither forwards nor does not', () => {
    const carrier = settled();
    expect(member(carrier, 0, 21)).toMatchObject({ oper: null, forwards: null, rates: null, stale: true });
  });

  it('while the LAG table is silent a port that is up proves nothing', () => {
    const carrier = settled();
    carrier.router().silent.add('lag');
    carrier.poll().poll().poll();
    expect(member(carrier)).toMatchObject({
      oper: 'up',
      lacp: 'unknown',
      lacpDetail: 'LACP not heard',
      forwards: null,
    });
  });

  it('while the LAG table is silent a port that is down does not forward', () => {
    const carrier = settled();
    carrier.router().silent.add('lag');
    carrier.member(id, 0).oper = 'down';
    carrier.poll().poll().poll();
    expect(member(carrier)).toMatchObject({ oper: 'down', forwards: false });
  });

  it('a member that a table cut short does not list is not known to have left', () => {
    const carrier = twoRouters({ declared: [{ members: ['et-0/0/0', 'et-0/0/1', 'et-0/0/2', 'et-0/0/3'] }] });
    carrier.member(id, 3).listed = false;
    const sample = carrier.discovery(carrier.router());
    carrier.fold({ ...sample, facts: { ...sample.facts, tables: [stopped('dot3adAggPortTable')] } });
    carrier.poll(1);
    expect(member(carrier, 3)).toMatchObject({ lacp: 'unknown', forwards: null });
  });
});

describe('where no table tells LACP', () => {
  function stackedOnly(): PretendCarrier {
    const carrier = twoRouters();
    const sample = carrier.discovery(carrier.router());
    const rows = carrier.true(id).members.map(each => ({ upper: 500, lower: each.ifIndex }));
    carrier.fold({ ...sample, facts: { ...sample.facts, lagPorts: [], aggregators: [], stack: rows } });
    return carrier;
  }
  const pollWithoutLag = (carrier: PretendCarrier): PretendCarrier => {
    const lagMembers = carrier.true(id).members.map(each => ({ port: each.ifIndex, selection: null }));
    carrier.fold({ ...carrier.pass(10).reading(carrier.router()), lagPorts: [], lagMembers });
    return carrier;
  };

  it('a member forwards when its port is up', () => {
    expect(member(pollWithoutLag(stackedOnly()))).toMatchObject({ lacp: 'unknown', lacpDetail: null, forwards: true });
  });

  it('and is missing once its row has left ifStackTable, although its port is up', () => {
    const carrier = stackedOnly();
    const port = carrier.true(id).members[0]?.ifIndex ?? 0;
    const polled = (selection: 'gone' | null) => {
      const sample = carrier.pass(10).reading(carrier.router());
      carrier.fold({ ...sample, lagPorts: [], lagMembers: [{ port, selection }] });
    };
    polled(null);
    expect(member(carrier)).toMatchObject({ forwards: true });
    expect(stateOf(carrier).rediscover).toBeNull();
    polled('gone');
    expect(member(carrier)).toMatchObject({ lacp: 'missing', lacpDetail: 'not in the LAG table', forwards: false });
    expect(stateOf(carrier).rediscover).toBe('et-0/0/0 has left its LAG');
  });

  it('and is not known to forward while ifStackTable is silent', () => {
    const carrier = stackedOnly();
    for (let at = 0; at < 3; at++) {
      carrier.fold({ ...carrier.pass(10).reading(carrier.router()), lagPorts: [], lagMembers: [] });
    }
    expect(member(carrier)).toMatchObject({ oper: 'up', lacp: 'unknown', forwards: null });
  });

  it('and does not when it is down', () => {
    const carrier = stackedOnly();
    carrier.member(id, 0).oper = 'down';
    expect(member(pollWithoutLag(carrier))?.forwards).toBe(false);
  });
});

describe('members that nobody publishes', () => {
  it('are unknown, not none; the LAG itself decides', () => {
    const carrier = twoRouters();
    const sample = carrier.discovery(carrier.router());
    carrier.fold({ ...sample, facts: { ...sample.facts, lagPorts: [] } });
    const polled = carrier.poll(1).pni();
    expect(polled.members).toBeNull();
    expect(polled.state).toBe('up');
    expect(polled.reasons.map(reason => reason.code)).toContain('members-unknown');
    expect(carrier.metro().members).toBeNull();
  });
});

describe('an IP interface of which no table tells the port below it', () => {
  it('has members that are not known, and says what to do; it is no port of its own', () => {
    const carrier = twoRouters();
    const sample = carrier.discovery(carrier.router());
    const { facts } = sample;
    const interfaces = [...facts.interfaces, port(700, 'to-msft', ifType.ipForward)];
    const addresses = facts.addresses.map(each => ({ ...each, ifIndex: 700 }));
    carrier.fold({ ...sample, facts: { ...facts, interfaces, addresses } });
    carrier.poll();
    const pni = carrier.pni('ams-er1/to-msft');
    expect(pni.members).toBeNull();
    expect(pni.reasons).toContainEqual({
      code: 'members-unknown',
      weight: 'info',
      subject: 'ams-er1/to-msft',
      text: 'no table tells the port or LAG below to-msft; declare the PNI under pnis',
    });
  });
});

describe('a router that sends the bits in the order of the wire', () => {
  it('is found out by the first port that comes up, though all were down at discovery', () => {
    const carrier = twoRouters();
    for (const each of carrier.true(id).members) Object.assign(each, { actor: 0x45, partner: 0x00, oper: 'down' });
    carrier.settle();
    expect(member(carrier)?.forwards).toBe(false);
    for (const each of carrier.true(id).members) Object.assign(each, { actor: 0x3d, partner: 0x3f, oper: 'up' });
    expect(member(carrier.poll())).toMatchObject({ lacp: 'forwarding', forwards: true });
  });

  it('is the only one that is read so', () => {
    const carrier = twoRouters();
    for (const each of carrier.true(id).members) Object.assign(each, { actor: 0x3d, partner: 0x3d });
    carrier.settle();
    expect(carrier.fleet.routers.get('ams-er1')?.structure?.bitOrders.actor).toBe('wire');
    expect(carrier.fleet.routers.get('ams-er2')?.structure?.bitOrders.actor).toBe('mib');
    expect(carrier.member('ams-er2/ae0', 0).actor).toBe(healthy);
  });
});

describe('a PNI without a LAG', () => {
  it('is one port, with no members', () => {
    const carrier = twoRouters();
    const router = carrier.router();
    const sample = carrier.discovery(router);
    const interfaces = [port(500, 'et-0/0/9')];
    carrier.fold({ ...sample, facts: { ...sample.facts, interfaces, lagPorts: [], aggregators: [] } });
    const reading = carrier.pass(1).reading(router);
    carrier.fold({
      ...reading,
      at: instant(carrier.now),
      lagPorts: [],
      interfaces: reading.interfaces.slice(0, 1).map(each => ({ ...each, name: 'et-0/0/9' })),
    });
    expect(carrier.pni('ams-er1/et-0/0/9')).toMatchObject({ isLag: false, members: [], state: 'up' });
  });
});

describe('a member of which only a vendor’s own table tells', () => {
  type Selection = LagMemberFacts['selection'];

  /** A carrier without LAG-MIB, whose routers list the members of ae0 in a table of their own. */
  const vendorTold = (settings: Partial<LagSettings> = {}) => {
    const carrier = twoRouters();
    const lag = carrier.true(id).lag.ifIndex;
    const rows = (selection: Selection): LagMemberFacts[] =>
      carrier.true(id).members.map(each => ({
        lag,
        port: each.ifIndex,
        selection,
        source: 'huawei-if-ext-mib',
        row: [1, each.ifIndex],
      }));
    const sample = carrier.discovery(carrier.router());
    const facts = { ...sample.facts, lagPorts: [], aggregators: [], lagMembers: rows('selected') };
    carrier.fold({
      ...sample,
      facts: { ...facts, lagSettings: [{ lag, protocol: null, minLinks: null, ...settings }] },
    });
    const polled = (first: Selection): void =>
      carrier.fold({
        ...carrier.pass(10).reading(carrier.router()),
        lagPorts: [],
        lagMembers: rows('selected').map((row, at) => ({
          port: row.port,
          selection: at === 0 ? first : row.selection,
        })),
      });
    return { carrier, polled };
  };

  it.each<[Selection, object]>([
    ['selected', { lacp: 'forwarding', forwards: true }],
    ['deselected', { lacp: 'not-forwarding', lacpDetail: 'not selected', forwards: false }],
    ['standby', { lacp: 'not-forwarding', lacpDetail: 'standby', forwards: false }],
    ['gone', { lacp: 'missing', forwards: false }],
    [null, { lacp: 'unknown', forwards: true }],
  ])('is what it says: %s', (selection, expected) => {
    const { carrier, polled } = vendorTold();
    polled(selection);
    expect(member(carrier)).toMatchObject(expected);
  });

  it('whose port is down does not forward, selected or not', () => {
    const { carrier, polled } = vendorTold();
    carrier.member(id, 0).oper = 'down';
    polled('selected');
    expect(member(carrier)?.forwards).toBe(false);
  });

  it('is static where the table says so', () => {
    const { carrier, polled } = vendorTold({ protocol: 'static' });
    polled('selected');
    expect(member(carrier)).toMatchObject({ lacp: 'static', forwards: true });
  });

  it('is not known to forward once the table has fallen silent', () => {
    const { carrier, polled } = vendorTold();
    polled('selected');
    for (let cycle = 0; cycle < 3; cycle++) {
      carrier.fold({ ...carrier.pass(10).reading(carrier.router()), lagPorts: [], lagMembers: [] });
    }
    expect(member(carrier)).toMatchObject({ lacp: 'unknown', forwards: null });
  });

  it('a LAG below the least number of links that the router tells is down', () => {
    const { carrier, polled } = vendorTold({ minLinks: 4 });
    polled('selected');
    expect(carrier.pni(id).usable).toBe(true);
    polled('deselected');
    expect(carrier.pni(id)).toMatchObject({ usable: false, state: 'down' });
    expect(carrier.pni(id).reasons[0]?.code).toBe('lag-below-min-links');
  });
});
