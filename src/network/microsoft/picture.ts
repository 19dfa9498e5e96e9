/** Microsoft's side at one moment: what every pane about it shows. */
import type { Fleet } from '../fleet.ts';
import { byName } from '../order.ts';
import type { Pni } from '../pni.ts';
import { type Instant, instant, type Millis, millis } from '../units.ts';
import type { ApiFailure, Call } from './answers.ts';
import { findingsOf, isWhole, type MicrosoftFinding, makesPnis } from './findings.ts';
import { connectionKey, type Join, type JoinedConnection } from './join.ts';
import { isLegacyTold } from './legacy-lists.ts';
import { type LifeStage, lifeStage } from './life-cycle.ts';
import { comparisonsOf, type Orientation, orientationOf } from './orientation.ts';
import { dimensionsOf } from './pni-metrics.ts';
import { type PrefixView, prefixViews } from './prefixes.ts';
import { allTold, isOld, type MicrosoftState, told } from './told.ts';
import { byUrgency, noteWindow, noticeWindow, type PlacedPeering, placedPeerings, type WorkWindow } from './windows.ts';
import { agreementOf, heardOf, untraced, witnessesOf } from './witness.ts';

/** One connection as a row. */
export interface ConnectionView extends JoinedConnection {
  readonly id: string;
  readonly stage: LifeStage;
  /** Our metro where the PNI is known, Microsoft's otherwise. */
  readonly metro: string;
  /** Null where nothing can be compared. */
  readonly agrees: boolean | null;
  /** A disagreement that is not merely Microsoft's being a step behind. */
  readonly lasting: boolean;
  readonly age: Millis;
  readonly stale: boolean;
}

/** One call, its newest answer and its newest failure. */
export interface CallView {
  readonly call: Call;
  readonly subject: string;
  /** Null while it was never answered. */
  readonly age: Millis | null;
  readonly stale: boolean;
  readonly failure: ApiFailure | null;
  readonly unreadable: number;
  readonly cut: boolean;
}

/** Everything about Microsoft at one moment. */
export interface MicrosoftPicture {
  readonly state: MicrosoftState;
  readonly join: Join;
  /** Age of the list of peerings; null while it was never heard. */
  readonly age: Millis | null;
  readonly stale: boolean;
  /** Whether all of its lists were read to their end, so that what is not in them is not there. */
  readonly isWhole: boolean;
  /** Why the list of peerings was not answered of late; null when it was. */
  readonly failure: ApiFailure | null;
  readonly peerings: readonly PlacedPeering[];
  readonly connections: readonly ConnectionView[];
  readonly findings: readonly MicrosoftFinding[];
  readonly prefixes: readonly PrefixView[];
  readonly windows: readonly WorkWindow[];
  readonly orientation: Orientation;
  readonly calls: readonly CallView[];
}

function callViews(state: MicrosoftState, now: Instant): readonly CallView[] {
  const answered = [...state.answers.values()].map((each): CallView => {
    const { call } = each.answer;
    const list = 'list' in each.answer ? each.answer.list : { unreadable: 0, cut: false };
    const failure = [...state.failures.values()].find(f => f.call === call && f.subject === each.subject);
    return {
      call,
      subject: each.subject,
      age: millis(now - each.at),
      stale: isOld(state, each, now),
      failure: failure?.value ?? ('eventsUntold' in each.answer ? (each.answer.eventsUntold ?? null) : null),
      ...list,
    };
  });
  const known = new Set(answered.map(each => `${each.call} ${each.subject}`));
  const never = [...state.failures.values()]
    .filter(each => !known.has(`${each.call} ${each.subject}`))
    .map(
      ({ call, subject, value }): CallView => ({
        call,
        subject,
        age: null,
        stale: true,
        failure: value,
        unreadable: 0,
        cut: false,
      }),
    );
  return [...answered, ...never];
}

const rank = ({ lasting, agrees, stage, pni, peering, stale }: ConnectionView): number => {
  if (lasting) return 0;
  if (stage.phase === 'failed') return 1;
  if (makesPnis(peering) && pni === null) return 2;
  if (stage.phase === 'changing' || stage.phase === 'blocked' || stage.phase === 'ending' || agrees === false) return 3;
  if (stage.phase === 'before-service') return 4;
  return stale ? 5 : 6;
};

