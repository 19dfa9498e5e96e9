/** What a scenario's file may say: what happens to the simulated carrier, and when. `actions.ts` carries it out. */
import * as z from 'zod';
import { duration } from './duration.ts';
import { microsoftAction } from './microsoft/events.ts';

const at = duration;
const error = z.strictObject({
  code: z.int().min(1).max(255),
  subcode: z.int().min(0).max(255),
  by: z.enum(['local', 'peer']),
});

const action = z.discriminatedUnion('do', [
  /** Members of a PNI change condition; without `members`, all of them. */
  z.strictObject({
    at,
    do: z.literal('member'),
    pni: z.string(),
    members: z.array(z.string()).min(1).optional(),
    to: z.enum(['up', 'down', 'expired', 'gone']),
  }),
  /** A member receives damaged frames. */
  z.strictObject({ at, do: z.literal('errors'), pni: z.string(), member: z.string(), perSecond: z.number().min(0) }),
  /** A fibre loses this many dB more than it was built with, gradually where `over` says so; the port stays up. */
  z.strictObject({
    at,
    do: z.literal('light'),
    pni: z.string(),
    member: z.string(),
    lossDb: z.number().min(0).max(40),
    over: duration.optional(),
  }),
  /** A member's transceiver is pulled out of its port, or put back. */
  z.strictObject({ at, do: z.literal('module'), pni: z.string(), member: z.string(), to: z.enum(['pulled', 'in']) }),
  /** A session is lost and kept down, shut by the operator, or allowed back. */
  z.strictObject({
    at,
    do: z.literal('session'),
    pni: z.string(),
    afi: z.enum(['ipv4', 'ipv6', 'both']),
    to: z.enum(['down', 'shut', 'up']),
    error: error.optional(),
    /** BFD goes down with the session and stays down as long as it does. */
    bfd: z.literal('down').optional(),
  }),
  /** Routes are made unattractive: sessions stay, traffic leaves. */
  z.strictObject({ at, do: z.literal('drain'), pni: z.string() }),
  z.strictObject({ at, do: z.literal('undrain'), pni: z.string() }),
  /** What the router's agent answers. */
  z.strictObject({ at, do: z.literal('answers'), router: z.string(), to: z.enum(['all', 'none', 'no-bgp']) }),
  /** The router is down for a while and starts again from nothing. */
  z.strictObject({ at, do: z.literal('restart'), router: z.string(), for: duration }),
  /** Every ifIndex moves by this much, without a restart. */
  z.strictObject({ at, do: z.literal('renumber'), router: z.string(), by: z.int().min(1) }),
  /** A metro's demand as a fraction of its full capacity; `null` gives it back to the time of day. */
  z.strictObject({ at, do: z.literal('demand'), metro: z.string(), share: z.number().min(0).max(4).nullable() }),
  microsoftAction,
]);

/** The file of one scenario. */
export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  description: z.string().min(1),
  /** PNIs that are cabled differently from the start. */
  rehomed: z.array(z.strictObject({ metro: z.string(), from: z.string(), to: z.string() })).default([]),
  events: z.array(action),
  /** The events start over after this long, for ever. */
  repeat: duration.optional(),
});

/** One event of a scenario; `at` is in ticks since the (repeated) start. */
export type Action = z.infer<typeof action>;
/** A checked scenario. */
export type Scenario = z.infer<typeof scenarioSchema>;
