/** What the two lists of interconnects, ours and Microsoft's, do not have in common. */
import { byWeight, type Weight } from '../reasons.ts';
import type { Join, JoinedConnection } from './join.ts';
import { lifeStage } from './life-cycle.ts';
import type { Flavour, Peering } from './peerings.ts';
import { contradictionText, endText, type RouterSession } from './session-match.ts';

/** One thing that does not fit. */
export interface MicrosoftFinding {
  readonly code:
    | 'connection-without-session'
    | 'session-without-connection'
    | 'several-connections'
    | 'several-pnis'
    | 'ambiguous-addresses'
    | 'ends-swapped'
    | 'address-differs'
    | 'no-addresses'
    | 'legacy-peering'
    | 'unreadable-records'
    | 'list-cut';
  readonly weight: Weight;
  /** A PNI, a peering, or the connection's identifier. */
  readonly subject: string;
  readonly text: string;
}

/** What a peering is, in words: only the first two make PNIs. */
export const flavourWords: Readonly<Record<Flavour, string>> = {
  direct: 'direct',
  voice: 'voice',
  'route-server': 'route server',
  cdn: 'CDN (AS8069)',
  exchange: 'exchange',
  other: 'other',
};

/** True for peerings of which each connection is a PNI with sessions of its own (a route server's are a mesh: R26). */
export const makesPnis = ({ flavour }: Pick<Peering, 'flavour'>): boolean =>
  flavour === 'direct' || flavour === 'voice';

/** A name for a connection that a person can find again. */
export const connectionName = ({ peering, connection }: Pick<JoinedConnection, 'peering' | 'connection'>): string =>
  `${peering.name}${connection.identifier === null ? '' : ` ${connection.identifier.slice(0, 8)}`}`;

/** Whether one end of it is ours and the other is not, where it should work already. */
function differs({ peering, connection, contradicted }: JoinedConnection): boolean {
  const { phase } = lifeStage(connection);
  return makesPnis(peering) && contradicted.length > 0 && phase !== 'before-service' && phase !== 'failed';
}

function orphan(joined: JoinedConnection, silentRouters: readonly string[]): MicrosoftFinding | null {
  const { peering, connection, pni, sessions, ambiguous, unseen } = joined;
  if (!makesPnis(peering) || pni !== null || sessions.size > 0 || ambiguous.length > 0 || differs(joined)) return null;
  const stage = lifeStage(connection);
  const where = peering.location ?? 'an unnamed metro';
  const addresses = unseen.map(endText).join(', ');
  const subject = connectionName(joined);
  const make = (weight: Weight, text: string): MicrosoftFinding => ({
    code: 'connection-without-session',
    weight,
    subject,
    text,
  });
  if (stage.phase === 'before-service' || stage.phase === 'failed') {
    const said = connection.errorMessage === null ? '' : `: ${connection.errorMessage}`;
    const weight = stage.phase === 'failed' ? 'warn' : 'info';
    return make(weight, `a connection at ${where} is ${connection.state}: ${stage.words}${said}`);
  }
  if (stage.phase === 'ending') return make('info', `a connection at ${where} is ${connection.state}: ${stage.words}`);
  const who = `Microsoft lists a connection at ${where} (${connection.state ?? 'no state'}${addresses === '' ? '' : `, ${addresses}`})`;
  if (addresses === '') {
    const text = `${who} and tells no address of Microsoft's in it: it cannot be compared; declare pnis[].connection`;
    return { code: 'no-addresses', weight: 'unknown', subject, text };
  }
  if (silentRouters.length > 0) {
    return make(
      'unknown',
      `${who}; ${silentRouters.join(', ')} ${silentRouters.length === 1 ? 'has' : 'have'} not been read, so it is not known whose it is`,
    );
  }
  return make('warn', `${who} that no router here has a session for: is a router missing in the configuration?`);
}

const sessionWords = ({ afi, peer }: RouterSession): string => `${afi === 'ipv4' ? 'v4' : 'v6'} ${peer}`;

/** Why the lists do not prove that something is not there; null where they do. */
function doubtOf({ unreadable, cut, legacyTold }: ListHearing): string | null {
  if (unreadable > 0 || cut) return "Microsoft's list was not read whole";
  return legacyTold ? null : 'its legacy peerings have not been told yet';
}

/** Whether what is not in Microsoft's lists is not there. */
export const isWhole = (heard: ListHearing): boolean => doubtOf(heard) === null;

