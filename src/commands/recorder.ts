import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import type { Sample } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import { recordingLine } from '../state/recording.ts';

/** A recording being written, or why it cannot be. */
export type Recorder =
  | { readonly kind: 'open'; write(sample: Sample): void; close(): void; readonly broken: () => string | null }
  | { readonly kind: 'failed'; readonly why: string; write(sample: Sample): void; close(): void };

/** Only what gives samples their meaning goes into a recording: no credential. */
function settingsOf(config: Config): FleetSettings {
  const { partner, peerAsns, pollInterval, pnis, thresholds, simulation, microsoft } = config;
  const routers = config.routers.map(({ name, address, metro }) => ({ name, address, metro }));
  return { partner, peerAsns, pollInterval, routers, pnis, thresholds, simulation, microsoft };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Opens FILE for a recording; an existing file is not overwritten. A disk that fills up later ends the recording, not the program. */
export function openRecorder(file: string, config: Config): Recorder {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    return { kind: 'failed', why: `cannot record to ${file}: ${reasonOf(error)}`, write: () => {}, close: () => {} };
  }
  let broken: string | null = null;
  const append = (line: string): void => {
    if (broken !== null) return;
    try {
      writeFileSync(descriptor, line);
    } catch (error) {
      broken = `the recording ${file} has ended: ${reasonOf(error)}`;
    }
  };
  append(recordingLine({ schema: 'peerdeck.recording/1', settings: settingsOf(config) }));
  return {
    kind: 'open',
    write: sample => append(recordingLine(sample)),
    close: () => closeSync(descriptor),
    broken: () => broken,
  };
}
