/** What the second witness adds to the reasons of a PNI. */

import type { Rates } from '../rates.ts';
import { byWeight, type Reason, type ReasonCode, type Weight } from '../reasons.ts';
import type { Session } from '../sessions.ts';
import { type BitsPerSecond, bitsPerSecond } from '../units.ts';
import { isEstablished } from './agreement.ts';
import { lifeStage } from './life-cycle.ts';
import type { Connection } from './peerings.ts';
import { contradictionText, endText } from './session-match.ts';
import { emptyBelow, type PniWitness } from './witness.ts';

type Add = (code: ReasonCode, weight: Weight, text: string) => void;

const family = (afi: Session['afi']): string => (afi === 'ipv4' ? 'v4' : 'v6');
const gigabits = (rate: BitsPerSecond): string => `${Math.round(rate / 1e8) / 10} Gb/s`;

/**
 * A connection's life as a reason; nothing of one that is in service and has no error, or that tells no state. `carried`
 * is said beside a state in which nothing should be.
 */
function lifeReasons(connection: Connection, carried: BitsPerSecond | null, add: Add): void {
  const { phase, words } = lifeStage(connection);
  const said = connection.errorMessage === null ? '' : `: ${connection.errorMessage}`;
  const tells = connection.state !== null && !/^none$/i.test(connection.state);
  const text = tells ? `at Microsoft ${connection.state}: ${words}${said}` : `at Microsoft${said}`;
  const allTheSame = carried === null ? '' : `; it carries ${gigabits(carried)} all the same`;
  switch (phase) {
    case 'before-service':
      add('provisioning', 'info', `${text}${allTheSame}`);
      return;
    case 'failed':
      add('provisioning-failed', 'warn', `${text}${allTheSame}`);
      return;
    case 'changing':
    case 'blocked':
    case 'ending':
      add('connection-changing', 'warn', text);
      return;
    case 'unknown':
      if (tells || said !== '') add('connection-changing', said === '' ? 'info' : 'warn', text);
      return;
    case 'in-service':
      if (said !== '') add('connection-changing', 'warn', `at Microsoft ${connection.state}${said}`);
  }
}

function disagreements({ sessions: witnesses, stage }: PniWitness, sessions: readonly Session[], add: Add): void {
  for (const session of sessions) {
    const theirs = witnesses.get(session.key);
    if (theirs?.agrees !== false) continue;
    const who = `${family(session.afi)} ${session.peer}`;
    const ours = session.presence === 'missing' ? 'gone from its table' : (session.state ?? 'not known');
    // While a connection is being built, or shut by us, Microsoft's view may be a step behind and nobody need act.
    const expected = stage.phase === 'before-service' || session.admin === 'stop' || !theirs.lasting;
    add(
      'witnesses-disagree',
      expected ? 'info' : 'warn',
      `Microsoft ${theirs.lasting ? 'says' : 'still says'} ${theirs.state ?? 'nothing'} for ${who}, the router says ${ours}`,
    );
  }
}

function sessionFindings(
  { unseen, sessions: witnesses, stage, doubtful, contradicted }: PniWitness,
  sessions: readonly Session[],
  add: Add,
): void {
  for (const session of unseen) {
    const { afi, microsoft, state } = session;
    const tells = isEstablished(state) !== null;
    // `None` and the like say that there is nothing to report; of a subnet without addresses not even a session.
    if (!tells && microsoft === null) continue;
    const weight = tells && stage.phase === 'in-service' ? 'warn' : 'info';
    add(
      'session-unseen',
      weight,
      `Microsoft has a session ${family(afi)} ${endText(session)} (${state ?? 'no state'}) that no router has`,
    );
  }
  for (const each of contradicted) add('address-differs', 'warn', `${contradictionText(each)}: correct one of them`);
  for (const session of sessions) {
    if (witnesses.has(session.key) || session.remoteAs === null || doubtful.has(session.key)) continue;
    add(
      'session-unknown-to-microsoft',
      'info',
      `no connection at Microsoft has the ${family(session.afi)} session ${session.peer}: ask for the family, or correct the address`,
    );
  }
}

/** What the router says of the traffic of the PNI. */
export interface OwnTraffic {
  readonly rates: Rates | null;
  readonly capacity: BitsPerSecond | null;
}

/** What of Microsoft's view is worth a reason, heaviest first. An age is said only where the answer is too old to go by. */
export function witnessReasons(
  pni: string,
  second: PniWitness | null,
  sessions: readonly Session[],
  { rates, capacity }: OwnTraffic,
): readonly Reason[] {
  if (second === null) return [];
  const reasons: Reason[] = [];
  const add: Add = (code, weight, text) => void reasons.push({ code, weight, subject: pni, text });
  if (second.stale) {
    const { phase, words } = second.stage;
    const was = phase === 'in-service' || phase === 'unknown' ? '' : `: it was ${second.connection.state}, ${words}`;
    add('stale', 'info', `Microsoft's view is too old to be compared${was}`);
    return reasons;
  }
  const most = rates === null ? 0 : Math.max(rates.in, rates.out);
  const carried = most >= emptyBelow(capacity) ? bitsPerSecond(most) : null;
  for (const { connection } of [second, ...second.others]) lifeReasons(connection, carried, add);
  disagreements(second, sessions, add);
  sessionFindings(second, sessions, add);
  const { provisioned } = second.connection;
  const several = second.others.length;
  if (several > 0) {
    add('several-connections', 'warn', `sessions of ${several + 1} connections at Microsoft run over it`);
  }
  // Of a connection that is being built nothing is provisioned yet.
  const isTold = provisioned !== null && (provisioned > 0 || second.stage.phase === 'in-service');
  if (several === 0 && isTold && capacity !== null && provisioned !== capacity) {
    add(
      'bandwidth-differs',
      'info',
      `Microsoft has provisioned ${gigabits(provisioned)}, its members make ${gigabits(capacity)}`,
    );
  }
  return byWeight(reasons);
}
