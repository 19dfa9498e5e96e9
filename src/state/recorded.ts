/**
 * What a recording may hold, checked value by value: the file comes from outside. Unknown keys are left out, texts are
 * cleaned as those of a router are, numbers are finite and lists bounded.
 */
import * as z from 'zod';
import type { Sample } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import type { TrapSubject } from '../network/traps.ts';
import { bitsPerSecond, millis, ratio } from '../network/units.ts';
import {
  bfdReading,
  clock,
  cost,
  failure,
  group,
  interfaceReading,
  lagMemberReading,
  lagPort,
  opticReading,
  prefixReading,
  routerFacts,
  sessionReading,
  stamp,
} from './recorded-facts.ts';
import { microsoftSample } from './recorded-microsoft.ts';
import { arc, count, duration, listOf, moment, oneOf, text } from './recorded-values.ts';

const trapCounts = z.object({
  received: count,
  dropped: count,
  unreadable: count,
  refused: count,
  elsewhere: count,
  acted: count,
});
const trapSubject: z.ZodType<TrapSubject> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('interface'), ifIndex: arc }),
  z.object({ kind: z.literal('session'), peer: text.nullable() }),
  z.object({ kind: z.literal('lag'), ifIndex: arc.nullable() }),
  z.object({ kind: z.literal('optics'), ifIndex: arc.nullable() }),
  z.object({ kind: z.literal('bfd'), rows: z.object({ from: arc, to: arc }).nullable() }),
  z.object({ kind: z.literal('restart') }),
]);
const trapNotice = z.object({ at: moment, name: text, subject: trapSubject });
const trapPort = z.object({
  listen: text,
  failure: text.nullable(),
  strangers: count,
  newestStranger: text.nullable(),
});

/** One recorded sample. */
export const sampleSchema: z.ZodType<Sample> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('discovered'),
    router: text,
    at: moment,
    took: duration,
    facts: routerFacts,
    cost,
  }),
  z.object({
    kind: z.literal('polled'),
    router: text,
    cause: z.literal('trap').exactOptional(),
    at: moment,
    took: duration,
    clock,
    interfaces: listOf(interfaceReading),
    lagPorts: listOf(lagPort),
    lagChange: stamp.default(null),
    lagMembers: listOf(lagMemberReading).default([]),
    sessions: listOf(sessionReading),
    prefixes: listOf(prefixReading).default([]),
    bfd: listOf(bfdReading).default([]),
    optics: listOf(opticReading).default([]),
    silent: listOf(z.object({ group, failure })),
    cost,
  }),
  z.object({
    kind: z.literal('failed'),
    router: text,
    at: moment,
    phase: oneOf({ discovery: true, poll: true }),
    failure,
  }),
  z.object({ kind: z.literal('skipped'), router: text, at: moment }),
  z.object({ kind: z.literal('trapped'), router: text, at: moment, counts: trapCounts, newest: trapNotice.nullable() }),
  z.object({ kind: z.literal('trap-port'), at: moment, port: trapPort }),
  microsoftSample,
  z.object({ kind: z.literal('clock'), at: moment, offset: z.number().transform(millis) }),
]);

const line = z.number().positive().transform(ratio);
const names = z.array(text).max(10_000);

/** The settings in the first line of a recording. */
export const settingsSchema: z.ZodType<FleetSettings> = z.object({
  partner: z.object({ asn: count.nullable(), name: text.nullable() }),
  peerAsns: z.union([z.literal('any'), listOf(count)]),
  pollInterval: z.number().positive().transform(millis),
  routers: listOf(z.object({ name: text, address: text, metro: text })),
  pnis: listOf(
    z.object({
      router: text,
      interface: text,
      metro: text.nullable(),
      members: names.nullable(),
      minLinks: z.int().min(1).nullable(),
      peers: names.nullable(),
      capacity: z.number().positive().transform(bitsPerSecond).nullable(),
      connection: text.nullable().default(null),
    }),
  ),
  thresholds: z.object({ utilizationWarn: line, utilizationHard: line, utilizationLimit: line }),
  simulation: z.boolean(),
  microsoft: z
    .object({ subscriptionId: text, interval: z.number().positive().transform(millis) })
    .nullable()
    .default(null),
});