function unclaimed(join: Join, doubt: string | null): readonly MicrosoftFinding[] {
  const byPlace = Map.groupBy(join.unclaimed, each => each.pni ?? each.router);
  return [...byPlace].map(([place, sessions]): MicrosoftFinding => {
    const which = sessions.map(sessionWords).join(', ');
    if (join.byPni.has(place)) {
      const text = `its connection at Microsoft does not have ${which}: ask for the family, or correct the address`;
      return { code: 'session-without-connection', weight: 'info', subject: place, text };
    }
    return doubt === null
      ? {
          code: 'session-without-connection',
          weight: 'warn',
          subject: place,
          text: `Microsoft lists no connection for ${which}: is it in another subscription, or a legacy peering?`,
        }
      : {
          code: 'session-without-connection',
          weight: 'unknown',
          subject: place,
          text: `no connection was found for ${which}; ${doubt}`,
        };
  });
}

/** Sessions that nothing tells apart, and connections that run otherwise than one over one PNI. */
function oddities({ connections, byPni }: Join): readonly MicrosoftFinding[] {
  const ambiguous = connections.flatMap(joined =>
    joined.ambiguous.map(
      ({ theirs, ours }): MicrosoftFinding => ({
        code: 'ambiguous-addresses',
        weight: 'unknown',
        subject: connectionName(joined),
        text: `its session ${endText(theirs)} may be any of ${ours.map(each => `${each.router} ${each.peer}`).join(', ')}: declare pnis[].connection`,
      }),
    ),
  );
  const contradicted = connections.filter(differs).map((joined): MicrosoftFinding => {
    const text = `${joined.contradicted.map(contradictionText).join('; ')}: correct one of them, or declare pnis[].connection`;
    return { code: 'address-differs', weight: 'warn', subject: connectionName(joined), text };
  });
  const overruled = connections
    .filter(each => each.overruled.length > 0)
    .map((joined): MicrosoftFinding => {
      const text = `${joined.overruled.map(contradictionText).join('; ')}: it is taken for ${joined.pni ?? 'a PNI'} by its identifier; correct one of them`;
      return { code: 'address-differs', weight: 'info', subject: connectionName(joined), text };
    });
  const swapped = connections
    .filter(each => each.swapped.length > 0)
    .map((joined): MicrosoftFinding => {
      const which = joined.swapped.map(each => `${each.microsoft ?? ''} and ${each.peer ?? ''}`).join(', ');
      const text = `Microsoft has the two ends of its session the other way round (${which}): tell Microsoft`;
      return { code: 'ends-swapped', weight: 'info', subject: connectionName(joined), text };
    });
  const spread = connections
    .filter(each => each.pnis.length > 1)
    .map(
      (joined): MicrosoftFinding => ({
        code: 'several-pnis',
        weight: 'warn',
        subject: connectionName(joined),
        text: `its sessions run over ${joined.pnis.join(' and ')}: a connection is one PNI`,
      }),
    );
  const crowded = [...byPni]
    .filter(([, all]) => all.length > 1)
    .map(
      ([pni, all]): MicrosoftFinding => ({
        code: 'several-connections',
        weight: 'warn',
        subject: pni,
        text: `sessions of ${all.length} connections run over it: ${all.map(connectionName).join(', ')}`,
      }),
    );
  return [...ambiguous, ...contradicted, ...overruled, ...swapped, ...spread, ...crowded];
}

/** How the list of peerings was read. */
export interface ListHearing {
  readonly unreadable: number;
  readonly cut: boolean;
  /** Legacy peerings are listed by themselves, for each metro: true once Microsoft has answered for every one. */
  readonly legacyTold: boolean;
  /** Too old to alarm anybody by. */
  readonly stale: boolean;
}

function listFindings({ unreadable, cut }: ListHearing): readonly MicrosoftFinding[] {
  const make = (code: MicrosoftFinding['code'], text: string): MicrosoftFinding => ({
    code,
    weight: 'unknown',
    subject: 'Microsoft',
    text,
  });
  return [
    ...(unreadable > 0 ? [make('unreadable-records', `${unreadable} of its peerings could not be read`)] : []),
    ...(cut ? [make('list-cut', 'not all pages of its peerings were read')] : []),
  ];
}

/** What the lists do not have in common, heaviest first. `silentRouters` have not told their sessions. */
export function findingsOf(
  join: Join,
  peerings: readonly Peering[],
  heard: ListHearing,
  silentRouters: readonly string[],
): readonly MicrosoftFinding[] {
  const found: readonly MicrosoftFinding[] = [
    ...listFindings(heard),
    ...join.connections.flatMap(each => orphan(each, silentRouters) ?? []),
    ...unclaimed(join, doubtOf(heard)),
    ...oddities(join),
    ...peerings
      .filter(peering => peering.legacy)
      .map(
        (peering): MicrosoftFinding => ({
          code: 'legacy-peering',
          weight: 'info',
          subject: peering.name,
          text: `a legacy peering at ${peering.location ?? 'an unnamed metro'}: convert it to an Azure resource, as partners must`,
        }),
      ),
  ];
  return byWeight(found.map(each => (heard.stale && each.weight === 'warn' ? { ...each, weight: 'unknown' } : each)));
}
