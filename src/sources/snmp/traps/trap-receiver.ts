/**
 * Receives traps and informs. Each datagram is counted, limited and attributed to routers by its source address before
 * anything of it is read; what is read only names what is to be polled.
 */
import type { RouterName } from '../../../network/facts.ts';
import { type TrapNotice, type TrapSubject, trapRate } from '../../../network/traps.ts';
import { type Millis, millis } from '../../../network/units.ts';
import type { Cancel, Clock } from '../../clock.ts';
import type { Hear } from '../../router-source.ts';
import { createBucket, type TokenBucket } from '../../token-bucket.ts';
import { type Resolve, systemResolve } from '../router-address.ts';
import { createEngineLimit, type EngineLimit } from './engine-limit.ts';
import { understand } from './notifications.ts';
import { createOnceASecond } from './once-a-second.ts';
import { createTrapDecoder, type TrapCredentials, type TrapDecoder } from './trap-decoder.ts';
import { type TrapHead, trapHead } from './trap-head.ts';
import { listenText, openTrapSocket, type TrapAddress, type TrapSocket } from './trap-socket.ts';
import { type Addressed, findTrapSources } from './trap-sources.ts';

/** A router whose traps are received. */
export interface TrapRouter extends Addressed {
  readonly credentials: TrapCredentials;
}

/** Where to listen, and for whom. */
export interface TrapOptions {
  readonly listen: TrapAddress;
  readonly routers: readonly TrapRouter[];
  /** How often names of routers are looked up. */
  readonly resolveEvery: Millis;
}

/** What the reception takes from outside. */
export interface TrapSurroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly hear: Hear;
  /** Asks about the subject at once; false when it is nothing that is polled. */
  readonly named: (router: RouterName, subject: TrapSubject) => boolean;
  readonly resolve?: Resolve;
}

/** What is counted of one source address; its routers share it. */
interface Source {
  /** Those that stand behind it now. */
  routers: readonly TrapRouter[];
  readonly bucket: TokenBucket;
  readonly engines: EngineLimit;
  received: number;
  dropped: number;
  unreadable: number;
  refused: number;
  readonly tell: () => void;
}

interface RouterTally {
  elsewhere: number;
  acted: number;
  newest: TrapNotice | null;
}

/** A port that is in use may be given up. */
const bindAgainAfter = millis(30_000);
/** RFC 3411 §5: an enterprise (net-snmp's for Node.js), format 5 (octets of one's own choice), and twelve of them. */
const engineHead = Buffer.from('8000b98305', 'hex');
const engineTail = 12;

const ownEngine = (random: () => number): Buffer =>
  Buffer.concat([engineHead, Buffer.from(Array.from({ length: engineTail }, () => Math.floor(random() * 256)))]);

