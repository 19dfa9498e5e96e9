import type { FailureKind } from '../../network/samples.ts';
import type { Question } from './codec.ts';
import type { Answer } from './transport.ts';

/** What a datagram turned out to be. `id` is that of the question it belongs to. */
export type Heard =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  /** No answer, but what was needed to get one: the question is to be sent again at once. */
  | { readonly kind: 'again'; readonly id: number }
  /** The router will not answer this question, and says why. `why` goes on from the router's name: "knows no user …". */
  | { readonly kind: 'refused'; readonly id: number; readonly failure: FailureKind; readonly why: string }
  /** Nothing that anybody waits for; `why` is null when it is only late. */
  | { readonly kind: 'rejected'; readonly why: string | null };

/** A question ready to be sent. */
export interface Prepared {
  /** The octets of the next transmission. */
  transmission(): Buffer;
  /** What it means that no answer came: what the router does, going on from its name, and what to look at. */
  silence(): { readonly seen: string; readonly advice: string };
}

/** How questions become datagrams and datagrams become answers: a message processing model (RFC 3411 §4.2). */
export interface MessageProcessing {
  /** Throws when the question cannot be put. */
  prepare(question: Question, id: number): Prepared;
  /** Throws nothing, whatever the octets are. */
  hear(datagram: Buffer): Heard;
}
