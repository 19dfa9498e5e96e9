/** An answer within one Ethernet frame: above this it is fragmented, and fragments get lost first. */
export const largestAnswer = 1400;
/** max-repetitions to begin with, as snmp_exporter does. */
const firstBudget = 25;
const highestBudget = 120;
/** Header, community and PDU fields around the varbinds. */
const overhead = 60;
/** Octets of a varbind before anything is known: a table row's OID, a short value, three headers. */
const guessedVarbind = 28;
/** An answer of fewer varbinds than this says little about the others. */
const tellingAnswer = 8;
/** Rows that come may be longer than any that came. */
const margin = 1.05;

/**
 * How much one router may be asked for at once. Learned per router and kept between cycles: some agents stall on 50
 * rows and answer 10 at once.
 */
export interface Pace {
  /** Varbinds to ask for with the next GETBULK of this table; 1 means that only GETNEXT is answered. */
  bulk(table: string): number;
  /** After an answer to a GETBULK. */
  answered(table: string, size: number, varbinds: number): void;
  /** After tooBig, or silence of a router that answers smaller questions. `asked` is how many varbinds were too many. */
  shrink(asked: number): void;
  /** Varbinds that a GET may have. */
  get(): number;
  /** After a GET of so many varbinds was too much. */
  shrinkGet(asked: number): void;
  /** True once a GETBULK was answered and while GETBULK is in use. */
  readonly knowsBulk: boolean;
  /** The router does not answer GETBULK at all. */
  noBulk(): void;
  /** At the start of a discovery: give a router that has recovered another chance. */
  relax(): void;
  /** Groups of tables that were silent in the newest cycle: they are asked for little until they answer. */
  readonly doubted: Set<string>;
}

/** A new router's pace. */
export function createPace(): Pace {
  let budget = firstBudget;
  let ceiling = highestBudget;
  let getCeiling = highestBudget;
  let knowsBulk = false;
  let refusedBulk = false;
  /** The longest average varbind of any answer, by table: the next answer is unlikely to be longer by much. */
  const octets = new Map<string, number>();
  const roomFor = (table: string): number =>
    Math.floor((largestAnswer - overhead) / ((octets.get(table) ?? guessedVarbind) * margin));
  return {
    bulk: table => Math.max(1, Math.min(budget, ceiling <= 1 ? 1 : Math.max(2, roomFor(table)))),
    answered: (table, size, varbinds) => {
      if (refusedBulk) {
        refusedBulk = false;
        budget = firstBudget;
        ceiling = highestBudget;
      }
      knowsBulk = true;
      if (varbinds >= tellingAnswer || size > largestAnswer) {
        const seen = Math.max(12, (size - overhead) / varbinds);
        octets.set(table, Math.max(octets.get(table) ?? 0, seen));
      }
      // An answer that fitted shows that more would: grow, but never past what silence or tooBig has taught.
      if (size <= largestAnswer) budget = Math.min(ceiling, Math.max(budget, Math.min(budget * 2, roomFor(table))));
    },
    shrink: asked => {
      budget = Math.max(1, Math.min(budget, Math.floor(asked / 2)));
      ceiling = budget;
    },
    get: () => getCeiling,
    shrinkGet: asked => {
      getCeiling = Math.max(1, Math.min(getCeiling, Math.floor(asked / 2)));
    },
    get knowsBulk() {
      return knowsBulk && ceiling > 1;
    },
    noBulk: () => {
      refusedBulk = true;
      budget = 1;
      ceiling = 1;
    },
    relax: () => {
      ceiling = Math.min(highestBudget, ceiling * 2);
      getCeiling = Math.min(highestBudget, getCeiling * 2);
      for (const [table, seen] of octets) octets.set(table, seen * 0.9);
    },
    doubted: new Set(),
  };
}
