import type { Instant } from '../../../network/units.ts';
import { createBucket } from '../../token-bucket.ts';
import { meetEngine } from '../usm/usm-keys.ts';

/**
 * Which engine ids of one source are worth a key. A key of an engine that was not met before costs a megabyte of
 * hashing (RFC 3414 §A.2) and is kept for ever by net-snmp: whoever can send from the source's address could make up
 * one with each datagram.
 */
export interface EngineLimit {
  /** True when a datagram that names this engine may be decoded. */
  admits(engine: string, now: Instant): boolean;
  /** A datagram of this engine was authentic. */
  proven(engine: string): void;
}

/** A router has one engine; several may share an address. */
const mostProven = 64;
const unknownEngines = { perSecond: 0.1, burst: 16 } as const;

/** `own` is our engine: informs are localised to it. */
export function createEngineLimit(own: string, now: Instant): EngineLimit {
  const met = new Set([own, '']);
  const unknown = createBucket(unknownEngines, now);
  return {
    admits: (engine, at) => {
      if (met.has(engine)) return true;
      const admitted = unknown.take(at);
      if (admitted) meetEngine();
      return admitted;
    },
    proven: engine => {
      if (met.size < mostProven) met.add(engine);
    },
  };
}
