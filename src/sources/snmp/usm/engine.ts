/** The SNMP engine of a router as its asker knows it: its identity, and its notion of time (RFC 3414 §2.3). */
import type { Instant } from '../../../network/units.ts';

/** What an authentic message has told of an engine. Nobody else's word changes it. */
export interface Engine {
  readonly id: Buffer;
  /** snmpEngineBoots and snmpEngineTime as last told, and when that was. */
  readonly boots: number;
  readonly time: number;
  readonly at: Instant;
}

/** What is remembered of a router's engine, for as long as the router is polled. */
export interface EngineMemory {
  known: Engine | null;
  /** An answer at the wanted security level has come: user, passwords and protocols are right. */
  proven: boolean;
}

/** A router that has not been asked yet. */
export const newEngineMemory = (): EngineMemory => ({ known: null, proven: false });

/** snmpEngineBoots and snmpEngineTime of one moment. */
export interface EngineMoment {
  readonly boots: number;
  readonly time: number;
}

/** Seconds that a message may be behind (RFC 3414 §2.2.3). */
const timeWindow = 150;
const largest = 0x7fffffff;

/** What the engine's clock must show at an instant: with it a question goes out. */
export function momentOf(engine: Engine, now: Instant): EngineMoment {
  const time = engine.time + Math.floor(Math.max(0, now - engine.at) / 1000);
  // RFC 3414 §2.2.2: an engine that runs for 68 years without a boot counts one.
  if (time > largest) return { boots: Math.min(largest, engine.boots + 1), time: time - largest - 1 };
  return { boots: engine.boots, time };
}

/** RFC 3414 §3.2 step 7b: the engine after an authentic message of its own; null when the message is out of its time. */
export function heardFrom(engine: Engine, told: EngineMoment, now: Instant): Engine | null {
  const later = told.boots > engine.boots || (told.boots === engine.boots && told.time > engine.time);
  if (later) return { id: engine.id, ...told, at: now };
  const expected = momentOf(engine, now);
  return told.boots === expected.boots && told.time >= expected.time - timeWindow ? engine : null;
}
