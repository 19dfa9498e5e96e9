/** How a BGP session of the simulated carrier goes up and down: the states of RFC 4271 §8 without the messages. */
import type { SessionError, SessionState, Tick } from './world.ts';

/**
 * From the loss of the LAG to the loss of the session: a hold timer of 3 s. The BFD session is down at once; here it
 * warns and does not end the BGP session, so that a short loss costs none.
 */
const HOLD_TICKS = 300;
/** From OpenConfirm to Established. */
const CONFIRM_TICKS = 40;

const HOLD_TIMER_EXPIRED: SessionError = { code: 4, subcode: 0, by: 'local' };
/** Cease, administrative shutdown (RFC 4486). */
const ADMIN_SHUTDOWN: SessionError = { code: 6, subcode: 2, by: 'local' };

/** The session after it was lost, in the phase given. A session that was not established keeps its times. */
const lost = (session: SessionState, now: Tick, phase: 'idle' | 'active', error: SessionError): SessionState => ({
  ...session,
  phase,
  since: session.phase === 'established' ? now : session.since,
  lastError: error,
  due: null,
});

/** Starts to open a session; `delay` ticks until OpenConfirm. */
const opening = (session: SessionState, now: Tick, delay: number): SessionState => ({
  ...session,
  phase: 'connect',
  due: { at: now + delay, what: 'confirm' },
});

/** The LAG below went down. */
export const lagLost = (session: SessionState, now: Tick): SessionState =>
  session.phase === 'established'
    ? { ...session, due: { at: now + HOLD_TICKS, what: 'drop' } }
    : { ...session, phase: 'idle', due: null };

/** The LAG below came back: a session that has not missed its hold time goes on, another is opened again. */
export const lagBack = (session: SessionState, now: Tick, delay: number): SessionState => {
  if (session.phase === 'established') return { ...session, due: null };
  return session.held || session.admin === 'stop' ? session : opening(session, now, delay);
};

/** A scenario takes the session down for good, and its BFD session with it where BFD is what failed. */
export const heldDown = (
  session: SessionState,
  now: Tick,
  bfdCut: boolean,
  error: SessionError = HOLD_TIMER_EXPIRED,
): SessionState => ({ ...lost(session, now, 'active', error), held: true, bfdCut });

/** The operator shuts the session. */
export const shut = (session: SessionState, now: Tick, error: SessionError = ADMIN_SHUTDOWN): SessionState => ({
  ...lost(session, now, 'idle', error),
  admin: 'stop',
});

/** A scenario or the operator lets the session come back; it does so when there is a LAG to run over. */
export const released = (session: SessionState, now: Tick, delay: number, lagUp: boolean): SessionState => {
  const free: SessionState = { ...session, held: false, admin: 'start', bfdCut: false };
  if (free.phase === 'established') return free;
  return lagUp ? opening(free, now, delay) : { ...free, phase: 'idle', due: null };
};

/** Does what is due now; a session that is not due stays the same object. */
export const advanced = (session: SessionState, now: Tick, lagUp: boolean): SessionState => {
  if (session.due === null || session.due.at > now) return session;
  switch (session.due.what) {
    case 'drop':
      return lost(session, now, 'idle', HOLD_TIMER_EXPIRED);
    case 'confirm':
      return { ...session, phase: 'openconfirm', due: { at: now + CONFIRM_TICKS, what: 'establish' } };
    case 'establish':
      return lagUp
        ? { ...session, phase: 'established', since: now, transitions: session.transitions + 1, due: null }
        : { ...session, phase: 'idle', due: null };
  }
};
