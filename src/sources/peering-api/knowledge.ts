/** What a source remembers of the answers, as far as its own next calls depend on it. */
import type { Answer } from '../../network/microsoft/answers.ts';
import type { MetricName } from '../../network/microsoft/metrics.ts';
import type { Peering, PeeringService } from '../../network/microsoft/peerings.ts';
import { CallFailed } from './call-failed.ts';
import { documentedMetrics } from './metrics.ts';
import type { PlannedCall } from './planned-call.ts';

/** The part of the plan's situation that comes from Microsoft. */
export interface Knowledge {
  readonly peerings: readonly Peering[];
  readonly services: readonly PeeringService[];
  readonly defined: readonly MetricName[] | null;
  readonly split: ReadonlySet<string>;
  learn(answer: Answer): void;
  /** True when the same is to be asked again in another way at once. */
  learnFailure(planned: PlannedCall, error: unknown): boolean;
}

/** Nothing known. */
export function createKnowledge(): Knowledge {
  let peerings: readonly Peering[] = [];
  let services: readonly PeeringService[] = [];
  let defined: readonly MetricName[] | null = null;
  const split = new Set<string>();
  return {
    get peerings() {
      return peerings;
    },
    get services() {
      return services;
    },
    get defined() {
      return defined;
    },
    split,
    learn: answer => {
      // A list that was cut short lacks what is known to be there.
      if (answer.call === 'peerings') peerings = answer.list.cut ? merged(peerings, answer.peerings) : answer.peerings;
      if (answer.call === 'services') services = answer.list.cut ? merged(services, answer.services) : answer.services;
      if (answer.call === 'metric-definitions') defined = answer.metrics;
    },
    learnFailure: (planned, error) => {
      if (planned.call === 'metric-definitions') defined ??= documentedMetrics;
      // 400 to traffic and availability together: they do not share what the query asks for (reference, 2.3, a guess).
      const isTogether = planned.call === 'traffic' && planned.metrics.includes('SessionAvailability');
      if (!isTogether || !(error instanceof CallFailed) || error.status !== 400) return false;
      split.add(planned.subject);
      return true;
    },
  };
}

/** The newer of what both have, by key. */
function merged<Item extends { readonly key: string }>(old: readonly Item[], newer: readonly Item[]): readonly Item[] {
  const keys = new Set(newer.map(({ key }) => key));
  return [...newer, ...old.filter(({ key }) => !keys.has(key))];
}
