import { describe, expect, it } from 'vitest';
import type { FleetEvent } from '../../src/network/events.ts';
import { changesBetween, eventsBetween } from '../../src/network/events.ts';
import { type LastKnown, nothingLost } from '../../src/network/last-known.ts';
import type { Picture } from '../../src/network/picture.ts';
import { instant, millis } from '../../src/network/units.ts';
import { PretendCarrier, twoRouters } from './pretend-carrier.ts';

const id = 'ams-er1/ae0';

/** Looks at the carrier again and again, as the event log does. */
class Watch {
  private last: Picture;
  private lost: LastKnown = nothingLost;

  readonly carrier: PretendCarrier;

  constructor(carrier: PretendCarrier) {
    this.carrier = carrier;
    this.last = carrier.picture();
  }

  /** The events since the last look. */
  look(): readonly FleetEvent[] {
    const now = this.carrier.picture();
    const { events, lost } = changesBetween(this.last, now, this.lost);
    this.last = now;
    this.lost = lost;
    return events;
  }

  /** The same, briefly. */
  lines(): readonly string[] {
    return this.look().map(each => `${each.severity} ${each.code} ${each.subject}: ${each.from} → ${each.to}`);
  }
}
const watch = (): Watch => new Watch(twoRouters().settle());

describe('at the start', () => {
  it('what is learned is a finding and no event', () => {
    const carrier = twoRouters({ declared: [{}] });
    Object.assign(carrier.session(id, 'ipv6'), { state: 'idle' });
    const watching = new Watch(carrier);
    const seen: FleetEvent[] = [];
    carrier.discover();
    seen.push(...watching.look());
    for (let poll = 0; poll < 4; poll++) {
      carrier.poll(poll === 0 ? 1 : 10);
      seen.push(...watching.look());
    }
    expect(seen).toEqual([]);
  });

  it('but a router that does not answer is one', () => {
    const carrier = twoRouters();
    carrier.router().silent.add('all');
    const watching = new Watch(carrier);
    carrier.poll();
    expect(watching.lines()).toEqual(['warning router ams-er1: null → silent']);
  });
});

describe('when nothing changes', () => {
  it('there is no event, however often one looks and however much time and traffic pass', () => {
    const watching = watch();
    expect(watching.look()).toEqual([]);
    for (let poll = 0; poll < 5; poll++) {
      watching.carrier.poll();
      expect(watching.look()).toEqual([]);
    }
    watching.carrier.pass(3).discover();
    expect(watching.look()).toEqual([]);
  });

  it('two equal pictures have no events between them', () => {
    const picture = twoRouters().settle().picture();
    expect(eventsBetween(picture, picture)).toEqual([]);
  });
});

