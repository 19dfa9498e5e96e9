import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DARK, LIMITS, lossAt, opticsOf } from '../../src/simulator/optics.ts';
import { step } from '../../src/simulator/step.ts';
import type { World } from '../../src/simulator/world.ts';
import { happened, start, type Walk, walkOf } from './walk.ts';

const calm = start();

/** What one vendor's tables say of one port. */
interface Reader {
  readonly router: string;
  readonly pni: string;
  readonly member: string;
  /** Receive and transmit power in dBm, lowest lane; `null` where the tables say that there is no module. */
  readonly read: (walk: Walk, member: string) => { readonly rx: number; readonly tx: number } | null;
  /** Low warning and low alarm of the receiver, in dBm. */
  readonly limits: (walk: Walk, member: string) => readonly number[];
}

const milliwattsToDbm = (value: number): number => (value <= 0 ? DARK : 10 * Math.log10(value));
const number = (walk: Walk, name: string): number => Number(walk.one(name));

const dom = '1.3.6.1.4.1.2636.3.60.1';
const ddm = '1.3.6.1.4.1.6527.3.1.2.2.4.31.1';
const hw = '1.3.6.1.4.1.2011.5.25.31.1.1.3.1';
const entity = '1.3.6.1.2.1.47.1.1.1.1';

const indexOfName = ({ under }: Walk, column: number, wanted: string): string | null => {
  for (const [index, value] of under(`${entity}.${column}`)) if (value === wanted) return index;
  return null;
};

/** The entity that is an interface, by entAliasMappingIdentifier. */
const entityOfPort = (walk: Walk, member: string): string => {
  for (const [index, value] of walk.under('1.3.6.1.2.1.47.1.3.2.1.2')) {
    if (value === `1.3.6.1.2.1.2.2.1.1.${walk.ifIndex(member)}`) return index.split('.')[0] ?? '';
  }
  throw new Error(`${member} is no entity`);
};

const cisco = (
  words: (member: string, lane: number) => readonly [rx: string, tx: string],
): Pick<Reader, 'read' | 'limits'> => {
  const sensor = '1.3.6.1.4.1.9.9.91.1.1.1.1';
  const value = (walk: Walk, column: string, index: string): number => {
    const from = column === '4' ? sensor : '1.3.6.1.4.1.9.9.91.1.2.1.1';
    const physical = index.split('.')[0];
    const scale = 10 ** (3 * (number(walk, `${sensor}.2.${physical}`) - 9));
    return (number(walk, `${from}.4.${index}`) * scale) / 10 ** number(walk, `${sensor}.3.${physical}`);
  };
  return {
    read: (walk, member) => {
      const lanes = [0, 1, 2, 3].map(lane => words(member, lane).map(name => indexOfName(walk, 7, name)));
      const levels = lanes.map(lane => lane.map(index => (index === null ? null : value(walk, '4', index))));
      const found = levels.flatMap(([rx, tx]) => (rx == null || tx == null ? [] : [{ rx, tx }]));
      if (found.length === 0) return null;
      expect(found).toHaveLength(4);
      return { rx: Math.min(...found.map(({ rx }) => rx)), tx: Math.min(...found.map(({ tx }) => tx)) };
    },
    limits: (walk, member) => {
      const index = indexOfName(walk, 7, words(member, 0)[0]) ?? '';
      // The sensor hangs on its port, and the port is an interface.
      expect(walk.one(`${entity}.4.${index}`)).toBe(BigInt(entityOfPort(walk, member)));
      const severities = ['10', '20'];
      return severities.map(severity => {
        const row = [1, 2, 3, 4].find(
          at =>
            walk.one(`1.3.6.1.4.1.9.9.91.1.2.1.1.2.${index}.${at}`) === BigInt(severity) &&
            walk.one(`1.3.6.1.4.1.9.9.91.1.2.1.1.3.${index}.${at}`) === 2n,
        );
        return value(walk, 'limit', `${index}.${row}`);
      });
    },
  };
};

