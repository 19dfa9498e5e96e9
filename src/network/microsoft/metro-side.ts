/** Microsoft's side of a metro: one word for a table, and what of its announced work is a reason there. */
import { ageText } from '../age.ts';
import type { Pni } from '../pni.ts';
import type { Reason, Weight } from '../reasons.ts';
import type { Instant } from '../units.ts';
import { makesPnis } from './findings.ts';
import type { MicrosoftPicture } from './picture.ts';
import { namedWithin, type WorkWindow } from './windows.ts';
import { untraced } from './witness.ts';

/** How the two witnesses of a metro stand. */
export type MetroAgreement =
  /** `behind`: Microsoft disagrees, and has not had the time to catch up. */
  | {
      readonly kind:
        | 'agrees'
        | 'disagrees'
        | 'behind'
        | 'in-part'
        | 'waiting'
        | 'no-answer'
        | 'not-listed'
        | 'not-known';
    }
  | { readonly kind: 'stale'; readonly age: string };

/** Whether Microsoft has a session in service in the metro that no router of ours has. */
const hasMore = (metro: string, { connections, peerings }: MicrosoftPicture): boolean =>
  connections.some(
    each =>
      each.pni === null &&
      makesPnis(each.peering) &&
      each.stage.phase === 'in-service' &&
      untraced(each) > 0 &&
      peerings.some(({ peering, metros }) => peering === each.peering && metros.includes(metro)),
  );

/** Whether Microsoft agrees about the PNIs of a metro. */
export function metroAgreement(
  { name, pnis }: { readonly name: string; readonly pnis: readonly Pni[] },
  microsoft: MicrosoftPicture,
): MetroAgreement {
  if (microsoft.age === null) return { kind: microsoft.failure === null ? 'waiting' : 'no-answer' };
  if (microsoft.stale) return { kind: 'stale', age: ageText(microsoft.age) };
  const told = pnis.flatMap(pni => pni.microsoft ?? []);
  const sessions = told.flatMap(each => [...each.sessions.values()]);
  if (sessions.some(each => each.lasting)) return { kind: 'disagrees' };
  if (told.some(each => each.agrees === false)) return { kind: 'behind' };
  // Of a list that was not read whole nothing is known by its not being there.
  if (told.length === 0) return { kind: microsoft.isWhole ? 'not-listed' : 'not-known' };
  const agrees = told.length === pnis.length && told.every(each => each.agrees === true);
  return { kind: agrees && !hasMore(name, microsoft) ? 'agrees' : 'in-part' };
}

/** Work that begins sooner than this is worth a line. */
const foresight = 24 * 3_600_000;

const minute = (at: Instant): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;

/** Of work elsewhere that names this metro: what it means here, its text says. */
function mention({ mentioned, phase, startsAt, title }: WorkWindow, metro: string, now: Instant): Reason | null {
  const isNear = phase === 'now' || (phase === 'ahead' && startsAt !== null && startsAt - now <= foresight);
  if (!mentioned.includes(metro) || !isNear) return null;
  return {
    code: 'maintenance',
    weight: 'info',
    subject: metro,
    text: `announced work names it, and is not told for its Azure region: ${title}`,
  };
}

function windowReason(window: WorkWindow, metro: string, now: Instant): Reason | null {
  const { phase, kind, startsAt, endsAt, title, by, impact, provider } = window;
  if (!window.metros.includes(metro)) return mention(window, metro, now);
  const where =
    by === 'region' && !window.named.includes(metro) ? ' (told for the Azure region, not for the metro)' : '';
  const things = namedWithin(window, metro);
  const place = things.length === 0 ? 'here' : `on ${things.join(', ')}`;
  const effect = impact === null ? '' : `, ${impact}`;
  const until = endsAt === null ? 'no end told' : `until about ${minute(endsAt)}`;
  const make = (weight: Weight, text: string): Reason => ({ code: 'maintenance', weight, subject: metro, text });
  if (phase === 'now') {
    const what = kind === 'issue' ? `${provider} has an issue here` : `${provider} works ${place} now`;
    return make(impact === 'NO-IMPACT' ? 'info' : 'warn', `${what}, ${until}${effect}: ${title}${where}`);
  }
  if (phase === 'overdue' && endsAt !== null) {
    const what = kind === 'issue' ? `${provider} still has an issue here` : `${provider} still works ${place}`;
    return make('warn', `${what}, which should have ended about ${minute(endsAt)}${effect}: ${title}${where}`);
  }
  if (phase !== 'ahead' || startsAt === null || startsAt - now > foresight) return null;
  return make('info', `${provider} will work ${place} from ${minute(startsAt)}, ${until}${effect}: ${title}${where}`);
}

/** What of the announced work is a reason at a metro. `now` is the time of day, as notices are. */
export const maintenanceReasons = (windows: readonly WorkWindow[], metro: string, now: Instant): readonly Reason[] =>
  windows.flatMap(window => windowReason(window, metro, now) ?? []);
