/** What Microsoft says → glyph, word and tone, with the same marks as for what routers say. */
import { ageText } from '../../network/age.ts';
import type { Severity } from '../../network/event.ts';
import { isEstablished, type SessionWitness } from '../../network/microsoft/agreement.ts';
import type { Phase } from '../../network/microsoft/life-cycle.ts';
import type { MetroAgreement } from '../../network/microsoft/metro-side.ts';
import type { MicrosoftPicture } from '../../network/microsoft/picture.ts';
import type { WorkWindow } from '../../network/microsoft/windows.ts';
import type { Pni } from '../../network/pni.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Look } from './states.ts';
import type { CellText } from './table.ts';

/** Of a connection, by where in its life it is; never good by an answer that is too old. */
export function phaseLook(phase: Phase, state: string | null, stale: boolean, glyphs: Glyphs): Look {
  const word = state ?? 'no state';
  if (stale) return { glyph: glyphs.unknown, word, tone: 'dim' };
  switch (phase) {
    case 'in-service':
      return { glyph: glyphs.good, word, tone: 'good' };
    case 'before-service':
      return { glyph: glyphs.draining, word, tone: 'info' };
    case 'changing':
    case 'blocked':
    case 'ending':
      return { glyph: glyphs.degraded, word, tone: 'warn' };
    case 'failed':
      return { glyph: glyphs.down, word, tone: 'warn' };
    case 'unknown':
      return { glyph: glyphs.unknown, word, tone: 'dim' };
  }
}

/** Of a session as Microsoft has it. */
export function sessionStateLook(state: string | null, stale: boolean, glyphs: Glyphs): Look {
  const word = state ?? 'nothing told';
  const up = isEstablished(state);
  if (stale || up === null) return { glyph: glyphs.unknown, word, tone: 'dim' };
  return up ? { glyph: glyphs.good, word, tone: 'good' } : { glyph: glyphs.down, word, tone: 'warn' };
}

/** Of the comparison of one session; null where there is nothing to remark. */
export function agreementLook(
  { agrees, lasting }: Pick<SessionWitness, 'agrees' | 'lasting'>,
  glyphs: Glyphs,
): Look | null {
  return agrees === false ? { glyph: glyphs.risk, word: 'disagree', tone: lasting ? 'risk' : 'info' } : null;
}

/** Of a metro's two witnesses, for a table. */
export function metroAgreementCell(agreement: MetroAgreement): CellText {
  switch (agreement.kind) {
    case 'agrees':
      return { text: 'agrees' };
    case 'disagrees':
      return { text: 'disagrees', tone: 'risk' };
    case 'behind':
      return { text: 'disagrees', tone: 'info' };
    case 'in-part':
      return { text: 'in part', tone: 'dim' };
    case 'waiting':
      return { text: 'waiting', tone: 'dim' };
    case 'no-answer':
      return { text: 'no answer', tone: 'warn' };
    case 'not-listed':
      return { text: 'not listed', tone: 'dim' };
    case 'not-known':
      return { text: 'not known', tone: 'dim' };
    case 'stale':
      return { text: `stale ${agreement.age}`, tone: 'warn' };
  }
}

/** Of announced work. */
export function windowLook({ phase, kind }: Pick<WorkWindow, 'phase' | 'kind'>, glyphs: Glyphs): Look {
  switch (phase) {
    case 'now':
      return { glyph: glyphs.degraded, word: kind === 'issue' ? 'issue' : 'now', tone: 'warn' };
    case 'overdue':
      return { glyph: glyphs.degraded, word: 'overdue', tone: 'warn' };
    case 'ahead':
      return { glyph: glyphs.draining, word: 'ahead', tone: 'info' };
    case 'past':
      return { glyph: glyphs.done, word: 'over', tone: 'dim' };
    case 'cancelled':
      return { glyph: glyphs.dash, word: 'cancelled', tone: 'dim' };
  }
}

/** Of something by how grave it is; null is well. */
export function severityLook(severity: Severity | null, word: string, glyphs: Glyphs): Look {
  switch (severity) {
    case null:
      return { glyph: glyphs.good, word, tone: 'good' };
    case 'info':
      return { glyph: glyphs.draining, word, tone: 'info' };
    case 'warning':
      return { glyph: glyphs.degraded, word, tone: 'warn' };
    case 'critical':
      return { glyph: glyphs.down, word, tone: 'bad' };
  }
}

/** Of a rule that something keeps or does not keep. */
export function ruleLook(met: boolean | null, glyphs: Glyphs): Look {
  if (met === null) return { glyph: glyphs.unknown, word: 'not known', tone: 'dim' };
  return met
    ? { glyph: glyphs.good, word: 'met', tone: 'good' }
    : { glyph: glyphs.risk, word: 'violated', tone: 'risk' };
}

/** Of one PNI at Microsoft: the life of its connection, and whether its sessions are told alike. */
export function pniWitnessCell(
  { microsoft: found }: Pick<Pni, 'microsoft'>,
  { age, stale, failure, isWhole }: Pick<MicrosoftPicture, 'age' | 'stale' | 'failure' | 'isWhole'>,
  glyphs: Glyphs,
): CellText {
  if (found === null && age === null) {
    return failure === null ? { text: 'waiting', tone: 'dim' } : { text: `${glyphs.unknown} no answer`, tone: 'warn' };
  }
  if (found === null) {
    if (!isWhole) return { text: `${glyphs.unknown} not known`, tone: 'dim' };
    return { text: `${glyphs.dash} no connection${stale && age !== null ? ` ${ageText(age)}` : ''}`, tone: 'dim' };
  }
  const look = phaseLook(found.stage.phase, found.connection.state, found.stale, glyphs);
  if (found.stale) return { text: `${look.glyph} ${look.word} ${ageText(found.age)}`, tone: look.tone };
  const lasting = [...found.sessions.values()].some(each => each.lasting);
  return found.agrees === false
    ? { text: `${glyphs.risk} ${look.word}, disagrees`, tone: lasting ? 'risk' : 'info' }
    : { text: `${look.glyph} ${look.word}`, tone: look.tone };
}