const READERS: readonly Reader[] = [
  {
    router: 'iad-er1',
    pni: 'iad-er1/ae0',
    member: 'et-0/0/1',
    read: (walk, member) => {
      const port = walk.ifIndex(member);
      const lanes = [...walk.under(`${dom}.2.1.1.6.${port}`).values()].map(Number);
      // No level in the table of ports, whether there is a module or not.
      expect(['5', '7'].map(column => number(walk, `${dom}.1.1.1.${column}.${port}`))).toEqual([0, 0]);
      expect(number(walk, `${dom}.1.1.1.30.${port}`)).toBe(lanes.length);
      if (lanes.length === 0) return null;
      const sent = [...walk.under(`${dom}.2.1.1.8.${port}`).values()].map(Number);
      return { rx: Math.min(...lanes) / 100, tx: Math.min(...sent) / 100 };
    },
    limits: (walk, member) =>
      ['12', '10'].map(column => number(walk, `${dom}.1.1.1.${column}.${walk.ifIndex(member)}`) / 100),
  },
  {
    router: 'iad-er2',
    pni: 'iad-er2/Bundle-Ether1',
    member: 'HundredGigE0/0/0/1',
    ...cisco((member, lane) => [`${member}-Rx Lane ${lane} Power`, `${member}-Tx Lane ${lane} Power`]),
  },
  {
    router: 'sin-er2',
    pni: 'sin-er2/port-channel101',
    member: 'Ethernet1/2',
    ...cisco((member, lane) => [
      `${member} Lane ${lane + 1} Transceiver Receive Power Sensor`,
      `${member} Lane ${lane + 1} Transceiver Transmit Power Sensor`,
    ]),
  },
  {
    router: 'ams-er1',
    pni: 'ams-er1/lag-1',
    member: '1/1/c2/1',
    read: (walk, member) => {
      const port = `1.${walk.ifIndex(member)}`;
      const power = (column: number) => walk.under(`${ddm}.${column}`).get(port);
      const [rx, tx] = [power(21), power(16)];
      if (rx === undefined || tx === undefined) return null;
      return { rx: milliwattsToDbm(Number(rx) / 10_000), tx: milliwattsToDbm(Number(tx) / 10_000) };
    },
    limits: (walk, member) =>
      [22, 23].map(column => milliwattsToDbm(number(walk, `${ddm}.${column}.1.${walk.ifIndex(member)}`) / 10_000)),
  },
  {
    router: 'ams-er2',
    pni: 'ams-er2/Port-Channel1',
    member: 'Ethernet2/1',
    read: (walk, member) => {
      const [rx, tx] = ['RX', 'TX'].map(way => {
        const index = indexOfName(walk, 2, `DOM ${way} Power Sensor for ${member}`);
        // Watts, milli, four decimals.
        const unit = ['1', '2', '3'].map(column => walk.one(`1.3.6.1.2.1.99.1.1.1.${column}.${index}`));
        expect(unit).toEqual([6n, 8n, 4n]);
        return number(walk, `1.3.6.1.2.1.99.1.1.1.4.${index}`);
      });
      if (rx === undefined || tx === undefined || rx === -1_000_000_000) return null;
      return { rx: milliwattsToDbm(rx / 10_000), tx: milliwattsToDbm(tx / 10_000) };
    },
    limits: (walk, member) => {
      const index = indexOfName(walk, 2, `DOM RX Power Sensor for ${member}`);
      return ['1', '2'].map(column =>
        milliwattsToDbm(number(walk, `1.3.6.1.4.1.30065.3.12.1.1.1.${column}.${index}`) / 10_000),
      );
    },
  },
  {
    router: 'ord-er1',
    pni: 'ord-er1/Eth-Trunk1',
    member: '100GE0/3/1',
    read: (walk, member) => {
      const index = entityOfPort(walk, member);
      const [rx = 0, tx = 0] = [8, 9].map(column => number(walk, `${hw}.${column}.${index}`));
      return rx === 2_147_483_647 && tx === rx ? null : { rx: rx / 100, tx: tx / 100 };
    },
    limits: (walk, member) =>
      [20, 13].map(column => number(walk, `${hw}.${column}.${entityOfPort(walk, member)}`) / 100),
  },
];

