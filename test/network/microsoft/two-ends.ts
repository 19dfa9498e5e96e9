/** A pretended carrier and Microsoft beside it, which has of every PNI what the carrier has. */
import type { InterfaceFacts } from '../../../src/network/facts.ts';
import type { Answer, ApiFailure, Call, RequestIds } from '../../../src/network/microsoft/answers.ts';
import type { MicrosoftFinding } from '../../../src/network/microsoft/findings.ts';
import type { Connection, MicrosoftSession, Peering } from '../../../src/network/microsoft/peerings.ts';
import type { MicrosoftPicture } from '../../../src/network/microsoft/picture.ts';
import type { DeclaredPni } from '../../../src/network/settings.ts';
import { PretendCarrier, type Shape } from '../pretend-carrier.ts';
import type { TrueSession } from '../truth.ts';
import {
  answered,
  connection,
  failed,
  failure,
  listInterval,
  listOf,
  peering,
  theirSession,
} from './microsoft-samples.ts';

/** A carrier whose PNIs all have addresses of their own, and to which Microsoft's API is configured. */
export class TwoEnds extends PretendCarrier {
  constructor(metros: Shape['metros'], declared: readonly Partial<DeclaredPni>[] = []) {
    super({ metros, declared, settings: { microsoft: { subscriptionId: 'sub-1', interval: listInterval } } });
    for (const [number, router] of [...this.routers.values()].entries()) {
      for (const [position, pni] of router.pnis.entries()) {
        const net = number * 32 + position * 4;
        for (const session of pni.sessions) {
          const v4 = session.afi === 'ipv4';
          session.local = v4 ? `198.51.100.${net + 1}` : `2001:db8:${number + 1}:${position + 1}::1`;
          session.peer = v4 ? `198.51.100.${net + 2}` : `2001:db8:${number + 1}:${position + 1}::2`;
        }
      }
    }
  }

  /** Folds an answer that comes now. */
  told(answer: Answer, subject = '', ids: RequestIds | null = null): this {
    this.fold(answered(answer, { at: this.now, subject, ids }));
    return this;
  }

  /** Folds a failure that comes now. */
  untold(call: Call, why: ApiFailure = failure(), subject = ''): this {
    this.fold(failed(call, { at: this.now, subject }, why));
    return this;
  }

  /** What Microsoft has of a session when nothing is wrong. */
  theirs({ afi, peer, local }: TrueSession): MicrosoftSession {
    return theirSession({ afi, microsoft: peer, peer: local, state: 'Established' });
  }

  /** The connection that is a PNI of ours, in service, both sessions established. */
  connection(id = 'ams-er1/ae0', more: Partial<Connection> = {}): Connection {
    const sessions = this.true(id).sessions.map(session => this.theirs(session));
    return connection({ identifier: `guid-of-${id.replace('/', '-')}`, sessions, ...more });
  }

  /** The same as a peering of its own. */
  peering(id = 'ams-er1/ae0', more: Partial<Connection> = {}): Peering {
    return peering({ name: id.replace('/', '-'), connections: [this.connection(id, more)] });
  }

  /** Discovers every router with its interfaces described otherwise. */
  describe(alias: (facts: InterfaceFacts) => string): this {
    for (const router of this.routers.values()) {
      const found = this.discovery(router);
      const interfaces = found.facts.interfaces.map(each => ({ ...each, alias: alias(each) }));
      this.fold({ ...found, facts: { ...found.facts, interfaces } });
    }
    return this;
  }

  /** Discovers every router as one that does not tell the addresses of its own ends. */
  withoutOwnEnds(): this {
    for (const router of this.routers.values()) {
      const found = this.discovery(router);
      const sessions = found.facts.sessions.map(each => ({ ...each, local: null }));
      this.fold({ ...found, facts: { ...found.facts, sessions } });
    }
    return this;
  }

  /** Microsoft's side of the picture. */
  side(secondsLater = 0): MicrosoftPicture {
    const { microsoft } = this.picture(secondsLater);
    if (microsoft === null) throw new Error("Microsoft's API is not configured");
    return microsoft;
  }
}

/** Amsterdam with one PNI on each of two routers, and with Microsoft's API. */
export const twoEnds = (declared: readonly Partial<DeclaredPni>[] = []): TwoEnds =>
  new TwoEnds({ Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{}] } }, declared);

/** The same with everything heard of both routers, and of Microsoft when nothing is wrong. */
export function agreeing(): TwoEnds {
  const carrier = twoEnds().settle();
  return carrier.told(listOf(bothOf(carrier)));
}

/** The peerings of both PNIs of Amsterdam, as nothing is wrong. */
export const bothOf = (carrier: TwoEnds): readonly Peering[] => [
  carrier.peering('ams-er1/ae0'),
  carrier.peering('ams-er2/ae0'),
];

/** Findings without their words. */
export const briefly = (findings: readonly MicrosoftFinding[]): readonly string[] =>
  findings.map(({ code, weight, subject }) => `${weight} ${code}: ${subject}`);
