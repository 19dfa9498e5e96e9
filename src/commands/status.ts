/** `peerdeck status`: polls a few times, prints the fleet once, ends. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { emptyFleet, type Fleet } from '../network/fleet.ts';
import { type Picture, pictureOf } from '../network/picture.ts';
import { instant } from '../network/units.ts';
import { processClock } from '../sources/clock.ts';
import { readRecording, recordingLine } from '../state/recording.ts';
import { reduce } from '../state/reduce.ts';
import { statusLines } from '../views/formats/status-table.ts';
import { type CommandIo, exitStatus, loadOrExplain } from './command-io.ts';
import { gather } from './gather.ts';
import { statusJson } from './status-json.ts';
