import type { Failure, FailureKind } from '../../network/samples.ts';
import { type Instant, type Millis, millis } from '../../network/units.ts';
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

/** Waits of an ordinary request: retransmitted after 1, 2 and 4 s with the same id and port, given up 2 s later. */
export const ordinaryWaits: readonly Millis[] = [millis(1000), millis(2000), millis(4000), millis(2000)];
/** Waits of a request that can be asked again in a smaller form. */
export const shortWaits: readonly Millis[] = [millis(1000), millis(2000)];
/** Waits of a request to tables that were silent in the cycle before: the others must not wait for them again. */
export const doubtedWaits: readonly Millis[] = [millis(1000)];
/** Waits of the smallest request, which only finds out whether there is an answer at all. */
export const probeWaits: readonly Millis[] = [millis(1000), millis(1000)];

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
  /** The same for a place where the router is named already and is known to answer other questions. */
  readonly brief: string;

  constructor(kind: FailureKind, text: string, brief: string = text) {
    super(text);
    this.name = 'SnmpFailure';
    this.kind = kind;
    this.brief = brief;
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

const errorNames: Readonly<Record<number, string>> = {
  1: 'tooBig',
  2: 'noSuchName',
  3: 'badValue',
  5: 'genErr',
  6: 'noAccess',
  13: 'resourceUnavailable',
  16: 'authorizationError',
};

/** error-status numbers that are answered by asking otherwise (RFC 3416 §3). */
export const errorStatus = { tooBig: 1, noSuchName: 2 } as const;

/** The name of an error-status of RFC 3416 §3. */
export const errorName = (status: number): string => errorNames[status] ?? `error-status ${status}`;
