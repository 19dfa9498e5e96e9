/** Traps in words. */
import type { RouterState } from './fleet.ts';
import type { TrapSubject } from './traps.ts';

/** What a notification is about, in the router's own names where they are known. */
export function subjectText(subject: TrapSubject, router: RouterState): string {
  const named = (ifIndex: number | null): string | null =>
    ifIndex === null ? null : (router.structure?.index.byIndex.get(ifIndex)?.name ?? `ifIndex ${ifIndex}`);
  switch (subject.kind) {
    case 'interface':
      return named(subject.ifIndex) ?? '';
    case 'session':
      return subject.peer ?? 'of some session';
    case 'lag':
      return named(subject.ifIndex) ?? 'of some LAG';
    case 'optics':
      return named(subject.ifIndex) ?? 'of some port';
    case 'bfd': {
      const { rows } = subject;
      if (rows === null) return 'of some BFD session';
      return rows.from === rows.to ? `BFD session ${rows.from}` : `BFD sessions ${rows.from} to ${rows.to}`;
    }
    case 'restart':
      return 'of the router';
  }
}
