/** Samples as lines of JSON: what was recorded folds back into the same fleet. */
import type * as z from 'zod';
import type { Sample } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import { cleanText } from '../network/text.ts';
import { sampleSchema, settingsSchema } from './recorded.ts';
import { writtenCounter } from './recorded-values.ts';

const schemaName = 'peerdeck.recording/1';

/** The first line of a recording: what the samples are to be understood with. */
export interface RecordingHeader {
  readonly schema: typeof schemaName;
  readonly settings: FleetSettings;
}

const replace = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? writtenCounter(value) : value);

/** Only what gives samples their meaning: whatever else a configuration holds, such as a community, stays out. */
function bareSettings(settings: FleetSettings): FleetSettings {
  const { partner, peerAsns, pollInterval, pnis, thresholds, simulation, microsoft } = settings;
  const routers = settings.routers.map(({ name, address, metro }) => ({ name, address, metro }));
  return { partner, peerAsns, pollInterval, routers, pnis, thresholds, simulation, microsoft };
}

/** One line of a recording, with its line break. */
export function recordingLine(entry: RecordingHeader | Sample): string {
  const bare = 'schema' in entry ? { schema: entry.schema, settings: bareSettings(entry.settings) } : entry;
  return `${JSON.stringify(bare, replace)}\n`;
}

/** Lines that could not be read: the first of them, what is wrong with it, and how many there are. */
export interface Damage {
  readonly line: number;
  readonly why: string;
  readonly count: number;
}

/** What a recording file holds, or why it cannot be replayed. */
export type Recording =
  | {
      readonly kind: 'recording';
      readonly settings: FleetSettings;
      readonly samples: readonly Sample[];
      /** True when the last line was cut short, as a crash does: it is left out. */
      readonly truncated: boolean;
      /** Lines that are no samples, which are left out; null when there is none. */
      readonly damage: Damage | null;
    }
  | { readonly kind: 'unusable'; readonly line: number; readonly why: string };

/** The first complaint, with the place that it is about. */
function complaint(error: z.ZodError, what: string): string {
  const [first] = error.issues;
  if (first === undefined) return what;
  const path = first.path.map(String).join('.');
  return cleanText(`${what}: ${path === '' ? '' : `${path}: `}${first.message}`, 300);
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

function parsed(line: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(line) };
  } catch {
    return { ok: false };
  }
}

const isHeader = (value: unknown): value is { readonly schema: string; readonly settings: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  'schema' in value &&
  value.schema === schemaName &&
  'settings' in value;

type Header = { readonly settings: FleetSettings } | { readonly why: string };

function headerOf(line: string): Header {
  if (line.trim() === '') return { why: 'the file is empty' };
  const read = parsed(line);
  if (!read.ok) return { why: 'it is not JSON' };
  if (!isHeader(read.value)) return { why: `it is not a recording of this program (${schemaName})` };
  const settings = settingsSchema.safeParse(read.value.settings);
  return settings.success
    ? { settings: settings.data }
    : { why: complaint(settings.error, 'its settings are not understood') };
}

/** One sample, or what is wrong with it. */
function sampleIn(line: string): Sample | string {
  const read = parsed(line);
  if (!read.ok) return 'it is not JSON';
  const sample = sampleSchema.safeParse(read.value);
  return sample.success ? sample.data : complaint(sample.error, 'it is not a sample');
}

/** Reads a recording. A line that is damaged is left out and said so; where nothing is left, it cannot be replayed. */
export function readRecording(text: string): Recording {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const isWhole = lines.at(-1) === '';
  if (isWhole) lines.pop();
  const [first = '', ...rest] = lines;
  const header = headerOf(first);
  if ('why' in header) return { kind: 'unusable', line: 1, why: header.why };
  const { settings } = header;
  const samples: Sample[] = [];
  const damaged: { readonly line: number; readonly why: string }[] = [];
  let truncated = false;
  for (const [position, line] of rest.entries()) {
    const sample = sampleIn(line);
    if (typeof sample !== 'string') samples.push(sample);
    else if (position === rest.length - 1 && !isWhole && !parsed(line).ok) truncated = true;
    else damaged.push({ line: position + 2, why: sample });
  }
  const [firstBad] = damaged;
  if (samples.length === 0 && firstBad !== undefined) return { kind: 'unusable', ...firstBad };
  const damage = firstBad === undefined ? null : { ...firstBad, count: damaged.length };
  return { kind: 'recording', settings, samples, truncated, damage };
}
