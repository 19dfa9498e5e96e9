/** What feeds the console: routers and Microsoft, or a recording. */
import type { Sample } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import { type Instant, millis } from '../network/units.ts';
import { processClock } from '../sources/clock.ts';
import { watchClock } from '../sources/clock-watch.ts';
import type { FleetStore } from '../state/fleet-store.ts';
import { askMicrosoft, type MicrosoftSource } from './ask-microsoft.ts';
import { type CommandIo, loadOrExplain } from './command-io.ts';
import type { MaintenanceNotes, NoteSurroundings } from './maintenance-notes.ts';
import { pollFleet } from './poll-fleet.ts';
import { receiveFleetTraps } from './receive-traps.ts';
import type { Recorder } from './recorder.ts';

/** How often this host's clock is compared with the steady one. */
const clockLook = millis(1000);

/** Which feed is wanted. */
export interface FeedOptions {
  readonly config?: string | undefined;
  readonly record?: string | undefined;
  readonly replay?: string | undefined;
  readonly speed?: number | undefined;
}

/** What feeds the fleet: routers or a recording. */
export interface Feed {
  readonly settings: FleetSettings;
  readonly now: () => Instant;
  readonly start: (hear: (sample: Sample) => void, store: FleetStore) => () => void;
  /** What to say instead of "live". */
  readonly label: () => string | null;
  readonly recorder: Recorder | null;
  readonly isReplay: boolean;
  /** True once a recording has been shown to its end. */
  readonly ended: () => boolean;
  /** Microsoft's side; null in a recording, and where it is not configured. */
  readonly microsoft: ((hear: (sample: Sample) => void) => MicrosoftSide) | null;
}

/** What the console can do about Microsoft's side. */
export interface MicrosoftSide {
  readonly source: MicrosoftSource;
  readonly notes: MaintenanceNotes;
}

/** Loads what the options ask for; null after one line has said what is wrong with it. */
export async function feedOf(
  options: FeedOptions,
  io: CommandIo,
): Promise<{ readonly feed: Feed; readonly statusInstead: () => Promise<number> } | null> {
  if (options.replay !== undefined) return replayFeed(options.replay, options.speed ?? 1, io);
  const config = await loadOrExplain(options.config, io);
  if (config === null) return null;
  const recorder =
    options.record === undefined ? null : (await import('./recorder.ts')).openRecorder(options.record, config);
  if (recorder?.kind === 'failed') {
    io.err(`${recorder.why}\n`);
    return null;
  }
  const feed: Feed = {
    settings: config,
    now: () => processClock.now(),
    label: () => null,
    isReplay: false,
    ended: () => false,
    microsoft:
      config.peeringApi === null
        ? null
        : hear => ({
            source: askMicrosoft(config, { clock: processClock, random: Math.random, env: io.env, hear }),
            notes: notesOf(config.simulation, { clock: processClock, env: io.env, hear }),
          }),
    recorder,
    start: (hear, store) => {
      const polling = pollFleet({ config, store, clock: processClock, random: Math.random, hear });
      const stopWatching = watchClock(processClock, hear, clockLook);
      const traps = receiveFleetTraps({ config, clock: processClock, random: Math.random, hear, named: polling.named });
      return () => {
        traps.stop();
        polling.stop();
        stopWatching();
      };
    },
  };
  const statusInstead = async (): Promise<number> => {
    const { statusOf } = await import('./status.ts');
    return statusOf(config, { samples: 2 }, io);
  };
  return { feed, statusInstead };
}

/** What is read from files comes after the first paint, as everything does that a person does not look at first. */
function notesOf(simulation: boolean, around: NoteSurroundings): MaintenanceNotes {
  let kept: MaintenanceNotes | null = null;
  let stopped = false;
  void import('./maintenance-notes.ts').then(({ keepNotes }) => {
    if (!stopped) kept = keepNotes(simulation, around);
  });
  return {
    write: note => (kept === null ? 'the notes are not read yet' : kept.write(note)),
    stop: () => {
      stopped = true;
      kept?.stop();
    },
  };
}

async function replayFeed(file: string, speed: number, io: CommandIo): ReturnType<typeof feedOf> {
  const { loadRecording, startReplay } = await import('./replay.ts');
  const recording = loadRecording(file);
  if (recording.kind === 'unusable') {
    io.err(`${recording.why}\n`);
    return null;
  }
  if (recording.warning !== null) io.err(`warning: ${recording.warning}\n`);
  let now = (): Instant => recording.samples[0].at;
  let ended = (): boolean => false;
  const feed: Feed = {
    settings: recording.settings,
    now: () => now(),
    label: () => (ended() ? 'end of recording' : `replay ${speed === 1 ? '' : `${speed}x`}`.trim()),
    recorder: null,
    isReplay: true,
    microsoft: null,
    ended: () => ended(),
    start: hear => {
      const replay = startReplay(recording.samples, speed, processClock, hear);
      now = replay.now;
      ended = replay.ended;
      return replay.stop;
    },
  };
  const statusInstead = async (): Promise<number> => {
    const { status } = await import('./status.ts');
    return status({ samples: 1, replay: file }, io);
  };
  return { feed, statusInstead };
}
