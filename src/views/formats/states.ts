/** State → glyph, word and tone. Shape and word carry it; colour only repeats it. */
import type { FleetEvent } from '../../network/events.ts';
import { type Member, whyNotForwarding } from '../../network/members.ts';
import type { Optic, OpticLane } from '../../network/optics.ts';
import type { PniState } from '../../network/pni.ts';
import type { Reason, ReasonCode } from '../../network/reasons.ts';
import type { Verdict } from '../../network/redundancy.ts';
import type { Session } from '../../network/sessions.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Tone } from '../../terminal/line.ts';

/** How a state looks. */
export interface Look {
  readonly glyph: string;
  readonly word: string;
  readonly tone: Tone;
}

/** Of a metro's verdict. */
export function verdictLook(verdict: Verdict, glyphs: Glyphs): Look {
  switch (verdict) {
    case 'redundant':
      return { glyph: glyphs.good, word: verdict, tone: 'good' };
    case 'degraded':
      return { glyph: glyphs.degraded, word: verdict, tone: 'warn' };
    case 'at-risk':
      return { glyph: glyphs.risk, word: verdict, tone: 'risk' };
    case 'down':
      return { glyph: glyphs.down, word: verdict, tone: 'bad' };
    case 'unknown':
      return { glyph: glyphs.unknown, word: verdict, tone: 'dim' };
  }
}

/** Of a PNI. */
export function pniLook(state: PniState, glyphs: Glyphs): Look {
  switch (state) {
    case 'up':
      return { glyph: glyphs.good, word: state, tone: 'good' };
    case 'degraded':
      return { glyph: glyphs.degraded, word: state, tone: 'warn' };
    case 'down':
      return { glyph: glyphs.down, word: state, tone: 'bad' };
    case 'draining':
    case 'drained':
    case 'shut':
      return { glyph: glyphs.draining, word: state, tone: 'info' };
    case 'unknown':
      return { glyph: glyphs.unknown, word: state, tone: 'dim' };
  }
}

/**
 * How urgent a lost part is: red says "act now", so a member or session is red only where it takes its PNI down, and
 * amber where the PNI goes on without it.
 */
export const lostPart = (pni: PniState): Tone => (pni === 'down' ? 'bad' : 'warn');

/** Of a LAG member of a PNI in this state. */
export function memberLook(member: Member, pni: PniState, glyphs: Glyphs): Look {
  const why = whyNotForwarding(member);
  const told = member.lacpDetail === null ? member.lacp : `${member.lacp}, ${member.lacpDetail}`;
  const word = member.forwards === false && member.lacp === 'unknown' && why !== null ? why : told;
  if (member.lacp === 'missing') return { glyph: glyphs.down, word, tone: lostPart(pni) };
  if (member.forwards === null) return { glyph: glyphs.unknown, word: member.stale ? 'not heard' : word, tone: 'dim' };
  if (!member.forwards) return { glyph: glyphs.down, word, tone: lostPart(pni) };
  if (member.lacp === 'unknown') return { glyph: glyphs.good, word: 'port up, LACP not told', tone: 'plain' };
  return { glyph: glyphs.good, word, tone: 'good' };
}

/** Of light: a word only, for it stands beside the mark of its member. */
type LightLook = Pick<Look, 'word' | 'tone'>;

/** Of the light of one lane. */
export function laneLook({ state, direction }: Pick<OpticLane, 'state' | 'direction'>, pni: PniState): LightLook {
  const word = direction === 'tx' ? `${state} tx` : state;
  switch (state) {
    case 'ok':
      return { word: '', tone: 'plain' };
    case 'unknown':
      return { word, tone: 'dim' };
    case 'dark':
    case 'no-module':
      return { word, tone: lostPart(pni) };
    case 'low-alarm':
    case 'high-alarm':
      return { word, tone: 'warn' };
    case 'low-warning':
    case 'high-warning':
      return { word, tone: 'info' };
  }
}

