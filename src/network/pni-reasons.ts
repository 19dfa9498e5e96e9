/** Why a PNI is not as it should be, in sentences for a person, heaviest first. */
import { type Evidence, membersAreUnheard, minLinksOf, sessionsAreUnheard } from './evidence.ts';
import type { OperStatus } from './facts.ts';
import type { RouterState } from './fleet.ts';
import { bfdReasons, lightReasons } from './light-reasons.ts';
import { isAboveUnknown, isDown, whyNotForwarding } from './members.ts';
import { byWeight, type Reason, type ReasonCode, type Weight } from './reasons.ts';
import type { TableGroup } from './samples.ts';
import type { Session } from './sessions.ts';

/** The table groups in words. */
export const groupWords: Readonly<Record<TableGroup, string>> = {
  interfaces: 'interface counters',
  lag: 'LAG states',
  bgp: 'BGP sessions',
  prefixes: 'prefix counts',
  bfd: 'BFD sessions',
  optics: 'optical power',
};

/** The groups by whose silence it is not known whether a PNI carries traffic; the others only say more about it. */
const decides: Readonly<Record<TableGroup, boolean>> = {
  interfaces: true,
  lag: true,
  bgp: true,
  bfd: false,
  prefixes: false,
  optics: false,
};
const silentGroups: readonly TableGroup[] = ['interfaces', 'lag', 'bgp', 'bfd', 'prefixes', 'optics'];

const operWords: Readonly<Record<OperStatus, string>> = {
  up: 'up',
  down: 'down',
  testing: 'testing',
  unknown: 'unknown',
  dormant: 'dormant',
  'not-present': 'not present',
  'lower-layer-down': 'down (lower layer)',
};

type Add = (code: ReasonCode, weight: Weight, text: string) => void;

/** How a router is silent, in words that go on after its name. */
export function silenceWords({ failure, heardAt }: Pick<RouterState, 'failure' | 'heardAt'>): string {
  if (failure?.value.kind === 'credentials') return 'answers, but does not accept our credentials';
  return heardAt === null ? 'has not answered yet' : 'does not answer';
}

/** What is not known because nobody answers. Without an age: that stands beside it and grows, and a log must not freeze one. */
function silenceReasons({ pni, router }: Evidence, add: Add): void {
  if (router.failure !== null) {
    add('router-unreachable', 'unknown', `${pni.router} ${silenceWords(router)}`);
  }
  for (const group of silentGroups) {
    if (!router.silent.has(group)) continue;
    const weight = decides[group] ? 'unknown' : 'info';
    add('table-silent', weight, `${pni.router} answers, but not for its ${groupWords[group]}`);
  }
}

function interfaceReasons({ pni, router, admin, oper, interfaceHeard }: Evidence, add: Add): void {
  const { structure, failure } = router;
  if (admin === 'down') add('interface-shut', 'info', `${pni.interface} is shut down`);
  else if (isDown(oper) && oper !== null) add('interface-down', 'bad', `${pni.interface} is ${operWords[oper]}`);
  else if (!interfaceHeard && failure === null && !router.silent.has('interfaces')) {
    const listed = structure === null || structure.index.byName.has(pni.interface);
    const text = listed
      ? `nothing fresh is known of ${pni.interface}`
      : `${pni.interface} is not in the router's interface table; is it declared by another name?`;
    add('stale', 'unknown', text);
  }
}

const some = (names: readonly string[]): string =>
  names.length > 3 ? `${names[0]} … ${names[names.length - 1]}` : names.join(', ');

function memberReasons({ pni, members, router }: Evidence, add: Add): void {
  if (members === null) {
    // Of a router that was never read nobody can say what its tables do not tell.
    if (router.structure === null) return;
    if (membersAreUnheard({ members, pni, router })) {
      add('stale', 'unknown', `the LAG table did not answer: the members of ${pni.interface} are not known`);
      return;
    }
    const what = isAboveUnknown(pni, router)
      ? `no table tells the port or LAG below ${pni.interface}`
      : `no table tells the members of ${pni.interface}`;
    add('members-unknown', 'info', `${what}; declare the PNI under pnis`);
    return;
  }
  const out = members.filter(member => member.forwards === false);
  if (out.length > 0) {
    const below = members.length - out.length < minLinksOf({ pni, router });
    const why = new Set(out.map(member => whyNotForwarding(member) ?? 'no reason told'));
    const count = `${out.length} of ${members.length} members ${out.length === 1 ? 'is' : 'are'} not forwarding`;
    const text = `${count}: ${some(out.map(member => member.name))} (${[...why].join(', ')})`;
    add(below ? 'lag-below-min-links' : 'lag-degraded', below ? 'bad' : 'warn', text);
  }
  const open = members.filter(member => member.forwards === null);
  // What has its cause in a silent router or table has been said already.
  if (open.length > 0 && router.failure === null && !router.silent.has('interfaces') && !router.silent.has('lag')) {
    add('stale', 'unknown', `it is not known whether ${some(open.map(member => member.name))} forward`);
  }
}

function sessionReason(session: Session, silent: boolean, add: Add): void {
  const who = `${session.afi === 'ipv4' ? 'v4' : 'v6'} ${session.peer}`;
  const why = session.lastErrorText === null ? '' : `, last error ${session.lastErrorText}`;
  if (session.presence === 'missing') add('session-missing', 'warn', `${who} is no longer in the router's table`);
  else if (session.presence === 'stale') {
    if (!silent) add('stale', 'unknown', `nothing fresh is known of ${who}`);
  } else if (session.admin === 'stop') add('session-shut', 'info', `${who} is shut down by configuration`);
  else if (session.state !== 'established') add('session-down', 'bad', `${who} is ${session.state}${why}`);
}

/** The reasons of one PNI. */
export function reasonsOf(evidence: Evidence): readonly Reason[] {
  const { pni, router, sessions } = evidence;
  const reasons: Reason[] = [];
  const add: Add = (code, weight, text) => void reasons.push({ code, weight, subject: pni.id, text });
  silenceReasons(evidence, add);
  interfaceReasons(evidence, add);
  const light = lightReasons(evidence);
  reasons.push(...light.causes);
  memberReasons(evidence, add);
  if (sessionsAreUnheard(evidence)) {
    add('stale', 'unknown', `${router.untoldTable} was not told to its end: whether a session is missing is not known`);
  }
  if (sessions.length === 0) add('no-session', 'unknown', `no BGP session is known on ${pni.interface}`);
  for (const session of sessions) sessionReason(session, router.failure !== null || router.silent.has('bgp'), add);
  return byWeight([...reasons, ...bfdReasons(evidence), ...light.others]);
}
