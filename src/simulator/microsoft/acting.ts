/** Carries out a scenario's events at Microsoft. */
import type { Carrier } from '../carrier.ts';
import { TICK_MS } from '../traffic.ts';
import type { MicrosoftAction } from './events.ts';
import { sessionAt } from './minutes.ts';
import type { MicrosoftState, SessionWord } from './state.ts';

const pinned = (microsoft: MicrosoftState, session: number, says: SessionWord | null): MicrosoftState['pinned'] => {
  const next = new Map(microsoft.pinned);
  if (says === null) next.delete(session);
  else next.set(session, says);
  return next;
};

/** Microsoft's state after an event. */
export const actAtMicrosoft = (
  microsoft: MicrosoftState,
  event: MicrosoftAction,
  now: number,
  carrier: Carrier,
): MicrosoftState => {
  const pniAt = (id: string): number => carrier.pnis.findIndex(pni => pni.id === id);
  switch (event.do) {
    case 'microsoft-notes':
      return { ...microsoft, noteEvery: event.every };
    case 'microsoft-session':
      return { ...microsoft, pinned: pinned(microsoft, sessionAt(pniAt(event.pni), event.afi), event.says) };
    case 'connection': {
      const word = { state: event.state, error: event.error ?? null };
      return { ...microsoft, connections: new Map(microsoft.connections).set(pniAt(event.pni), word) };
    }
    case 'further-connection': {
      const further = { metro: event.metro, state: event.state, error: event.error ?? null };
      return { ...microsoft, furtherConnections: [...microsoft.furtherConnections, further] };
    }
    case 'further-peering':
      return { ...microsoft, furtherPeerings: [...microsoft.furtherPeerings, event.which] };
    case 'registered-prefix': {
      const said = { state: event.state, error: event.error ?? null };
      return { ...microsoft, registrations: new Map(microsoft.registrations).set(event.prefix, said) };
    }
    case 'prefix-event': {
      const { prefix, type, level, summary, description } = event;
      const happening = { at: now, prefix, type, level, summary, description };
      return { ...microsoft, happenings: [...microsoft.happenings, happening] };
    }
    case 'health-notice': {
      const { id, type, service, region, title, article } = event;
      const from = now + event.in;
      const until = event.lasts === undefined ? null : from + event.lasts;
      const notice = { at: now, id, type, service, region, title, article, from, until };
      return { ...microsoft, notices: [...microsoft.notices, notice] };
    }
    case 'throttle':
      return { ...microsoft, throttle: { until: now + event.for, retryAfterSeconds: event.retryAfterSeconds } };
    case 'revoke-tokens':
      return { ...microsoft, tokensFrom: now };
    case 'client-secret':
      return { ...microsoft, secretExpired: event.to === 'expired' };
    case 'microsoft-pace':
      return { ...microsoft, pace: { takesMs: event.takes * TICK_MS, hangEvery: event.hangEvery ?? null } };
  }
};
