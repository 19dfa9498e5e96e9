/** What changed about routers between two pictures: whether they answer, and from which tables. */
import type { FleetEvent } from './event.ts';
import { groupWords } from './pni-reasons.ts';
import { type Router, silenceText } from './router.ts';
import type { Instant } from './units.ts';

const answering = (router: Router | undefined): 'answers' | 'silent' | null => {
  if (router === undefined || router.reachable === null) return null;
  return router.reachable ? 'answers' : 'silent';
};

function tableEvents(
  before: Router | undefined,
  after: Router,
  base: Pick<FleetEvent, 'at' | 'subject' | 'count'>,
): FleetEvent[] {
  const were = new Set(before?.silentTables.map(table => table.group));
  const are = new Map(after.silentTables.map(table => [table.group, table]));
  const events: FleetEvent[] = [];
  for (const { group, failure } of are.values()) {
    if (were.has(group)) continue;
    const text = `${groupWords[group]}: ${silenceText(failure)}`;
    events.push({ ...base, severity: 'warning', code: 'table', text, from: 'answers', to: 'silent' });
  }
  for (const group of were) {
    // A router that falls silent as a whole takes its tables with it: they have not begun to answer.
    if (are.has(group) || after.reachable !== true) continue;
    const text = `${groupWords[group]} answer again`;
    events.push({ ...base, severity: 'info', code: 'table', text, from: 'silent', to: 'answers' });
  }
  return events;
}

/** The events of one router. */
export function routerEvents(before: Router | undefined, after: Router, at: Instant): readonly FleetEvent[] {
  const events: FleetEvent[] = [];
  const base = { at, subject: after.name, count: 1 };
  const from = answering(before);
  const to = answering(after);
  if (to === 'silent' && from !== 'silent') {
    const words = after.failure?.text ?? 'does not answer';
    // The subject stands in front of it already.
    const text = words.startsWith(`${after.name} `) ? words.slice(after.name.length + 1) : words;
    // Silence is not a loss: what it means is not known.
    events.push({ ...base, severity: 'warning', code: 'router', text, from, to });
  } else if (to === 'answers' && from === 'silent') {
    events.push({ ...base, severity: 'info', code: 'router', text: 'answers again', from, to });
  }
  if (after.reset !== null && after.reset.at !== before?.reset?.at) {
    const text = after.reset.text;
    events.push({ ...base, severity: 'warning', code: 'reset', text, from: null, to: 'restarted' });
  }
  return [...events, ...tableEvents(before, after, base)];
}