describe.each(READERS.map(reader => [reader.router, reader] as const))(
  'the transceivers of %s',
  (router, { pni, member, read, limits }) => {
    const now = (world: World) => read(walkOf(world, router), member);
    const port = (world: World) =>
      walkOf(world, router).one(`1.3.6.1.2.1.2.2.1.8.${walkOf(world, router).ifIndex(member)}`);

    test('receive and send well inside their limits', () => {
      for (const name of calm.carrier.pnis.filter(plan => plan.router === router).flatMap(plan => plan.members)) {
        const found = read(walkOf(calm, router), name);
        expect(found?.rx).toBeGreaterThan(-5);
        expect(found?.rx).toBeLessThan(0);
        expect(found?.tx).toBeGreaterThan(-2);
        expect(found?.tx).toBeLessThan(3);
      }
    });

    test('tell the limits', () => {
      const [warning = 0, alarm = 0] = limits(walkOf(calm, router), member);
      // A tenth of a µW is the finest that some tables tell.
      expect(warning).toBeCloseTo(LIMITS.rx.lowWarning, 1);
      expect(alarm).toBeCloseTo(LIMITS.rx.lowAlarm, 1);
    });

    test('are dark when the fibre is, and send on', () => {
      for (const to of ['down', 'gone'] as const) {
        const dark = now(happened(calm, { at: 0, do: 'member', pni, members: [member], to }));
        expect(dark?.rx).toBe(DARK);
        expect(dark?.tx).toBe(now(calm)?.tx);
      }
    });

    test('have light when it is LACP that failed', () => {
      const expired = happened(calm, { at: 0, do: 'member', pni, members: [member], to: 'expired' });
      expect(now(expired)).toEqual(now(calm));
    });

    test('receive less and less, past the warning and past the alarm, while the port stays up', () => {
      const sinking = happened(calm, { at: 0, do: 'light', pni, member, lossDb: 14, over: 6000 });
      const at = (ms: number): number => now(step(sinking, ms))?.rx ?? 0;
      const levels = [0, 20_000, 40_000, 60_000, 90_000].map(at);
      expect(levels.slice(0, 4)).toEqual(levels.slice(0, 4).toSorted((a, b) => b - a));
      expect(levels[1]).toBeGreaterThan(LIMITS.rx.lowWarning);
      expect(levels[2]).toBeLessThan(LIMITS.rx.lowWarning);
      expect(levels[2]).toBeGreaterThan(LIMITS.rx.lowAlarm);
      expect(levels[3]).toBeLessThan(LIMITS.rx.lowAlarm);
      expect(levels[4]).toBeCloseTo(levels[3] ?? 0, 0);
      expect(port(step(sinking, 90_000))).toBe(1n);
    });

    test('are not there when they are pulled, and are there again when they are put back', () => {
      const pulled = happened(calm, { at: 0, do: 'module', pni, member, to: 'pulled' });
      expect(now(pulled)).toBeNull();
      expect(port(pulled)).toBe(6n);
      const back = happened(pulled, { at: 0, do: 'module', pni, member, to: 'in' });
      expect(now(back)).toEqual(now(calm));
      expect(port(back)).toBe(1n);
    });

    test('tell the same for the same seed, and something else for another', () => {
      expect(now(start('calm', 1))).toEqual(now(calm));
      expect(now(start('calm', 2))).not.toEqual(now(calm));
    });
  },
);

test('IOS-XR evaluates its limits', () => {
  const low = happened(calm, {
    at: 0,
    do: 'light',
    pni: 'iad-er2/Bundle-Ether1',
    member: 'HundredGigE0/0/0/1',
    lossDb: 9.5,
  });
  const walk = walkOf(low, 'iad-er2');
  const index = indexOfName(walk, 7, 'HundredGigE0/0/0/1-Rx Lane 0 Power');
  const evaluation = [1, 2, 3, 4].map(at => walk.one(`1.3.6.1.4.1.9.9.91.1.2.1.1.5.${index}.${at}`));
  expect(evaluation).toEqual([2n, 2n, 1n, 2n]);
});

test('levels move slowly and a little', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(9999), fc.nat(8_640_000), (seed, stream, now) => {
      const at = (tick: number) => opticsOf({ seed, stream, now: tick, dark: false, loss: 0 });
      const [here, soon, later] = [at(now), at(now + 1000), at(now + 360_000)];
      for (const [lane, level] of here.rx.entries()) {
        expect(Math.abs((soon.rx[lane] ?? 0) - level)).toBeLessThan(0.01);
        expect(Math.abs((later.rx[lane] ?? 0) - level)).toBeLessThan(0.31);
      }
    }),
  );
});

test('a loss moves evenly and then stays', () => {
  const loss = { from: 2, to: 12, since: 100, until: 200 };
  expect([100, 150, 199, 200, 5000].map(tick => lossAt(loss, tick))).toEqual([2, 7, 11.9, 12, 12]);
  expect(lossAt({ ...loss, until: 100 }, 100)).toBe(12);
});