describe('a session', () => {
  it('that falls is told with its last error, then its PNI, then its metro', () => {
    const watching = watch();
    for (const session of watching.carrier.true(id).sessions) {
      Object.assign(session, { state: 'idle', lastError: { code: 4, subcode: 0 } });
    }
    watching.carrier.poll();
    const events = watching.look();
    expect(events.map(each => [each.severity, each.code, each.text])).toEqual([
      ['critical', 'session', 'v4 192.0.2.2 established → idle, Hold timer expired'],
      ['critical', 'session', 'v6 2001:db8:1::2 established → idle, Hold timer expired'],
      ['critical', 'pni', 'up → down: v4 192.0.2.2 is idle, last error Hold timer expired'],
      ['critical', 'metro', 'redundant → at-risk: one router left: ams-er2 carries ae0'],
    ]);
  });

  it('that walks through connect, active and opensent is one event, not four', () => {
    const watching = watch();
    const session = watching.carrier.session(id, 'ipv4');
    const lines: string[] = [];
    for (const state of ['idle', 'connect', 'active', 'opensent', 'openconfirm', 'established'] as const) {
      session.state = state;
      watching.carrier.poll();
      lines.push(...watching.lines().filter(line => line.includes('session')));
    }
    expect(lines).toEqual([
      'critical session ams-er1/ae0: established → idle',
      'info session ams-er1/ae0: openconfirm → established',
    ]);
  });

  it('that somebody shuts is a warning, and so is the end of it', () => {
    const watching = watch();
    const session = watching.carrier.session(id, 'ipv4');
    Object.assign(session, { state: 'idle', admin: 'stop' });
    watching.carrier.poll();
    expect(watching.lines()[0]).toBe('warning session ams-er1/ae0: established → shut');
    session.admin = 'start';
    watching.carrier.poll();
    expect(watching.lines()[0]).toBe('warning session ams-er1/ae0: shut → idle');
  });

  it('that leaves its table is missing, once', () => {
    const watching = watch();
    watching.carrier.session(id, 'ipv4').listed = false;
    watching.carrier.poll();
    expect(watching.lines()[0]).toBe('critical session ams-er1/ae0: established → missing');
    watching.carrier.poll();
    expect(watching.lines()).toEqual([]);
  });

  it('that went down and came back between two polls is told by its transitions', () => {
    const watching = watch();
    Object.assign(watching.carrier.session(id, 'ipv4'), { transitions: 2, upSince: watching.carrier.now + 3000 });
    watching.carrier.poll();
    expect(watching.look().map(each => each.text)).toEqual(['v4 192.0.2.2 went down and came back between two polls']);
    watching.carrier.poll();
    expect(watching.look()).toEqual([]);
  });

  it('that another table tells of from now on, with a count of its own, has not flapped', () => {
    const watching = watch();
    const { carrier } = watching;
    carrier.pass(10);
    const found = carrier.discovery(carrier.router());
    const sessions = found.facts.sessions.map(session => ({
      ...session,
      source: 'bgp4-mib' as const,
      transitions: 9,
      establishedSeconds: null,
    }));
    carrier.fold({ ...found, facts: { ...found.facts, sessions } });
    expect(watching.look()).toEqual([]);
  });

  it('is told by its uptime where no transitions are', () => {
    const carrier = twoRouters().settle();
    const silent = (): void => {
      const sample = carrier.pass(10).reading(carrier.router());
      carrier.fold({ ...sample, sessions: sample.sessions.map(each => ({ ...each, transitions: null })) });
    };
    silent();
    const watching = new Watch(carrier);
    carrier.session(id, 'ipv4').upSince = carrier.now + 3000;
    silent();
    expect(watching.look().map(each => each.text)).toEqual(['v4 192.0.2.2 went down and came back between two polls']);
  });

  it('whose uptime an answer tells late has not flapped', () => {
    const watching = watch();
    const sample = watching.carrier.pass(10).reading(watching.carrier.router());
    watching.carrier.fold({ ...sample, at: instant(sample.at + 9000) });
    watching.carrier.now += 9000;
    expect(watching.look()).toEqual([]);
    watching.carrier.poll(1);
    expect(watching.look()).toEqual([]);
  });
});

describe('members', () => {
  it('that change alike are one event with a count', () => {
    const watching = watch();
    for (const member of watching.carrier.true(id).members.slice(1)) member.actor = 0xa0;
    watching.carrier.poll();
    const [first] = watching.look();
    expect(first).toMatchObject({
      severity: 'warning',
      code: 'member',
      subject: id,
      count: 3,
      text: 'et-0/0/1 … et-0/0/3 forwarding → not forwarding, out of sync',
    });
  });

  it('that change differently are different events', () => {
    const watching = watch();
    watching.carrier.member(id, 0).actor = 0xa0;
    watching.carrier.member(id, 1).listed = false;
    watching.carrier.poll();
    expect(watching.lines().filter(line => line.includes('member'))).toEqual([
      'warning member ams-er1/ae0: forwarding → not forwarding',
      'warning member ams-er1/ae0: forwarding → missing',
    ]);
  });

  it('whose port is down say so', () => {
    const watching = watch();
    watching.carrier.member(id, 0).oper = 'down';
    watching.carrier.poll();
    expect(watching.look()[0]?.text).toBe('et-0/0/0 forwarding → not forwarding, port down');
  });

  it('that come back are good news', () => {
    const watching = watch();
    watching.carrier.member(id, 0).actor = 0xa0;
    watching.carrier.poll();
    watching.look();
    watching.carrier.member(id, 0).actor = 0xbc;
    watching.carrier.poll();
    expect(watching.lines()).toEqual([
      'info member ams-er1/ae0: not forwarding → forwarding',
      'info pni ams-er1/ae0: degraded → up',
      'info metro Amsterdam: degraded → redundant',
    ]);
  });
});

