/** `peerdeck status`: polls a few times, prints the fleet once, ends. */
import type { Config } from '../config/config.ts';
import { emptyFleet } from '../network/fleet.ts';
import { type Picture, pictureOf } from '../network/picture.ts';
import type { Sample } from '../network/samples.ts';
import type { Instant } from '../network/units.ts';
import { processClock } from '../sources/clock.ts';
import { reduce } from '../state/reduce.ts';
import { terminalCapabilities } from '../terminal/capabilities.ts';
import { glyphsFor } from '../terminal/glyphs.ts';
import type { Line } from '../terminal/line.ts';
import { paintLine, plainLine, themeFor } from '../terminal/theme.ts';
import { statusLines } from '../views/formats/status-table.ts';
import { type CommandIo, exitStatus, loadOrExplain, nobodyAnswered } from './command-io.ts';
import { gather } from './gather.ts';
import { openRecorder } from './recorder.ts';
import { endOf, loadRecording } from './replay.ts';
import { statusJson } from './status-json.ts';

/** Options as given on the command line. */
export interface StatusOptions {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
  readonly samples: number;
  readonly record?: string | undefined;
  readonly replay?: string | undefined;
}

/** A table on a wide line where nobody says how wide: a file, a pipe. */
const pipeWidth = 160;

function print(picture: Picture, options: StatusOptions, io: CommandIo): void {
  if (options.json === true) {
    io.out(`${JSON.stringify(statusJson(picture), null, 2)}\n`);
    return;
  }
  const { stdout, stdin } = process;
  const can = terminalCapabilities({
    env: io.env,
    stdoutIsTty: stdout.isTTY === true,
    stdinIsTty: stdin.isTTY === true,
    columns: stdout.columns,
    rows: stdout.rows,
  });
  const theme = themeFor('default', can.colour);
  // Bold and dim are escape sequences too: a dumb terminal, or one that wants no colour, gets text alone.
  const text = (line: Line): string =>
    (stdout.isTTY === true && can.colour !== 'none' ? paintLine(line, theme) : plainLine(line)).trimEnd();
  for (const line of statusLines(picture, stdout.columns ?? pipeWidth, glyphsFor(can.unicode)))
    io.out(`${text(line)}\n`);
}

/** Prints what a recording comes to at its end. */
function replay(file: string, options: StatusOptions, io: CommandIo): number {
  const recording = loadRecording(file);
  if (recording.kind === 'unusable') {
    io.err(`${recording.why}\n`);
    return exitStatus.usage;
  }
  if (recording.warning !== null) io.err(`warning: ${recording.warning}\n`);
  const { samples, settings } = recording;
  print(pictureOf(samples.reduce(reduce, emptyFleet(settings)), endOf(samples)), options, io);
  return exitStatus.ok;
}

/** Polls once in a while and prints. Gives the exit status: 0, 2 for bad configuration, 3 when no router answered. */
export async function status(options: StatusOptions, io: CommandIo): Promise<number> {
  if (options.replay !== undefined) return replay(options.replay, options, io);
  const config = await loadOrExplain(options.config, io);
  if (config === null) return exitStatus.usage;
  return statusOf(config, options, io);
}

/** The same for a configuration that is already loaded. */
export async function statusOf(config: Config, options: StatusOptions, io: CommandIo): Promise<number> {
  const recorder = options.record === undefined ? null : openRecorder(options.record, config);
  if (recorder !== null && recorder.kind === 'failed') {
    io.err(`${recorder.why}\n`);
    return exitStatus.usage;
  }
  const record = recorder === null ? undefined : (sample: Sample) => recorder.write(sample);
  const fleet = await gather({
    config,
    samples: options.samples,
    clock: processClock,
    random: Math.random,
    env: io.env,
    ...(record === undefined ? {} : { record }),
  });
  recorder?.close();
  const now: Instant = processClock.now();
  const picture = pictureOf(fleet, now);
  print(picture, options, io);
  const answered = [...fleet.routers.values()].some(router => router.heardAt !== null);
  if (!answered) io.err(nobodyAnswered(picture.routers.map(router => router.failure?.text ?? null)));
  return answered ? exitStatus.ok : exitStatus.noRouter;
}