function connectionViews(
  join: Join,
  state: MicrosoftState,
  pnis: ReadonlyMap<string, Pni>,
  now: Instant,
): readonly ConnectionView[] {
  const twins = Map.groupBy(join.connections, connectionKey);
  return join.connections
    .map((each, position): ConnectionView => {
      const pni = each.pni === null ? undefined : pnis.get(each.pni);
      // Of its own sessions, over whichever PNIs they run.
      const witnesses = each.pnis.flatMap(id => {
        const over = pnis.get(id);
        return over === undefined ? [] : [...witnessesOf(each, over, state, now).values()];
      });
      return {
        ...each,
        id: `${connectionKey(each)}${(twins.get(connectionKey(each)) ?? []).indexOf(each) > 0 ? ` ${position}` : ''}`,
        stage: lifeStage(each.connection),
        metro: pni?.metro ?? each.peering.location ?? '',
        agrees: agreementOf(witnesses, untraced(each)),
        lasting: witnesses.some(witness => witness.lasting),
        ...heardOf(each, state, now),
      };
    })
    .toSorted((a, b) => rank(a) - rank(b) || byName(a.metro, b.metro) || byName(a.pni ?? a.id, b.pni ?? b.id));
}

/** Learns which way Microsoft counts from every PNI whose traffic both ends have told. */
function orientation(join: Join, state: MicrosoftState, pnis: ReadonlyMap<string, Pni>, offset: Millis): Orientation {
  const metrics = new Map(allTold(state, 'traffic').map(each => [each.subject, each.answer.metrics]));
  return orientationOf(
    join.connections.flatMap(({ peering, connection, pni: id }) => {
      const answer = metrics.get(peering.key);
      const pni = id === null ? undefined : pnis.get(id);
      return answer === undefined || pni === undefined
        ? []
        : comparisonsOf(answer, pni.history, dimensionsOf(connection), offset);
    }),
  );
}

/** Draws Microsoft's side; null where its API is not configured. */
export function microsoftPictureOf(
  fleet: Fleet,
  join: Join,
  all: readonly Pni[],
  now: Instant,
): MicrosoftPicture | null {
  const state = fleet.microsoft;
  if (state === null) return null;
  const main = told(state, 'peerings');
  const legacy = allTold(state, 'legacy-peerings');
  const pnis = new Map(all.map(pni => [pni.id, pni]));
  const metros = [...new Set([...fleet.settings.routers.map(each => each.metro), ...all.map(each => each.metro)])];
  const metroOf = new Map(all.map(each => [each.id, each.metro]));
  // A router may serve other metros than the one that it stands in.
  const served = Map.groupBy(all, each => each.router);
  const metrosOf = new Map([
    ...metros.map(name => [name, [name]] as const),
    ...fleet.settings.routers.map(
      ({ name, metro }) => [name, [...new Set([metro, ...(served.get(name) ?? []).map(each => each.metro)])]] as const,
    ),
    ...all.map(each => [each.id, [each.metro]] as const),
  ]);
  const lists = [...(main === null ? [] : [main]), ...legacy];
  const peerings = lists.flatMap(each => each.answer.peerings);
  const placed = placedPeerings(peerings, join, metroOf, metros);
  const hearing = {
    ...(main?.answer.list ?? { unreadable: 0, cut: true }),
    legacyTold: isLegacyTold(state, metros),
    stale: main === null || isOld(state, main, now),
  };
  const silent = [...fleet.routers.values()].filter(each => each.facts === null || each.untoldTable !== null);
  // Announcements are written in the time of day.
  const wall = instant(now + fleet.clockOffset);
  const notices = told(state, 'health')?.answer.notices ?? [];
  const notes = told(state, 'notes')?.answer.notes ?? [];
  return {
    state,
    join,
    age: main === null ? null : millis(now - main.at),
    stale: main === null || isOld(state, main, now),
    isWhole: isWhole(hearing),
    failure: [...state.failures.values()].find(each => each.call === 'peerings')?.value ?? null,
    peerings: placed,
    connections: connectionViews(join, state, pnis, now),
    findings:
      main === null
        ? []
        : findingsOf(
            join,
            peerings,
            hearing,
            silent.map(each => each.declared.name),
          ),
    prefixes: prefixViews(state, peerings, now, wall),
    windows: [
      ...notices.flatMap(each => noticeWindow(each, placed, wall) ?? []),
      ...notes.map(each => noteWindow(each, metrosOf, wall)),
    ].toSorted(byUrgency),
    orientation: orientation(join, state, pnis, fleet.clockOffset),
    calls: callViews(state, now),
  };
}
