/**
 * Maintenance notes on disk, one line of JSON for each version of a note: appended and flushed before it is shown, and
 * read again by every console on the host.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { ListState } from '../network/microsoft/answers.ts';
import type { MaintenanceNote } from '../network/microsoft/maintenance.ts';
import { maintenanceNote } from './recorded-microsoft.ts';

/** The newest version of every note, and how many lines could not be read. */
export interface KeptNotes {
  readonly notes: readonly MaintenanceNote[];
  readonly list: ListState;
}

/** A file of notes. */
export interface NoteFile {
  /** Throws where the file is there and cannot be read. */
  read(): KeptNotes;
  /** Adds a version; throws where it cannot be kept. */
  add(note: Omit<MaintenanceNote, 'sequence'>): MaintenanceNote;
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

function parsed(line: string): MaintenanceNote | null {
  try {
    const read = maintenanceNote.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Names a maintenance: two providers may count theirs alike. */
const nameOf = ({ provider, maintenanceId }: Pick<MaintenanceNote, 'provider' | 'maintenanceId'>): string =>
  `${provider.trim().toLowerCase()} ${maintenanceId}`;

/** Of every maintenance the version that counts. */
function newest(versions: readonly MaintenanceNote[]): readonly MaintenanceNote[] {
  const notes = new Map<string, MaintenanceNote>();
  for (const note of versions) {
    const held = notes.get(nameOf(note));
    if (held === undefined || note.sequence >= held.sequence) notes.set(nameOf(note), note);
  }
  return [...notes.values()];
}

function read(file: string): KeptNotes {
  let text: string;
  try {
    // A pipe would keep the console waiting for whoever writes into it.
    if (!statSync(file).isFile()) throw new Error(`${file} is not a file`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return { notes: [], list: { unreadable: 0, cut: false } };
    throw error;
  }
  const lines = text.split('\n').filter(line => line !== '');
  const versions = lines.map(parsed);
  const good = versions.filter(note => note !== null);
  return { notes: newest(good), list: { unreadable: versions.length - good.length, cut: false } };
}

/** Adds a text whole and durably, or not at all: a disk that fills up takes a part of it without a word. */
function append(descriptor: number, text: string): void {
  const { size } = fstatSync(descriptor);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    ftruncateSync(descriptor, size);
    throw error;
  }
}

const versionAfter = (kept: KeptNotes, note: Omit<MaintenanceNote, 'sequence'>): number =>
  (kept.notes.find(each => nameOf(each) === nameOf(note))?.sequence ?? 0) + 1;

/** Said of a note that could not be read again. */
const notKept = 'a text of it is too long, or one of its times is none';

/** Notes in a file; its folder is made when the first note is written. */
export function openNoteFile(file: string): NoteFile {
  return {
    read: () => read(file),
    add: note => {
      const whole: MaintenanceNote = { ...note, sequence: versionAfter(read(file), note) };
      if (!maintenanceNote.safeParse(whole).success) throw new Error(notKept);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const descriptor = openSync(file, 'a', 0o600);
      try {
        // A line that a crash cut short must not swallow this one.
        append(descriptor, `\n${JSON.stringify(whole)}\n`);
      } finally {
        closeSync(descriptor);
      }
      return whole;
    },
  };
}

/** Notes of a demonstration: nothing of it stays. */
export function memoryNotes(): NoteFile {
  let kept: KeptNotes = { notes: [], list: { unreadable: 0, cut: false } };
  return {
    read: () => kept,
    add: note => {
      const whole: MaintenanceNote = { ...note, sequence: versionAfter(kept, note) };
      if (!maintenanceNote.safeParse(whole).success) throw new Error(notKept);
      kept = { ...kept, notes: newest([...kept.notes, whole]) };
      return whole;
    },
  };
}
