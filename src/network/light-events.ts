/** What changed about the light of a PNI's ports between two pictures. */
import type { FleetEvent, Severity } from './event.ts';
import type { Memory } from './last-known.ts';
import { litPorts } from './light-reasons.ts';
import { isWorseLight, lightText, type OpticState } from './optics.ts';
import type { Pni } from './pni.ts';
import type { Instant } from './units.ts';

const lightWords: readonly OpticState[] = [
  'dark',
  'no-module',
  'low-alarm',
  'high-alarm',
  'low-warning',
  'high-warning',
  'ok',
];

const lightSeverity = (to: OpticState): Severity =>
  to === 'ok' || to === 'low-warning' || to === 'high-warning' ? 'info' : 'warning';

/** The light of each port as a word; a port that somebody shut is dark by his will. */
const lit = (pni: Pni) =>
  litPorts({ ...pni, pni }).map(({ name, optic, shut }) => ({
    name,
    optic,
    word: shut || optic.state === 'unknown' ? null : optic.state,
  }));

/** One line for light that becomes worse and one for light that is well again; in between it may become a little better. */
export function lightEvents(before: Pni | undefined, after: Pni, at: Instant, memory: Memory): readonly FleetEvent[] {
  const old = new Map((before === undefined ? [] : lit(before)).map(port => [port.name, port]));
  const changes = lit(after).flatMap(({ name, optic, word }) => {
    const was = old.get(name);
    const known = memory.before(`light ${after.id} ${name}`, was && { word: was.word }, { word });
    const from = known === null ? undefined : lightWords.find(each => each === known.word);
    if (from === undefined || word === null || from === word) return [];
    return word === 'ok' || isWorseLight(word, from) ? [{ name, from, to: word, why: lightText(optic, false) }] : [];
  });
  return [...Map.groupBy(changes, ({ from, to, why }) => `${from}>${to} ${why}`).values()].flatMap(group => {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) return [];
    const { from, to, why } = first;
    const who = group.length > 1 ? `${first.name} … ${last.name}` : first.name;
    const text = `${who} light ${from} → ${to}${why === null ? '' : `: ${why}`}`;
    return { at, severity: lightSeverity(to), code: 'optic', subject: after.id, text, from, to, count: group.length };
  });
}
