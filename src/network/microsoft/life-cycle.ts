/** The life of a connection in words, so that what is normal while it is being built is no alarm. */
import type { Connection } from './peerings.ts';

/** Where in its life a connection is. */
export type Phase =
  /** Not in service yet: that it carries nothing is right. */
  | 'before-service'
  | 'in-service'
  | 'changing'
  /** Held up by something that only Microsoft can tell. */
  | 'blocked'
  | 'failed'
  | 'ending'
  /** Nothing told, or a word that nobody knows. */
  | 'unknown';

/** A state of a connection, understood. */
export interface LifeStage {
  readonly phase: Phase;
  /** What it means and what is awaited, in words that go on after the state. */
  readonly words: string;
}

/**
 * ConnectionState of the specification (all values are open), with the steps that Microsoft's walkthrough of a direct
 * peering describes. `Active` of a connection is good, where `Active` of a session is a session that is down.
 */
const stages: ReadonlyMap<string, LifeStage> = new Map<string, LifeStage>(
  Object.entries({
    pendingapproval: { phase: 'before-service', words: "waits for Microsoft's approval" },
    approved: { phase: 'before-service', words: 'approved; Microsoft configures its side next' },
    provisioningstarted: {
      phase: 'before-service',
      words: 'approved: cable it by the letter of authorisation, configure BGP and give notice',
    },
    provisioningcompleted: { phase: 'before-service', words: 'built at Microsoft, not in service yet' },
    validating: {
      phase: 'before-service',
      words: 'Microsoft validates it with a deny-all policy: sessions come up and carry nothing, which is right',
    },
    provisioningfailed: { phase: 'failed', words: 'Microsoft did not provision it' },
    active: { phase: 'in-service', words: 'in service' },
    typechangerequested: {
      phase: 'changing',
      words: 'a change of its type was asked for; Microsoft will restart its BGP',
    },
    typechangeinprogress: { phase: 'changing', words: 'its type is being changed: Microsoft restarts its BGP' },
    externalblocker: {
      phase: 'blocked',
      words: 'held up by something outside Azure; ask Microsoft, with its tracking id',
    },
    // The walkthrough calls it a state of a connection, the specification one of a session.
    pendingremove: { phase: 'ending', words: 'is being taken out of service' },
    none: { phase: 'unknown', words: 'Microsoft tells no state' },
  } as const satisfies Record<string, LifeStage>),
);

/** What a connection's state means. */
export function lifeStage({ state }: Pick<Connection, 'state'>): LifeStage {
  if (state === null) return { phase: 'unknown', words: 'Microsoft tells no state' };
  return stages.get(state.toLowerCase()) ?? { phase: 'unknown', words: 'a state that is not known here' };
}
