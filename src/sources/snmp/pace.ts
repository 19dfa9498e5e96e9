import { type Millis, millis } from '../../network/units.ts';

/** An answer within one Ethernet frame: above this it is fragmented, and fragments get lost first. */
export const largestAnswer = 1400;
/** max-repetitions to begin with, as snmp_exporter does. */
const firstBudget = 25;
const highestBudget = 120;
/** Header, community and PDU fields around the varbinds. */
const overhead = 60;
/** Octets of a varbind before anything is known: a table row's OID, a short value, three headers. */
const guessedVarbind = 28;

/**
 * How much one router may be asked for at once. Learned per router and kept between cycles: some agents stall on 50
 * rows and answer 10 at once.
 */
export interface Pace {
  /** Rows to ask for when `columns` go side by side and a varbind takes about `octets`; 0 means GETNEXT. */
  repetitions(columns: number, octets: number): number;
  /** Varbinds that fit one GET. */
  varbinds(): number;
  /** After an answer of `size` octets with `count` varbinds. Returns octets per varbind. */
  answered(size: number, count: number): number;
  /** After tooBig or silence. False when there is nothing left to halve. */
  halve(): boolean;
  /** At the start of a discovery: give a router that has recovered another chance. */
  relax(): void;
}

/** A new router's pace. */
export function createPace(): Pace {
  let budget = firstBudget;
  let ceiling = highestBudget;
  return {
    repetitions: (columns, octets) => {
      const room = Math.floor((largestAnswer - overhead) / octets);
      const rows = Math.floor(Math.min(budget, room) / columns);
      return budget <= 1 ? 0 : Math.max(1, rows);
    },
    varbinds: () => Math.max(1, Math.min(ceiling, highestBudget)),
    answered: (size, count) => {
      if (count === 0) return guessedVarbind;
      const octets = Math.max(12, (size - overhead) / count);
      // An answer that fitted shows that more rows would: grow, but never past what silence or tooBig has taught.
      budget = Math.min(ceiling, Math.max(budget, Math.min(budget * 2, Math.floor((largestAnswer - overhead) / octets))));
      return octets;
    },
    halve: () => {
      if (budget <= 1) return false;
      budget = Math.max(1, Math.floor(Math.min(budget, ceiling) / 2));
      ceiling = budget;
      return true;
    },
    relax: () => {
      ceiling = Math.min(highestBudget, ceiling * 2);
    },
  };
}

/** A guess for the first request of a table. */
export const firstGuess = guessedVarbind;

/** Time that a whole discovery may take. */
export const discoveryDeadline: Millis = millis(120_000);
