import { type Oid, sameOid } from './oid.ts';
import type { Cell } from './mibs/cells.ts';
import { type Answer, SnmpFailure } from './transport.ts';
import { ordinaryWaits } from './udp-transport.ts';
import { isException } from './varbind.ts';
import { errorName, type WalkContext } from './walk.ts';

/**
 * GET of instances, in the order asked. An instance that the router does not have is `undefined`; so is one whose
 * answer names another object. Rejects with an SnmpFailure when the request as a whole fails.
 */
export async function getInstances(context: WalkContext, oids: readonly Oid[]): Promise<readonly Cell[]> {
  const left = new Map(oids.map((name, position) => [position, name]));
  const cells: Cell[] = new Array<Cell>(oids.length).fill(undefined);
  // A v1-minded agent fails the whole request for one bad instance and names it in error-index: ask again without it.
  for (let attempt = 0; attempt <= 8 && left.size > 0; attempt++) {
    const asked = [...left];
    const answer = await context.transport.request(
      { pdu: 'get', oids: asked.map(([, name]) => name) },
      { deadline: context.deadline, waits: ordinaryWaits },
    );
    if (answer.errorStatus === 0) {
      fill(cells, asked, answer);
      return cells;
    }
    const culprit = asked[answer.errorIndex - 1];
    const byOne = answer.errorStatus === 2 || answer.errorStatus === 5;
    if (!byOne || culprit === undefined || asked.length === 1) {
      throw new SnmpFailure('error-status', `the router answers ${errorName(answer.errorStatus)} to a GET of ${asked.length} objects`);
    }
    left.delete(culprit[0]);
  }
  return cells;
}

function fill(cells: Cell[], asked: readonly (readonly [number, Oid])[], answer: Answer): void {
  for (const [at, [position, name]] of asked.entries()) {
    const varbind = answer.varbinds[at];
    if (varbind !== undefined && sameOid(varbind.oid, name) && !isException(varbind.value)) cells[position] = varbind.value;
  }
}
