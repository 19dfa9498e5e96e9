/** How Microsoft comes to know: it looks at the sessions every so often, and counts what they carry. */
import { IPV4_PART } from '../loads.ts';
import { TICK_MS } from '../traffic.ts';
import type { PniState, SessionState, World } from '../world.ts';
import { emptyMinute, KEPT_MINUTES, type Minute, sessionAt } from './minutes.ts';
import { type Noted, type SessionWord, wordOf } from './state.ts';

const FAMILIES = ['ipv4', 'ipv6'] as const;
/** The cell that loads are steady in: a minute begins with the first cell that begins in it. */
const CELL_TICKS = 25;
const MINUTE_MS = 60_000;

const wordFor = (session: SessionState, restarting: boolean): SessionWord => {
  if (restarting || session.admin === 'stop') return 'Idle';
  switch (session.phase) {
    case 'idle':
      return 'Idle';
    case 'connect':
      return 'Connect';
    case 'active':
      return 'Active';
    case 'openconfirm':
      return 'OpenConfirm';
    case 'established':
      return 'Established';
  }
};

const note = (before: Noted | undefined, session: SessionState, restarting: boolean, now: number): Noted => {
  const word = wordFor(session, restarting);
  const transitions = session.transitions;
  if (before?.word !== word) return { word, since: now, transitions };
  // It was lost and came back between two looks.
  return { word, since: transitions > before.transitions ? now : before.since, transitions };
};

/** Losses between two looks: those seen at this one, and those that were over before it. */
const lossesBetween = (before: Noted | undefined, after: Noted): number => {
  if (before === undefined) return 0;
  const was = before.word === 'Established' ? 1 : 0;
  const is = after.word === 'Established' ? 1 : 0;
  return Math.max(0, Math.max(0, after.transitions - before.transitions) + was - is);
};

const lookAt = (world: World): Noted[] =>
  world.pnis.flatMap((pni, at) => {
    const router = world.carrier.routers.findIndex(({ name }) => name === world.carrier.pnis[at]?.router);
    const restarting = world.routers[router]?.upAt !== null;
    return FAMILIES.map(afi =>
      note(world.microsoft.noted[sessionAt(at, afi)], pni.sessions[afi], restarting, world.tick),
    );
  });

/** The world as it begins: what has been up for long has been known for long. */
export const firstNoted = (world: World): World => ({
  ...world,
  microsoft: {
    ...world.microsoft,
    noted: lookAt(world).map((noted, i) => {
      const pni = world.pnis[Math.floor(i / 2)];
      return { ...noted, since: pni?.sessions[i % 2 === 0 ? 'ipv4' : 'ipv6'].since ?? noted.since };
    }),
  },
});

/** When Microsoft looks next. */
export const nextLook = ({ tick, microsoft }: World): number =>
  (Math.floor(tick / microsoft.noteEvery) + 1) * microsoft.noteEvery;

/** The world after Microsoft has looked, if it does so at this tick. */
export const withNotes = (world: World): World => {
  const { microsoft, tick } = world;
  if (tick % microsoft.noteEvery !== 0) return world;
  const noted = lookAt(world);
  const flaps = microsoft.running.flaps.map((count, i) => {
    const now = noted[i];
    return now === undefined ? count : count + lossesBetween(microsoft.noted[i], now);
  });
  return { ...world, microsoft: { ...microsoft, noted, running: { ...microsoft.running, flaps } } };
};

/** What part of a PNI's load each of its sessions carries. */
export const familyParts = (pni: PniState): readonly [ipv4: number, ipv6: number] => {
  const ipv4 = pni.sessions.ipv4.phase === 'established';
  const ipv6 = pni.sessions.ipv6.phase === 'established';
  if (ipv4 && ipv6) return [IPV4_PART, 1 - IPV4_PART];
  return [ipv4 ? 1 : 0, ipv6 ? 1 : 0];
};

type Rate = 'inOctets' | 'outOctets' | 'inDiscards';

/** What each session carries per tick, in whole numbers, so that it adds up however the time was cut. */
const perSession = (world: World, rate: Rate): number[] =>
  world.pnis.flatMap(pni => {
    const all = pni.members.reduce((sum, member) => sum + member.rates[rate], 0);
    return familyParts(pni).map(part => Math.floor(all * part));
  });

const minuteOf = (world: World): number => {
  const cell = Math.floor(world.tick / CELL_TICKS) * CELL_TICKS;
  return Math.floor((world.beganMs + cell * TICK_MS) / MINUTE_MS);
};

const grown = (minute: Minute, world: World, ticks: number): Minute => {
  const add = (counts: readonly number[], rates: readonly number[]): number[] =>
    counts.map((count, i) => count + (rates[i] ?? 0) * ticks);
  return {
    ...minute,
    ticks: minute.ticks + ticks,
    toMicrosoft: add(minute.toMicrosoft, perSession(world, 'outOctets')),
    fromMicrosoft: add(minute.fromMicrosoft, perSession(world, 'inOctets')),
    dropped: add(minute.dropped, perSession(world, 'inDiscards')),
    upTicks: add(
      minute.upTicks,
      minute.upTicks.map((_, i) => (wordOf(world.microsoft, i) === 'Established' ? 1 : 0)),
    ),
  };
};

/** Microsoft's state after so many ticks of the world as it is: nothing but counts changes. */
export const watched = (world: World, ticks: number): World['microsoft'] => {
  const { microsoft } = world;
  const minute = minuteOf(world);
  const { running } = microsoft;
  if (minute === running.minute) return { ...microsoft, running: grown(running, world, ticks) };
  return {
    ...microsoft,
    minutes: [...microsoft.minutes.slice(1 - KEPT_MINUTES), running],
    running: grown(emptyMinute(minute, running.flaps.length), world, ticks),
  };
};
