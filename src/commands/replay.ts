import { readFileSync } from 'node:fs';
import type { Sample } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import { type Instant, instant, millis } from '../network/units.ts';
import type { Clock } from '../sources/clock.ts';
import type { Hear } from '../sources/router-source.ts';
import { type Recording, readRecording } from '../state/recording.ts';

/** A recording from the disk, or one line that says why it cannot be replayed. */
export type LoadedRecording =
  | {
      readonly kind: 'recording';
      readonly settings: FleetSettings;
      readonly samples: readonly [Sample, ...Sample[]];
      readonly warning: string | null;
    }
  | { readonly kind: 'unusable'; readonly why: string };

/** What was left out of a recording; null when nothing was. */
function warningOf(file: string, { damage, truncated }: Extract<Recording, { kind: 'recording' }>): string | null {
  if (damage !== null) {
    const more = damage.count === 1 ? 'that sample is' : `that sample and ${damage.count - 1} more are`;
    return `${file}:${damage.line}: ${damage.why}; ${more} left out`;
  }
  return truncated ? `${file} ends in the middle of a line; that sample is left out` : null;
}

/** Reads FILE. Never throws. */
export function loadRecording(file: string): LoadedRecording {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return {
      kind: 'unusable',
      why: `cannot read the recording ${file}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const recording = readRecording(text);
  if (recording.kind === 'unusable')
    return { kind: 'unusable', why: `${file}:${recording.line}: cannot be replayed: ${recording.why}` };
  const [first, ...rest] = recording.samples;
  if (first === undefined) return { kind: 'unusable', why: `${file} holds no sample` };
  return {
    kind: 'recording',
    settings: recording.settings,
    samples: [first, ...rest],
    warning: warningOf(file, recording),
  };
}

/** A recording that is being played. */
export interface Replay {
  /** The moment of the recording that is shown now; stands still at its end. */
  now(): Instant;
  ended(): boolean;
  stop(): void;
}

/** The newest moment of a recording: a sample may have been answered a little before the one that was heard before it. */
export const endOf = (samples: readonly [Sample, ...Sample[]]): Instant =>
  samples.reduce<Instant>((latest, { at }) => (at > latest ? at : latest), samples[0].at);

/** Plays samples at the pace at which they were recorded, `speed` times as fast. */
export function startReplay(samples: readonly [Sample, ...Sample[]], speed: number, clock: Clock, hear: Hear): Replay {
  const first = samples[0].at;
  const last = endOf(samples);
  const start = clock.now();
  const now = (): Instant => instant(Math.min(last, first + (clock.now() - start) * speed));
  let next = 0;
  let cancel = (): void => {};
  const play = (): void => {
    for (let sample = samples[next]; sample !== undefined && sample.at <= now(); sample = samples[next]) {
      hear(sample);
      next += 1;
    }
    const due = samples[next];
    if (due !== undefined) cancel = clock.schedule(millis(Math.max(1, (due.at - now()) / speed)), play);
  };
  play();
  return { now, ended: () => next >= samples.length, stop: () => cancel() };
}