/** Of the light of a port: that of its worst lane, which is named where the others are not as bad. */
export function lightLook({ worst, lanes }: Optic, pni: PniState): LightLook {
  const look = laneLook(worst, pni);
  const alone = worst.lane !== null && worst.direction !== null && lanes.some(lane => lane.state !== worst.state);
  return alone ? { ...look, word: `${look.word} lane ${worst.lane}` } : look;
}

/** Of a BGP session of a PNI in this state. */
export function sessionLook(session: Session, pni: PniState, glyphs: Glyphs): Look {
  if (session.presence === 'stale') return { glyph: glyphs.unknown, word: 'not heard', tone: 'dim' };
  if (session.presence === 'missing') return { glyph: glyphs.down, word: 'gone from the table', tone: lostPart(pni) };
  if (session.admin === 'stop') return { glyph: glyphs.draining, word: 'shut', tone: 'info' };
  if (session.state === 'established') return { glyph: glyphs.good, word: 'established', tone: 'good' };
  return { glyph: glyphs.down, word: session.state ?? 'unknown', tone: lostPart(pni) };
}

/** Reasons by which somebody took something out on purpose. */
const byWill: ReadonlySet<ReasonCode> = new Set(['pni-shut', 'interface-shut', 'session-shut']);

/** Of a reason: by its weight, and what is only worth knowing by what it is about. */
export function reasonLook({ code, weight }: Pick<Reason, 'code' | 'weight'>, glyphs: Glyphs): Look {
  switch (weight) {
    case 'bad':
      return { glyph: glyphs.down, word: weight, tone: 'bad' };
    case 'risk':
      return { glyph: glyphs.risk, word: weight, tone: 'risk' };
    case 'warn':
      return { glyph: glyphs.degraded, word: weight, tone: 'warn' };
    case 'unknown':
      return { glyph: glyphs.unknown, word: weight, tone: 'dim' };
    case 'info':
      return byWill.has(code)
        ? { glyph: glyphs.draining, word: weight, tone: 'info' }
        : { glyph: glyphs.separator, word: weight, tone: 'info' };
  }
}

const verdicts: Readonly<Record<string, Verdict>> = {
  redundant: 'redundant',
  degraded: 'degraded',
  'at-risk': 'at-risk',
  down: 'down',
  unknown: 'unknown',
};
const pniStates: Readonly<Record<string, PniState>> = {
  up: 'up',
  degraded: 'degraded',
  down: 'down',
  draining: 'draining',
  drained: 'drained',
  shut: 'shut',
  unknown: 'unknown',
};

/** Of an event: the mark of the state that it led to, so that the strip and the panes speak with one set of marks. */
export function eventLook(event: Pick<FleetEvent, 'code' | 'severity' | 'to'>, glyphs: Glyphs): Look {
  const verdict = event.code === 'metro' ? verdicts[event.to] : undefined;
  if (verdict !== undefined) return verdictLook(verdict, glyphs);
  const state = event.code === 'pni' ? pniStates[event.to] : undefined;
  if (state !== undefined) return pniLook(state, glyphs);
  if (event.to === 'silent') return { glyph: glyphs.unknown, word: event.to, tone: 'warn' };
  if (event.to === 'shut') return { glyph: glyphs.draining, word: event.to, tone: 'info' };
  // A little less light than it should be is worth a line, but neither good nor a fault.
  if (event.code === 'optic' && event.severity === 'info' && event.to !== 'ok')
    return { glyph: glyphs.separator, word: event.to, tone: 'info' };
  switch (event.severity) {
    case 'critical':
      return { glyph: glyphs.down, word: event.to, tone: 'bad' };
    case 'warning':
      return { glyph: glyphs.degraded, word: event.to, tone: 'warn' };
    case 'info':
      return { glyph: glyphs.good, word: event.to, tone: 'good' };
  }
}