describe('a router that falls silent', () => {
  const silence = (watching: Watch): void => {
    watching.carrier.router().silent.add('all');
    for (let poll = 0; poll < 3; poll++) watching.carrier.poll();
  };

  it('is one event for all its PNIs, and one for what it means to the metro', () => {
    const watching = watch();
    silence(watching);
    expect(watching.lines()).toEqual([
      'warning router ams-er1: answers → silent',
      'warning metro Amsterdam: redundant → unknown',
    ]);
  });

  it('and comes back unchanged makes no news of its PNIs', () => {
    const watching = watch();
    silence(watching);
    watching.look();
    watching.carrier.router().silent.clear();
    watching.carrier.poll();
    expect(watching.lines()).toContain('info router ams-er1: silent → answers');
    watching.carrier.poll();
    expect(watching.lines()).toEqual(['info metro Amsterdam: unknown → redundant']);
  });

  it('and comes back with something broken tells what broke in the dark', () => {
    const watching = watch();
    silence(watching);
    watching.look();
    watching.carrier.router().silent.clear();
    watching.carrier.member(id, 2).listed = false;
    watching.carrier.session(id, 'ipv6').state = 'idle';
    watching.carrier.poll();
    const lines = watching.lines();
    expect(lines).toContain('warning member ams-er1/ae0: forwarding → missing');
    expect(lines).toContain('critical session ams-er1/ae0: established → idle');
    expect(lines).toContain('warning pni ams-er1/ae0: up → degraded');
  });

  it('tells of a flap in the dark', () => {
    const watching = watch();
    silence(watching);
    watching.look();
    watching.carrier.router().silent.clear();
    watching.carrier.session(id, 'ipv4').transitions = 3;
    watching.carrier.poll();
    expect(watching.look().map(each => each.text)).toContain('v4 192.0.2.2 went down and came back between two polls');
  });
});

describe('a table that falls silent', () => {
  it('is told once, with the PNIs that are no longer known, and again when it answers', () => {
    const watching = watch();
    watching.carrier.router().silent.add('lag');
    watching.carrier.poll();
    expect(watching.lines()).toEqual(['warning table ams-er1: answers → silent']);
    watching.carrier.poll().poll();
    expect(watching.lines()).toEqual([
      'warning pni ams-er1/ae0: up → unknown',
      'warning metro Amsterdam: redundant → unknown',
    ]);
    watching.carrier.poll();
    expect(watching.lines()).toEqual([]);
    watching.carrier.router().silent.clear();
    watching.carrier.poll();
    expect(watching.lines()).toEqual([
      'info table ams-er1: silent → answers',
      'info pni ams-er1/ae0: unknown → up',
      'info metro Amsterdam: unknown → redundant',
    ]);
  });

  it('is not said to answer when the whole router has fallen silent', () => {
    const watching = watch();
    watching.carrier.router().silent.add('bgp');
    watching.carrier.poll();
    watching.look();
    watching.carrier.router().silent.add('all');
    watching.carrier.poll();
    expect(watching.lines()).toEqual(['warning router ams-er1: answers → silent']);
  });
});

describe('other news', () => {
  it('a restart is told once', () => {
    const watching = watch();
    Object.assign(watching.carrier.router(), { boots: 8, bootedAt: watching.carrier.now + 5000 });
    watching.carrier.poll();
    expect(watching.lines()[0]).toBe('warning reset ams-er1: null → restarted');
    watching.carrier.poll().poll();
    expect(watching.lines()).toEqual([]);
  });

  it('a step of the wall clock is told, with its size and direction', () => {
    const watching = watch();
    const { carrier } = watching;
    carrier.fold({ kind: 'clock', at: instant(carrier.now), offset: millis(-3_600_000) });
    expect(watching.look().map(each => each.text)).toEqual([
      "this host's clock was set 3600 s back; ages and rates are not affected",
    ]);
    carrier.fold({ kind: 'clock', at: instant(carrier.now), offset: millis(-3_600_400) });
    expect(watching.look()).toEqual([]);
  });

  it('a PNI that appears is no change', () => {
    const carrier = new PretendCarrier({ metros: { Oslo: { 'osl-er1': [{}, {}] } } });
    const [first] = carrier.router('osl-er1').pnis;
    const second = carrier.router('osl-er1').pnis.pop();
    carrier.settle();
    const watching = new Watch(carrier);
    if (first === undefined || second === undefined) throw new Error('two PNIs');
    carrier.router('osl-er1').pnis.push(second);
    carrier.discover().poll().poll();
    expect(watching.look().filter(each => each.code !== 'metro')).toEqual([]);
  });
});
