/** Maintenance notes of this host: read at the start and again while the console runs, written when somebody writes one. */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { MicrosoftSample } from '../network/microsoft/answers.ts';
import type { MaintenanceNote } from '../network/microsoft/maintenance.ts';
import { instant, millis } from '../network/units.ts';
import type { Clock } from '../sources/clock.ts';
import { memoryNotes, type NoteFile, openNoteFile } from '../state/note-file.ts';

/** Notes as the console has them. */
export interface MaintenanceNotes {
  /** Writes a note; null, or why it could not be kept. */
  write(note: Omit<MaintenanceNote, 'writtenAt' | 'writtenBy' | 'sequence'>): string | null;
  stop(): void;
}

/** What the notes stand on. */
export interface NoteSurroundings {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hear: (sample: MicrosoftSample) => void;
}

/** Another console on this host may have written one. */
const readEvery = millis(30_000);

function fileOf(env: NoteSurroundings['env'], simulation: boolean): NoteFile {
  const home = env.XDG_STATE_HOME || (env.HOME === undefined ? null : join(env.HOME, '.local', 'state'));
  return simulation || home === null ? memoryNotes() : openNoteFile(join(home, 'peerdeck', 'maintenance-notes.jsonl'));
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function writer(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/** Lets the notes of a file be heard; null, or why they could not be read. */
function tellNotes(file: NoteFile, { clock, hear }: Pick<NoteSurroundings, 'clock' | 'hear'>): string | null {
  const sample = { kind: 'microsoft', subject: '', took: millis(0), ids: null } as const;
  const budget = { left: null, lastHour: 0, throttledUntil: null };
  try {
    const kept = file.read();
    hear({ ...sample, at: clock.now(), budget, outcome: { kind: 'answered', answer: { call: 'notes', ...kept } } });
    return null;
  } catch (error) {
    const text = `the notes on this host cannot be read: ${reasonOf(error)}`;
    const failure = { kind: 'refused', text, status: null, code: null, retryAt: null } as const;
    hear({ ...sample, at: clock.now(), budget, outcome: { kind: 'failed', call: 'notes', failure } });
    return text;
  }
}

/** Reads the notes once, for a command that prints and ends. */
export const readNotes = (simulation: boolean, around: NoteSurroundings): void =>
  void tellNotes(fileOf(around.env, simulation), around);

/** Keeps the notes of a fleet. A demonstration keeps none beyond its end. */
export function keepNotes(simulation: boolean, { clock, env, hear }: NoteSurroundings): MaintenanceNotes {
  const file = fileOf(env, simulation);
  const tell = (): string | null => tellNotes(file, { clock, hear });
  let cancel = (): void => {};
  const again = (): void => {
    tell();
    cancel = clock.schedule(readEvery, again);
  };
  again();
  return {
    write: note => {
      try {
        file.add({ ...note, writtenAt: instant(clock.now() + clock.wallOffset()), writtenBy: writer() });
      } catch (error) {
        return `the note was not kept: ${reasonOf(error)}`;
      }
      return tell();
    },
    stop: () => cancel(),
  };
}
