/** Samples as lines of JSON: what was recorded folds back into the same fleet. */
import type { Sample } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';

/** The first line of a recording: what the samples are to be understood with. */
export interface RecordingHeader {
  readonly schema: 'peerdeck.recording/1';
  readonly settings: FleetSettings;
}

/** Counter64 does not fit a JSON number: it is written as {"$counter64": "digits"}. */
const counterKey = '$counter64';

function replace(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? { [counterKey]: value.toString() } : value;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(counterKey in value)) return value;
  const digits = value[counterKey];
  return typeof digits === 'string' && /^\d{1,20}$/.test(digits) ? BigInt(digits) : null;
}

/** One line of a recording, with its line break. */
export const recordingLine = (entry: RecordingHeader | Sample): string => `${JSON.stringify(entry, replace)}\n`;

/** What a recording file holds, or why it cannot be replayed. */
export type Recording =
  | { readonly kind: 'recording'; readonly settings: FleetSettings; readonly samples: readonly Sample[]; readonly truncated: boolean }
  | { readonly kind: 'unusable'; readonly line: number; readonly why: string };

const sampleKinds = new Set(['discovered', 'polled', 'failed', 'skipped', 'clock']);

function isHeader(value: unknown): value is RecordingHeader {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 'peerdeck.recording/1' && 'settings' in value;
}

function isSample(value: unknown): value is Sample {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' && sampleKinds.has(value.kind) && 'at' in value;
}

/** Reads a recording. A last line that was cut short by a crash is left out and said so; any other damage is an error. */
export function readRecording(text: string): Recording {
  const lines = text.split('\n');
  const complete = lines.at(-1) === '';
  const filled = complete ? lines.slice(0, -1) : lines;
  const samples: Sample[] = [];
  let settings: FleetSettings | null = null;
  for (const [position, line] of filled.entries()) {
    let entry: unknown;
    try {
      entry = JSON.parse(line, revive);
    } catch {
      if (position === filled.length - 1 && !complete && settings !== null) return { kind: 'recording', settings, samples, truncated: true };
      return { kind: 'unusable', line: position + 1, why: 'it is not JSON' };
    }
    if (position === 0) {
      if (!isHeader(entry)) return { kind: 'unusable', line: 1, why: 'it is not a recording of this program (peerdeck.recording/1)' };
      settings = entry.settings;
    } else if (isSample(entry)) samples.push(entry);
    else return { kind: 'unusable', line: position + 1, why: 'it is not a sample' };
  }
  return settings === null ? { kind: 'unusable', line: 1, why: 'the file is empty' } : { kind: 'recording', settings, samples, truncated: false };
}
