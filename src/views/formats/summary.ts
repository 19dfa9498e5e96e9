/** One object in one sentence: what a copied row is, so that it can be read in a ticket or a chat. */
import type { Member } from '../../network/members.ts';
import { lightText } from '../../network/optics.ts';
import type { Router } from '../../network/picture.ts';
import type { Pni } from '../../network/pni.ts';
import type { Metro } from '../../network/redundancy.ts';
import { rateText } from './numbers.ts';

const sentence = (head: string, facts: readonly (string | null)[]): string =>
  `${head}: ${facts.filter(fact => fact !== null && fact !== '').join('; ')}`;

const traffic = (into: number | null, out: number | null): string | null =>
  into === null || out === null ? null : `in ${rateText(into)}, out ${rateText(out)}`;

/** A metro: verdict, PNIs, traffic, reasons. */
export const metroSummary = (metro: Metro): string =>
  sentence(metro.name, [
    metro.verdict,
    `${metro.usable} of ${metro.pnis.length} PNIs carry traffic`,
    traffic(metro.in, metro.out),
    ...metro.reasons.map(reason => reason.text),
  ]);

/** A PNI: state, members, sessions, traffic, reasons. */
export const pniSummary = (pni: Pni): string =>
  sentence(`${pni.id} (${pni.metro})`, [
    pni.state,
    pni.members === null || pni.members.length === 0
      ? null
      : `${pni.members.filter(member => member.forwards === true).length} of ${pni.members.length} members forward`,
    ...pni.sessions.map(session => `${session.peer} ${session.state ?? session.presence}`),
    traffic(pni.rates?.in ?? null, pni.rates?.out ?? null),
    ...pni.reasons.map(reason => reason.text),
    pni.alias,
  ]);

/** A router: does it answer, what is silent. */
export const routerSummary = (router: Router): string =>
  sentence(`${router.name} (${router.address})`, [
    router.reachable === null ? 'not asked yet' : router.reachable ? 'answers' : 'does not answer',
    router.vendor,
    router.failure?.text ?? null,
    ...router.silent,
  ]);

/** A member of a PNI. */
export const memberSummary = (member: Member, pni: string): string =>
  sentence(`${pni} ${member.name}`, [
    member.oper === null ? null : `port ${member.oper}`,
    member.lacpDetail === null ? `LACP ${member.lacp}` : `LACP ${member.lacp}, ${member.lacpDetail}`,
    member.optic === null ? null : lightText(member.optic, false),
    traffic(member.rates?.in ?? null, member.rates?.out ?? null),
  ]);
