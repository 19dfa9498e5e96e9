/** The BGP sessions of a router, from whichever of its tables and contexts tells them. */
import { completedBy, type SessionFacts, type SessionReading, type TableReport } from '../../network/facts.ts';
import type { WalkContext } from './bulk.ts';
import { type BgpPeerTable, sessionKey } from './mibs/bgp-peer-table.ts';
import { inContext } from './snmp-context.ts';

/** Sessions, and how reading their tables went. */
export interface Sessions {
  readonly sessions: readonly SessionFacts[];
  readonly reports: readonly TableReport[];
}

/**
 * The sessions of one context: from the first table that has any, and from BGP4-MIB those that no richer table has told
 * of. What a richer table leaves open of a session (its AS, its local end) BGP4-MIB may tell: one session, two tables.
 */
async function readContext(context: WalkContext, tables: readonly BgpPeerTable[]): Promise<Sessions> {
  let sessions: readonly SessionFacts[] = [];
  const reports: TableReport[] = [];
  for (const table of tables) {
    const isLast = table.source === 'bgp4-mib';
    if (sessions.length > 0 && !isLast) continue;
    const found = await table.discover(context, undefined);
    reports.push(...found.reports);
    sessions = isLast ? joined(sessions, found.rows) : found.rows;
  }
  return { sessions, reports };
}

function joined(rich: readonly SessionFacts[], plain: readonly SessionFacts[]): readonly SessionFacts[] {
  const byPeer = new Map(plain.map(session => [session.peer, session]));
  const known = new Set(rich.map(session => session.peer));
  const sessions = rich.map(session => {
    const same = session.vrf === null ? byPeer.get(session.peer) : undefined;
    return same === undefined ? session : completed(session, same);
  });
  return [...sessions, ...plain.filter(session => !known.has(session.peer))];
}

/** What a table leaves open at each poll (SR Linux: the time, the transitions; some VRP: what the operator wants). */
const isOpen = ({ admin, establishedSeconds, transitions }: SessionReading): boolean =>
  admin === null || establishedSeconds === null || transitions === null;

function completed(rich: SessionFacts, plain: SessionFacts): SessionFacts {
  const open = isOpen(rich);
  return {
    ...rich,
    ...(open ? completedBy(rich, plain) : {}),
    state: rich.state,
    remoteAs: rich.remoteAs ?? plain.remoteAs,
    local: rich.local ?? plain.local,
    also: open ? { source: plain.source, row: plain.row } : null,
  };
}

/** The default context, and those in which some routers keep the tables of a VRF each. */
export async function readSessions(
  context: WalkContext,
  tables: readonly BgpPeerTable[],
  contexts: readonly string[],
): Promise<Sessions> {
  const sessions = new Map<string, SessionFacts>();
  const reports: TableReport[] = [];
  for (const name of [null, ...contexts]) {
    const found = await readContext(inContext(context, name), tables);
    for (const session of found.sessions) {
      const vrf = session.vrf ?? name;
      const own = { ...session, vrf, context: name, key: sessionKey(vrf, session.peer) };
      // A table that lists every VRF in any context tells the same session twice: the first stands.
      if (!sessions.has(own.key)) sessions.set(own.key, own);
    }
    reports.push(...found.reports.map(each => (name === null ? each : { ...each, table: `${each.table} (${name})` })));
  }
  return { sessions: [...sessions.values()], reports };
}
