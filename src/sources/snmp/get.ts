import type { WalkContext } from './bulk.ts';
import type { Cell } from './mibs/cells.ts';
import { type Oid, sameOid } from './oid.ts';
import { type Answer, errorName, errorStatus, ordinaryWaits, SnmpFailure } from './transport.ts';
import type { SnmpValue } from './varbind.ts';

/** A router that answers a GET with an error which no single instance explains: ask for less. */
export class TooMuch extends SnmpFailure {}

/** noSuchName of SNMPv1 says what noSuchInstance says since. */
const gone: SnmpValue = { kind: 'no-such-instance' };

/**
 * GET of instances, all from one answer, in the order asked: each the value, an exception that means "there is none",
 * or `undefined` where the answer does not tell. A value is taken only when its name is the one asked for. Rejects
 * with TooMuch, or with another SnmpFailure when there is no answer.
 */
export async function getInstances(context: WalkContext, oids: readonly Oid[]): Promise<readonly Cell[]> {
  const cells: Cell[] = new Array<Cell>(oids.length).fill(undefined);
  const left = new Map(oids.map((name, position) => [position, name]));
  // An agent that speaks SNMPv1 inside fails the whole request for one bad instance and names it in error-index: it is
  // asked again without. Each round takes one away, so this ends.
  while (left.size > 0) {
    const asked = [...left];
    const answer = await context.transport.request(
      { pdu: 'get', oids: asked.map(([, name]) => name) },
      { deadline: context.deadline, waits: context.waits ?? ordinaryWaits },
    );
    if (answer.errorStatus === 0) {
      fill(cells, asked, answer);
      return cells;
    }
    const culprit = answer.errorStatus === errorStatus.tooBig ? undefined : asked[answer.errorIndex - 1];
    if (culprit === undefined) {
      const name = errorName(answer.errorStatus);
      throw new TooMuch('error-status', `the router answers ${name} to a GET of ${asked.length} objects`);
    }
    left.delete(culprit[0]);
    if (answer.errorStatus === errorStatus.noSuchName) cells[culprit[0]] = gone;
  }
  return cells;
}

function fill(cells: Cell[], asked: readonly (readonly [number, Oid])[], answer: Answer): void {
  for (const [at, [position, name]] of asked.entries()) {
    const varbind = answer.varbinds[at];
    if (varbind !== undefined && sameOid(varbind.oid, name)) cells[position] = varbind.value;
  }
}

/** GET of instances that need not come from one answer: a router that finds them too much is asked in halves. */
export async function getScattered(context: WalkContext, oids: readonly Oid[]): Promise<readonly Cell[]> {
  try {
    return await getInstances(context, oids);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    if (oids.length <= 1) return oids.map(() => undefined);
    const middle = Math.ceil(oids.length / 2);
    const first = await getScattered(context, oids.slice(0, middle));
    return [...first, ...(await getScattered(context, oids.slice(middle)))];
  }
}
