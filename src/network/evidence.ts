/** What the judgement of one PNI looks at, and the questions that it answers: yes, no, or not known. */
import type { AdminStatus, OperStatus } from './facts.ts';
import type { RouterState } from './fleet.ts';
import { isDown, type Member } from './members.ts';
import { tellsSessions } from './merged-facts.ts';
import type { Optic } from './optics.ts';
import type { PniInventory } from './pni-inventory.ts';
import type { Session } from './sessions.ts';
import type { Instant } from './units.ts';

/** Everything that the judgement of one PNI looks at. */
export interface Evidence {
  readonly pni: PniInventory;
  readonly router: RouterState;
  readonly oper: OperStatus | null;
  readonly admin: AdminStatus | null;
  readonly interfaceHeard: boolean;
  readonly members: readonly Member[] | null;
  /** The transceiver of the port itself, where there is no LAG; null where no table tells of one. */
  readonly optic: Optic | null;
  readonly sessions: readonly Session[];
  readonly now: Instant;
}

/** All must hold; one that fails decides, one that is unknown leaves it open. */
function every(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

/**
 * Whether the interface is up. A session that is established runs over the link: it decides where ifOperStatus is
 * missing, unknown or dormant.
 */
export function linkUp({ interfaceHeard, admin, oper, sessions }: Evidence): boolean | null {
  if (!interfaceHeard) return null;
  if (admin === 'down' || isDown(oper)) return false;
  return oper === 'up' || sessions.some(session => session.state === 'established') ? true : null;
}

/** Forwarding members below which the LAG is down: declared, or as the router's own table says, or one. */
export const minLinksOf = ({ pni, router }: Pick<Evidence, 'pni' | 'router'>): number =>
  pni.declared?.minLinks ?? router.structure?.lags.get(pni.interface)?.minLinks ?? 1;

function enoughMembers({ members, pni, router }: Evidence): boolean | null {
  if (members === null || members.length === 0) return true;
  const need = minLinksOf({ pni, router });
  const sure = members.filter(member => member.forwards === true).length;
  const possible = members.filter(member => member.forwards !== false).length;
  return sure >= need ? true : possible < need ? false : null;
}

/** True when the router was interrupted while it told its sessions: this PNI may have one more. */
export const sessionsAreUnheard = ({ router }: Pick<Evidence, 'router'>): boolean =>
  router.untoldTable !== null && tellsSessions(router.untoldTable);

function anySession({ sessions, router }: Evidence): boolean | null {
  if (sessions.some(session => session.state === 'established')) return true;
  if (sessions.length === 0 || sessionsAreUnheard({ router })) return null;
  return sessions.some(session => session.presence === 'stale') ? null : false;
}

/** True when a table that tells members was silent, not empty: whether one is missing is not known. */
export const membersAreUnheard = ({ members, pni, router }: Pick<Evidence, 'members' | 'pni' | 'router'>): boolean =>
  members === null && pni.isLag && router.structure?.wholeMembers === false;

/** Whether nothing is missing: every session established, every known member forwarding. */
export function isIntact({ sessions, members, pni, router }: Evidence): boolean | null {
  const unheard = membersAreUnheard({ members, pni, router }) || sessionsAreUnheard({ router });
  const sessionsUp = sessions.map(session => (session.presence === 'stale' ? null : session.state === 'established'));
  return every([...sessionsUp, ...(members ?? []).map(member => member.forwards), ...(unheard ? [null] : [])]);
}

/** Whether somebody has shut it: the interface, or every one of its sessions. */
export function isShut({ sessions, interfaceHeard, admin }: Evidence): boolean {
  const stopped = sessions.every(session => session.presence === 'present' && session.admin === 'stop');
  return (sessions.length > 0 && stopped) || (interfaceHeard && admin === 'down');
}

/** Whether it carries traffic: the link is up, enough members forward, and a session is established. */
export const isUsable = (evidence: Evidence): boolean | null =>
  every([linkUp(evidence), enoughMembers(evidence), anySession(evidence)]);

/** The moment of the oldest fact: a judgement is as old as its oldest part. */
export function oldestMoment({ pni, router }: Evidence): Instant | null {
  let oldest: Instant | null = null;
  const consider = (heard: { readonly at: Instant } | undefined): void => {
    if (heard !== undefined && (oldest === null || heard.at < oldest)) oldest = heard.at;
  };
  consider(router.interfaces.get(pni.interface)?.reading);
  for (const key of pni.sessions) consider(router.sessions.get(key)?.reading);
  const { structure } = router;
  if (structure === null) return oldest;
  for (const name of pni.members ?? []) {
    // Of a member that is not on the router nothing new will ever be heard: it does not make the rest old.
    if (!structure.index.byName.has(name)) continue;
    consider(router.interfaces.get(name)?.reading);
    const row = structure.lagRows.get(name);
    if (row !== undefined) consider(router.lagPorts.get(row));
  }
  return oldest;
}
