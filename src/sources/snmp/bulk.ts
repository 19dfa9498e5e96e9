/** Asking for the next rows: GETBULK as large as the router takes, smaller when it does not, GETNEXT at the floor. */
import type { Instant, Millis } from '../../network/units.ts';
import { type Oid, oid } from './oid.ts';
import type { Pace } from './pace.ts';
import {
  type Answer,
  errorName,
  errorStatus,
  ordinaryWaits,
  probeWaits,
  SnmpFailure,
  type SnmpTransport,
  shortWaits,
} from './transport.ts';

/** What asking needs of its router. */
export interface WalkContext {
  readonly transport: SnmpTransport;
  readonly pace: Pace;
  readonly deadline: Instant;
  /** How long a GET is waited for; as long as ordinary when left out. */
  readonly waits?: readonly Millis[];
}

/** A column on its way down: where it stands. */
export interface Column {
  readonly root: Oid;
  readonly at: Oid;
}

/** What became of the question for the next rows. */
export type NextRows<Asked extends Column> =
  | {
      readonly kind: 'rows';
      readonly answer: Answer;
      /** The columns asked for, in the order in which the answer repeats them. */
      readonly asked: readonly Asked[];
      readonly repetitions: number;
    }
  /** The router has nothing after the place where this column stands. */
  | { readonly kind: 'end'; readonly column: Asked }
  /** These columns cannot be read any further; the others can. */
  | { readonly kind: 'stop'; readonly columns: readonly Asked[]; readonly why: string }
  /** The question was too large: ask again. */
  | { readonly kind: 'again' };

/** Columns that go side by side in one request. */
export const columnsPerRequest = 8;

/** Asks for what follows each column. Rejects with nothing but programming errors. */
export async function nextRows<Asked extends Column>(
  context: WalkContext,
  table: string,
  open: readonly Asked[],
): Promise<NextRows<Asked>> {
  const budget = context.pace.bulk(table);
  const first = open[0];
  if (budget <= 1 && first !== undefined) return nextRow(context, first);
  const asked = open.slice(0, Math.min(columnsPerRequest, budget));
  const repetitions = Math.max(1, Math.floor(budget / asked.length));
  const varbinds = asked.length * repetitions;
  const { transport, pace, deadline } = context;
  try {
    const question = { pdu: 'getbulk', oids: asked.map(column => column.at), maxRepetitions: repetitions } as const;
    const answer = await transport.request(question, { deadline, waits: shortWaits });
    if (answer.errorStatus === 0) {
      if (answer.varbinds.length > 0) pace.answered(table, answer.size, answer.varbinds.length);
      return { kind: 'rows', answer, asked, repetitions };
    }
    const culprit = answer.errorStatus === errorStatus.tooBig ? undefined : asked[answer.errorIndex - 1];
    return await smaller(context, culprit === undefined ? [] : [culprit], varbinds);
  } catch (error) {
    if (!(error instanceof SnmpFailure)) throw error;
    if (error.kind !== 'timeout') return { kind: 'stop', columns: open, why: error.brief };
    return smaller(context, asked, varbinds);
  }
}

/** One row of one column: the smallest question there is. */
async function nextRow<Asked extends Column>(context: WalkContext, column: Asked): Promise<NextRows<Asked>> {
  const { transport, deadline } = context;
  const columns = [column];
  try {
    const answer = await transport.request({ pdu: 'getnext', oids: [column.at] }, { deadline, waits: ordinaryWaits });
    if (answer.errorStatus === 0) return { kind: 'rows', answer, asked: columns, repetitions: 1 };
    // noSuchName ends a walk on agents that still speak SNMPv1 inside (RFC 1157 §4.1.3).
    if (answer.errorStatus === errorStatus.noSuchName) return { kind: 'end', column };
    return { kind: 'stop', columns, why: `the router answers ${errorName(answer.errorStatus)}` };
  } catch (error) {
    if (error instanceof SnmpFailure) return { kind: 'stop', columns, why: error.brief };
    throw error;
  }
}

/**
 * After a GETBULK that got no rows: asks for one row of each suspected column. Those that do not answer even that
 * are given up, so that one silent column costs neither the others nor the pace of the router. When all answer, or
 * nobody is suspected, the question was too large.
 */
async function smaller<Asked extends Column>(
  context: WalkContext,
  suspects: readonly Asked[],
  varbinds: number,
): Promise<NextRows<Asked>> {
  const [first, second, ...others] = suspects;
  const pair = [first, second].filter(column => column !== undefined);
  const failed = await failing(context, pair);
  // Two that are silent speak for the whole table: the rest is not waited for.
  const all = pair.length === 2 && failed.length === 2;
  const rest = all ? [] : await failing(context, others);
  const why = failed[0]?.why ?? rest[0]?.why;
  if (why !== undefined) {
    return { kind: 'stop', columns: all ? suspects : [...failed, ...rest].map(each => each.column), why };
  }
  context.pace.shrink(varbinds);
  return { kind: 'again' };
}

interface Failing<Asked extends Column> {
  readonly column: Asked;
  readonly why: string;
}

async function failing<Asked extends Column>(
  { transport, deadline }: WalkContext,
  columns: readonly Asked[],
): Promise<readonly Failing<Asked>[]> {
  const found = await Promise.all(
    columns.map(async (column): Promise<Failing<Asked> | null> => {
      try {
        const answer = await transport.request({ pdu: 'getnext', oids: [column.at] }, { deadline, waits: probeWaits });
        const ended = answer.errorStatus === 0 || answer.errorStatus === errorStatus.noSuchName;
        return ended ? null : { column, why: `the router answers ${errorName(answer.errorStatus)}` };
      } catch (error) {
        if (error instanceof SnmpFailure) return { column, why: error.brief };
        throw error;
      }
    }),
  );
  return found.filter(each => each !== null);
}

const systemGroup = oid('1.3.6.1.2.1.1');

/**
 * Finds out whether a router answers GETBULK at all, by a table that it certainly has. Without this each table of a
 * router that does not would be waited for in turn.
 */
export async function learnBulk({ transport, pace, deadline }: WalkContext): Promise<void> {
  if (pace.knowsBulk) return;
  try {
    const question = { pdu: 'getbulk', oids: [systemGroup], maxRepetitions: 2 } as const;
    const answer = await transport.request(question, { deadline, waits: shortWaits });
    if (answer.errorStatus === 0 && answer.varbinds.length > 0) {
      pace.answered('system', answer.size, answer.varbinds.length);
    } else if (answer.errorStatus !== errorStatus.tooBig) pace.noBulk();
  } catch (error) {
    if (!(error instanceof SnmpFailure)) throw error;
    if (error.kind === 'timeout') pace.noBulk();
  }
}
