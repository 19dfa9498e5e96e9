/** The BGP sessions of a router, from whichever of its tables and contexts tells them. */
import type { TableReport } from '../../network/facts.ts';
import { completedBy, type SessionFacts, type SessionReading } from '../../network/session-facts.ts';
import type { WalkContext } from './bulk.ts';
import { type BgpPeerTable, sessionKey } from './mibs/bgp-peer-table.ts';
import { oid } from './oid.ts';
import { inContext } from './snmp-context.ts';
import { probeWaits, SnmpFailure } from './transport.ts';

/** Sessions, and how reading their tables went. */
export interface Sessions {
  readonly sessions: readonly SessionFacts[];
  readonly reports: readonly TableReport[];
}

/** Of two rows of one table about one session (Junos lists one for each local address that was tried) the one that is up. */
function unique(sessions: readonly SessionFacts[]): readonly SessionFacts[] {
  const found = new Map<string, SessionFacts>();
  for (const session of sessions) {
    const held = found.get(session.key);
    if (held === undefined || (held.state !== 'established' && session.state === 'established')) {
      found.set(session.key, session);
    }
  }
  return [...found.values()];
}

/**
 * The sessions of one context. The tables are asked richest first; each adds those that no richer one has told of, for a
 * router may keep the sessions of some instances in one table and those of others in the next. What a richer table leaves
 * open of a session a poorer one may tell: one session, two tables.
 */
async function readContext(context: WalkContext, tables: readonly BgpPeerTable[]): Promise<Sessions> {
  let sessions: readonly SessionFacts[] = [];
  const reports: TableReport[] = [];
  for (const table of tables) {
    const found = await table.discover(context, undefined);
    reports.push(...found.reports);
    sessions = joined(sessions, unique(found.rows));
  }
  return { sessions, reports };
}

const differ = <Value>(a: Value | null, b: Value | null): boolean => a !== null && b !== null && a !== b;

/**
 * Whether a row of a poorer table, which knows no instances, may be about this session: nothing says otherwise. One
 * address in two instances is two sessions, so the address alone says it only where one session has it.
 */
const maySame = (rich: SessionFacts, plain: SessionFacts): boolean =>
  plain.vrf === null && !differ(rich.remoteAs, plain.remoteAs) && !differ(rich.local, plain.local);

function joined(rich: readonly SessionFacts[], plain: readonly SessionFacts[]): readonly SessionFacts[] {
  const byKey = new Map(plain.map(session => [session.key, session]));
  const byPeer = Map.groupBy(rich, session => session.peer);
  const claimed = new Set(rich.flatMap(session => byKey.get(session.key) ?? []));
  const unclaimed = Map.groupBy(
    plain.filter(session => !claimed.has(session)),
    session => session.peer,
  );
  const sessions = rich.map(session => {
    const own = byKey.get(session.key);
    const isOnly = byPeer.get(session.peer)?.length === 1;
    const same = own ?? (isOnly ? unclaimed.get(session.peer)?.find(each => maySame(session, each)) : undefined);
    if (same === undefined) return session;
    claimed.add(same);
    return completed(session, same);
  });
  return [...sessions, ...plain.filter(session => !claimed.has(session))];
}

/** What a table leaves open at each poll (SR Linux: the time, the transitions; some VRP: what the operator wants). */
const isOpen = ({ admin, establishedSeconds, transitions }: SessionReading): boolean =>
  admin === null || establishedSeconds === null || transitions === null;

function completed(rich: SessionFacts, plain: SessionFacts): SessionFacts {
  const open = isOpen(rich) && rich.also === null;
  return {
    ...rich,
    ...(open ? completedBy(rich, plain) : {}),
    state: rich.state,
    remoteAs: rich.remoteAs ?? plain.remoteAs,
    local: rich.local ?? plain.local,
    also: open ? { source: plain.source, row: plain.row } : rich.also,
  };
}

/** Where every agent has something. */
const mib2 = oid('1.3.6.1.2.1');

/**
 * Asks a context for anything at all. Some agents drop questions for a context that they do not have (snmpd), and each of
 * its tables would be waited for in turn; a router that has it is not asked for much.
 */
async function contextSilence({ transport, deadline }: WalkContext, name: string): Promise<TableReport | null> {
  try {
    await transport.request({ pdu: 'getnext', oids: [mib2] }, { deadline, waits: probeWaits });
    return null;
  } catch (error) {
    if (!(error instanceof SnmpFailure)) throw error;
    const why = error.kind === 'timeout' ? 'no answer in this context; does the router have it?' : error.brief;
    return { table: `context ${name}`, rows: 0, bad: 0, disordered: 0, outcome: 'stopped', detail: why };
  }
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
    const asked = inContext(context, name);
    const silence = name === null ? null : await contextSilence(asked, name);
    if (silence !== null) {
      reports.push(silence);
      continue;
    }
    const found = await readContext(asked, tables);
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
