/** Microsoft's side of the world: what it has taken note of, what it has counted, and what a scenario makes it say. */
import { emptyMinute, type Minute } from './minutes.ts';

/** What Microsoft calls the state of a session (SessionStateV4, SessionStateV6). */
export type SessionWord = 'Idle' | 'Connect' | 'Active' | 'OpenConfirm' | 'Established';

/** A session as Microsoft last took note of it. Times are ticks. */
export interface Noted {
  readonly word: SessionWord;
  /** When the word became another one. */
  readonly since: number;
  /** The router's count of transitions then. */
  readonly transitions: number;
}

/** What a connection is said to be, with Microsoft's word on what is wrong with it. */
export interface ConnectionWord {
  readonly state: string;
  readonly error: string | null;
}

/** A connection of a metro that has no sessions yet. */
export interface FurtherConnection extends ConnectionWord {
  readonly metro: string;
}

/** A peering beside the direct ones. */
export type FurtherPeering = 'route-server' | 'exchange' | 'voice' | 'legacy';

/** What is said of a registered prefix. */
export interface Registration {
  readonly state: string;
  readonly error: string | null;
}

/** Something that happened to a service prefix. */
export interface PrefixHappening {
  readonly at: number;
  readonly prefix: string;
  readonly type: string;
  readonly level: string;
  readonly summary: string;
  readonly description: string;
}

/** A notice of Azure Service Health. */
export interface Notice {
  readonly at: number;
  readonly id: string;
  readonly type: string;
  readonly service: string;
  readonly region: string;
  readonly title: string;
  readonly article: string;
  /** When the work or the trouble begins, and its estimated end. */
  readonly from: number;
  readonly until: number | null;
}

/** Everything that changes at Microsoft. Plain immutable data. */
export interface MicrosoftState {
  /** Ticks between two looks at the sessions. */
  readonly noteEvery: number;
  /** By position of the session (`sessionAt`). */
  readonly noted: readonly Noted[];
  /** What Microsoft says of a session whatever it has noted. */
  readonly pinned: ReadonlyMap<number, SessionWord>;
  /** Minutes that have passed, oldest first, without a gap. */
  readonly minutes: readonly Minute[];
  /** The minute that is passing. */
  readonly running: Minute;
  /** By position of the PNI; others are Active. */
  readonly connections: ReadonlyMap<number, ConnectionWord>;
  readonly furtherConnections: readonly FurtherConnection[];
  readonly furtherPeerings: readonly FurtherPeering[];
  /** By prefix; others are Verified. */
  readonly registrations: ReadonlyMap<string, Registration>;
  readonly happenings: readonly PrefixHappening[];
  readonly notices: readonly Notice[];
  readonly throttle: { readonly until: number; readonly retryAfterSeconds: number } | null;
  /** Tokens from before this tick are worth nothing. */
  readonly tokensFrom: number;
  readonly secretExpired: boolean;
  /** Every answer drips for so long; every so-manyth never comes. */
  readonly pace: { readonly takesMs: number; readonly hangEvery: number | null } | null;
}

/** 15 s. */
const NOTE_EVERY = 1500;

/** Microsoft before it has seen anything: it takes note of the sessions when the world begins. */
export const createMicrosoft = (pnis: number, beganMs: number): MicrosoftState => ({
  noteEvery: NOTE_EVERY,
  noted: Array.from({ length: pnis * 2 }, (): Noted => ({ word: 'Idle', since: 0, transitions: 0 })),
  pinned: new Map(),
  minutes: [],
  running: emptyMinute(Math.floor(beganMs / 60_000), pnis * 2),
  connections: new Map(),
  furtherConnections: [],
  furtherPeerings: [],
  registrations: new Map(),
  happenings: [],
  notices: [],
  throttle: null,
  tokensFrom: Number.NEGATIVE_INFINITY,
  secretExpired: false,
  pace: null,
});

/** What Microsoft says of a session now. */
export const wordOf = (microsoft: MicrosoftState, session: number): SessionWord =>
  microsoft.pinned.get(session) ?? microsoft.noted[session]?.word ?? 'Idle';
