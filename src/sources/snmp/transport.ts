import type { Failure, FailureKind } from '../../network/samples.ts';
import type { Instant, Millis } from '../../network/units.ts';
import type { Question } from './codec.ts';
import type { Varbind } from './varbind.ts';

/** An answer to a question, from the one who was asked. */
export interface Answer {
  /** error-status of RFC 3416 §3: 0 noError, 1 tooBig, 5 genErr … */
  readonly errorStatus: number;
  /** 1-based position of the varbind that the error is about; 0 for none. */
  readonly errorIndex: number;
  readonly varbinds: readonly Varbind[];
  /** Octets of the datagram, to keep the next one within an MTU. */
  readonly size: number;
}

/** How long to go on asking. */
export interface Patience {
  /** The end of the cycle: nothing is waited for beyond it. */
  readonly deadline: Instant;
  /** Waits between transmissions, and after the last one. */
  readonly waits: readonly Millis[];
}

/** What a transport has spent since it was opened. */
export interface Spent {
  readonly requests: number;
  readonly retransmissions: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Datagrams that were no answer to anything asked: garbage, strangers, late duplicates. */
  readonly rejected: number;
}

/** Asks one router and gives its answers; v2c and v3 differ only below this line. */
export interface SnmpTransport {
  /** Rejects with an SnmpFailure, and with nothing else. */
  request(question: Question, patience: Patience): Promise<Answer>;
  spent(): Spent;
  close(): void;
}

/** A request that got no answer, in words. */
export class SnmpFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, text: string) {
    super(text);
    this.name = 'SnmpFailure';
    this.kind = kind;
  }

  /** The same as plain data. */
  get failure(): Failure {
    return { kind: this.kind, text: this.message };
  }
}

/** Any error as plain data. */
export function failureOf(error: unknown): Failure {
  if (error instanceof SnmpFailure) return error.failure;
  return { kind: 'garbage', text: error instanceof Error ? error.message : String(error) };
}