/** Starts receiving. Where the socket cannot be bound, that is told and tried again from time to time. */
export function receiveTraps(options: TrapOptions, surroundings: TrapSurroundings): { stop(): void } {
  const { clock, random, hear, named, resolve = systemResolve } = surroundings;
  const engineId = ownEngine(random);
  const engine = engineId.toString('hex');
  const sources = new Map<string, Source>();
  const tallies = new Map<RouterName, RouterTally>();
  const decoders = new Map<string, TrapDecoder>();
  const bySource = findTrapSources(options.routers, options.resolveEvery, { clock, resolve });
  let failure: string | null = null;
  let strangers = 0;
  let newestStranger: string | null = null;
  let socket: TrapSocket | null = null;
  let cancelBind: Cancel = () => {};
  let stopped = false;

  const portChanged = createOnceASecond(clock, () => {
    const port = { listen: listenText(options.listen), failure, strangers, newestStranger };
    hear({ kind: 'trap-port', at: clock.now(), port });
  });
  const stops: (() => void)[] = [portChanged.stop, bySource.stop];

  function portIs(why: string | null): void {
    failure = why;
    portChanged.changed();
  }

  const tallyOf = (router: RouterName): RouterTally => {
    const tally = tallies.get(router) ?? { elsewhere: 0, acted: 0, newest: null };
    tallies.set(router, tally);
    return tally;
  };

  function sourceAt(address: string, routers: readonly TrapRouter[]): Source {
    const known = sources.get(address);
    if (known !== undefined) {
      known.routers = routers;
      return known;
    }
    const told = createOnceASecond(clock, () => {
      for (const { router } of source.routers) tell(router, source);
    });
    const source: Source = {
      routers,
      bucket: createBucket(trapRate, clock.now()),
      engines: createEngineLimit(engine, clock.now()),
      received: 0,
      dropped: 0,
      unreadable: 0,
      refused: 0,
      tell: told.changed,
    };
    sources.set(address, source);
    stops.push(told.stop);
    return source;
  }

  function tell(router: RouterName, { received, dropped, unreadable, refused }: Source): void {
    const { elsewhere, acted, newest } = tallyOf(router);
    const counts = { received, dropped, unreadable, refused, elsewhere, acted };
    hear({ kind: 'trapped', router, at: clock.now(), counts, newest });
  }

  function heard(datagram: Buffer, from: { readonly address: string; readonly port: number }): void {
    const routers = bySource.at(from.address);
    if (routers.length === 0) {
      strangers += 1;
      newestStranger = from.address;
      portChanged.changed();
      return;
    }
    const source = sourceAt(from.address, routers);
    source.received += 1;
    source.tell();
    if (!source.bucket.take(clock.now())) {
      source.dropped += 1;
      return;
    }
    try {
      read(datagram, from, source, routers);
    } catch {
      // Nothing in it should throw; if something does, it costs this datagram and not the program.
      source.unreadable += 1;
    }
  }

  /** One decoder for each set of credentials: routers that share them share what has been worked out of them. */
  function decoderOf(credentials: TrapCredentials): TrapDecoder {
    const { version } = credentials;
    const key = JSON.stringify(
      version === '2c' ? [credentials.community] : [credentials.user, credentials.auth, credentials.priv],
    );
    const decoder = decoders.get(key) ?? createTrapDecoder(credentials, engineId);
    decoders.set(key, decoder);
    return decoder;
  }

  function read(
    datagram: Buffer,
    from: { readonly address: string; readonly port: number },
    source: Source,
    routers: readonly TrapRouter[],
  ): void {
    const head = trapHead(datagram);
    if (head.kind === 'broken') {
      source.unreadable += 1;
      return;
    }
    if (head.kind === 'user' && !source.engines.admits(head.engine, clock.now())) {
      source.refused += 1;
      return;
    }
    const fitting = Map.groupBy(
      routers.filter(router => fits(router.credentials, head)),
      router => decoderOf(router.credentials),
    );
    let worst: 'refused' | 'unreadable' = 'refused';
    for (const [decoder, those] of fitting) {
      const decoded = decoder.decode(datagram, from);
      if (decoded.kind === 'unreadable') worst = 'unreadable';
      if (decoded.kind === 'refused' || decoded.kind === 'unreadable') continue;
      // Only who names no engine asks for ours; whoever is told otherwise has sent what is not good enough.
      if (decoded.kind === 'asked' && !(head.kind === 'user' && head.engine === '')) continue;
      for (const reply of decoded.replies) socket?.reply(reply, from);
      if (decoded.kind === 'asked') return;
      if (head.kind === 'user') source.engines.proven(head.engine);
      const understood = understand(decoded.notification);
      for (const { router } of those) meant(router, understood);
      return;
    }
    source[worst] += 1;
  }

  function meant(router: RouterName, understood: ReturnType<typeof understand>): void {
    const tally = tallyOf(router);
    if (understood === null || understood.subject === null) {
      tally.elsewhere += 1;
      return;
    }
    const { name, subject } = understood;
    if (!named(router, subject)) {
      tally.elsewhere += 1;
      return;
    }
    tally.acted += 1;
    tally.newest = { at: clock.now(), name, subject };
  }

  function bind(): void {
    socket = openTrapSocket(options.listen, {
      listening: () => portIs(null),
      heard,
      failed: why => {
        socket = null;
        portIs(why);
        if (!stopped) cancelBind = clock.schedule(bindAgainAfter, bind);
      },
    });
  }

  bind();
  return {
    stop: () => {
      if (stopped) return;
      stopped = true;
      cancelBind();
      socket?.close();
      for (const stop of stops) stop();
    },
  };
}

/** Whether a datagram claims to be of this router; engine discovery names nobody (RFC 3414 §4). */
function fits(credentials: TrapCredentials, head: Exclude<TrapHead, { kind: 'broken' }>): boolean {
  if (credentials.version === '2c') return head.kind === 'community' && head.community === credentials.community;
  return head.kind === 'user' && (head.user === credentials.user || (head.user === '' && head.engine === ''));
}
