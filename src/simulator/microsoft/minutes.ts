/** What Microsoft counts of every session, minute by minute: the figures behind its metrics. */

/** One minute, or what of it has passed. Lists are by position of the session: PNI × 2, + 1 for IPv6. Whole numbers. */
export interface Minute {
  /** Minutes since 1970. */
  readonly minute: number;
  /** Ticks counted, at most 6000. */
  readonly ticks: number;
  /** Octets. */
  readonly toMicrosoft: readonly number[];
  readonly fromMicrosoft: readonly number[];
  /** Packets that Microsoft dropped, in thousandths. */
  readonly dropped: readonly number[];
  /** Ticks during which Microsoft called the session Established. */
  readonly upTicks: readonly number[];
  readonly flaps: readonly number[];
}

/** Position of a session in the lists, by position of its PNI. */
export const sessionAt = (pni: number, afi: 'ipv4' | 'ipv6'): number => pni * 2 + (afi === 'ipv4' ? 0 : 1);

/** A day. */
export const KEPT_MINUTES = 1440;

/** A minute of which nothing has passed. */
export const emptyMinute = (minute: number, sessions: number): Minute => {
  const none = Array.from({ length: sessions }, () => 0);
  return { minute, ticks: 0, toMicrosoft: none, fromMicrosoft: none, dropped: none, upTicks: none, flaps: none };
};
