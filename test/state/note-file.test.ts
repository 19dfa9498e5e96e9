import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MaintenanceNote } from '../../src/network/microsoft/maintenance.ts';
import { instant } from '../../src/network/units.ts';
import { memoryNotes, type NoteFile, openNoteFile } from '../../src/state/note-file.ts';
import { note } from '../network/microsoft/microsoft-samples.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peerdeck-notes-'));
  file = join(folder, 'state', 'notes.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const empty = { notes: [], list: { unreadable: 0, cut: false } };
function written(more: Partial<MaintenanceNote> = {}): Omit<MaintenanceNote, 'sequence'> {
  const { sequence: _, ...rest } = note(more);
  return rest;
}
const briefly = (notes: NoteFile) =>
  notes.read().notes.map(each => `${each.maintenanceId} ${each.sequence} ${each.status}`);

describe.each([
  ['on disk', () => openNoteFile(file)],
  ['in memory', () => memoryNotes()],
])('notes %s', (_where, open) => {
  it('are none before one was written', () => {
    expect(open().read()).toEqual(empty);
  });

  it('of two providers that count alike are two', () => {
    const notes = open();
    notes.add(written({ maintenanceId: '1001', provider: 'Equinix', impact: 'OUTAGE' }));
    notes.add(written({ maintenanceId: '1001', provider: 'Zayo', impact: 'NO-IMPACT' }));
    notes.add(written({ maintenanceId: '1001', provider: 'ZAYO ', impact: 'DEGRADED' }));
    expect(notes.read().notes.map(each => [each.provider.trim(), each.impact, each.sequence])).toEqual([
      ['Equinix', 'OUTAGE', 1],
      ['ZAYO', 'DEGRADED', 2],
    ]);
  });

  it('come back as they were written', () => {
    const notes = open();
    const whole = notes.add(written({ text: 'two lines\nof text, “quoted”', objects: ['ams-er1/ae0'] }));
    expect(whole.sequence).toBe(1);
    expect(notes.read().notes).toMatchObject([{ ...whole, text: expect.stringContaining('“quoted”') }]);
  });

  it('count their versions, of which the newest counts', () => {
    const notes = open();
    notes.add(written({ status: 'TENTATIVE' }));
    notes.add(written({ maintenanceId: 'M-2' }));
    expect(notes.add(written({ status: 'CANCELLED' })).sequence).toBe(2);
    expect(briefly(notes)).toEqual(['M-1 2 CANCELLED', 'M-2 1 CONFIRMED']);
  });
});

describe('a file of notes', () => {
  it('that is a pipe keeps nobody waiting', () => {
    mkdirSync(join(folder, 'state'));
    execFileSync('mkfifo', [file]);
    expect(() => openNoteFile(file).read()).toThrow('is not a file');
    expect(() => openNoteFile(file).add(written())).toThrow('is not a file');
  });

  it('is made with its folder when the first note is written, for its owner alone', () => {
    openNoteFile(file).add(written());
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
  });

  it('is not made by reading', () => {
    openNoteFile(file).read();
    expect(() => statSync(file)).toThrow();
  });

  it('is read again each time: another console may have written', () => {
    const [here, there] = [openNoteFile(file), openNoteFile(file)];
    here.add(written());
    expect(there.add(written({ status: 'IN-PROCESS' })).sequence).toBe(2);
    expect(briefly(here)).toEqual(['M-1 2 IN-PROCESS']);
  });

  it('loses only the line that a crash cut short', () => {
    const notes = openNoteFile(file);
    notes.add(written());
    notes.add(written({ maintenanceId: 'M-2' }));
    truncateSync(file, statSync(file).size - 20);
    expect(briefly(notes)).toEqual(['M-1 1 CONFIRMED']);
    expect(notes.read().list).toEqual({ unreadable: 1, cut: false });
    notes.add(written({ maintenanceId: 'M-3' }));
    expect(briefly(notes)).toEqual(['M-1 1 CONFIRMED', 'M-3 1 CONFIRMED']);
    expect(notes.read().list.unreadable).toBe(1);
  });

  it('keeps a note of which only the line break was lost', () => {
    const notes = openNoteFile(file);
    notes.add(written());
    truncateSync(file, statSync(file).size - 1);
    notes.add(written({ maintenanceId: 'M-2' }));
    expect(briefly(notes)).toEqual(['M-1 1 CONFIRMED', 'M-2 1 CONFIRMED']);
    expect(notes.read().list.unreadable).toBe(0);
  });

  it('counts the lines that are no notes', () => {
    const notes = openNoteFile(file);
    notes.add(written());
    const strange = [
      'rubbish',
      '{}',
      'null',
      '[]',
      JSON.stringify({ ...note(), status: 'MAYBE' }),
      JSON.stringify({ ...note(), startsAt: -1 }),
      JSON.stringify({ ...note(), startsAt: 'soon' }),
      '\u0000\u0001',
    ];
    appendFileSync(file, strange.map(line => `${line}\n`).join(''));
    expect(notes.read()).toMatchObject({ notes: [{ maintenanceId: 'M-1' }], list: { unreadable: 8, cut: false } });
  });

  it('gives back no text that a terminal would obey', () => {
    const notes = openNoteFile(file);
    notes.add(written({ text: '\u001b]52;c;eA==\u0007work\u202e', writtenBy: 'a\u001b[2Jb' }));
    expect(notes.read().notes).toMatchObject([{ text: 'work', writtenBy: 'ab' }]);
  });

  it('takes the higher of two versions, and of equal ones the later line', () => {
    mkdirSync(join(folder, 'state'));
    const line = (more: Partial<MaintenanceNote>): string => `${JSON.stringify(note(more))}\n`;
    writeFileSync(file, line({ sequence: 7, text: 'seventh' }) + line({ sequence: 3, text: 'third' }));
    expect(openNoteFile(file).read().notes).toMatchObject([{ text: 'seventh' }]);
    appendFileSync(file, line({ sequence: 7, text: 'at the same time', writtenAt: instant(9) }));
    expect(openNoteFile(file).read().notes).toMatchObject([{ text: 'at the same time' }]);
    expect(openNoteFile(file).add(written()).sequence).toBe(8);
  });

  it.each([
    ['text', { text: 'x'.repeat(4097) }],
    ['number', { maintenanceId: 'x'.repeat(4097) }],
    ['object', { objects: ['ams-er1', 'x'.repeat(4097)] }],
    ['author', { writtenBy: 'x'.repeat(4097) }],
  ])('refuses a note that it could not read again, whose %s is too long, and stays as it was', (_what, more) => {
    const notes = openNoteFile(file);
    expect(() => notes.add(written(more))).toThrow('too long');
    expect(() => statSync(file)).toThrow();
    notes.add(written());
    expect(() => notes.add(written(more))).toThrow('too long');
    expect(notes.read()).toMatchObject({ notes: [{ maintenanceId: 'M-1', sequence: 1 }], list: { unreadable: 0 } });
  });

  it('takes a note as long as can be read again', () => {
    openNoteFile(file).add(written({ text: 'x'.repeat(4096) }));
    expect(openNoteFile(file).read()).toMatchObject({ notes: [{ text: 'x'.repeat(4096) }], list: { unreadable: 0 } });
  });

  it('that cannot be read is not taken for an empty one', () => {
    mkdirSync(file, { recursive: true });
    expect(() => openNoteFile(file).read()).toThrow();
    expect(() => openNoteFile(file).add(written())).toThrow();
  });

  it('that is absent is not made by a note that cannot be kept', () => {
    writeFileSync(join(folder, 'state'), 'a file where the folder should be');
    expect(() => openNoteFile(file).add(written())).toThrow();
    expect(readFileSync(join(folder, 'state'), 'utf8')).toContain('a file');
  });
});
