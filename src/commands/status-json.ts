/** `status --json`: the outside names of what the network knows (peerdeck.status/1). Unknown is null, never 0. */
import type { Member } from '../network/members.ts';
import type { MicrosoftPicture } from '../network/microsoft/picture.ts';
import type { PniWitness } from '../network/microsoft/witness.ts';
import type { Optic } from '../network/optics.ts';
import type { Picture, Router } from '../network/picture.ts';
import { wallTime } from '../network/picture.ts';
import type { Pni } from '../network/pni.ts';
import type { Metro } from '../network/redundancy.ts';
import type { Session } from '../network/sessions.ts';
import type { Instant } from '../network/units.ts';

const rounded = (value: number | null, digits = 0): number | null =>
  value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;

const opticJson = (optic: Optic | null): Record<string, unknown> => ({
  rxPowerDbm: rounded(optic?.rx ?? null, 2),
  txPowerDbm: rounded(optic?.tx ?? null, 2),
  opticState: optic?.state ?? null,
  opticAgeSeconds: optic === null ? null : rounded(optic.age / 1000, 1),
  lanes: (optic?.lanes ?? []).map(({ lane, rx, tx, state }) => ({
    lane,
    rxPowerDbm: rounded(rx, 2),
    txPowerDbm: rounded(tx, 2),
    opticState: state,
  })),
});

const memberJson = (member: Member): Record<string, unknown> => ({
  name: member.name,
  oper: member.oper,
  admin: member.admin,
  lacp: member.lacp,
  forwarding: member.forwards,
  speedBps: member.speed,
  inBps: rounded(member.rates?.in ?? null),
  outBps: rounded(member.rates?.out ?? null),
  ...opticJson(member.optic),
});

const sessionJson = (session: Session, time: (at: Instant) => string): Record<string, unknown> => ({
  peer: session.peer,
  local: session.local,
  afi: session.afi,
  remoteAs: session.remoteAs,
  vrf: session.vrf,
  state: session.state,
  admin: session.admin,
  establishedSeconds: session.established,
  transitions: session.transitions,
  prefixesReceived: session.prefixesReceived,
  prefixesAccepted: session.prefixesAccepted,
  prefixesAdvertised: session.prefixesAdvertised,
  prefixLimit: session.prefixLimit,
  prefixesAt: session.prefixesAt === null ? null : time(session.prefixesAt),
  lastError: session.lastError === null ? null : { ...session.lastError, text: session.lastErrorText },
  bfd: session.bfd?.state ?? null,
  microsoft:
    session.microsoft === null
      ? null
      : {
          state: session.microsoft.state,
          agrees: session.microsoft.agrees,
          ageSeconds: rounded(session.microsoft.age / 1000, 1),
          stale: session.microsoft.stale,
        },
});

const connectionJson = (found: PniWitness): Record<string, unknown> => ({
  peering: found.peering.name,
  peeringLocation: found.peering.location,
  kind: found.peering.flavour,
  connectionIdentifier: found.connection.identifier,
  connectionState: found.connection.state,
  phase: found.stage.phase,
  provisionedBandwidthBps: found.connection.provisioned,
  trackingId: found.connection.trackingId,
  errorMessage: found.connection.errorMessage,
  joinedBy: found.by,
  agrees: found.agrees,
  ageSeconds: rounded(found.age / 1000, 1),
  stale: found.stale,
});

const microsoftJson = (microsoft: MicrosoftPicture): Record<string, unknown> => ({
  subscriptionId: microsoft.state.subscriptionId,
  ageSeconds: rounded(microsoft.age === null ? null : microsoft.age / 1000, 1),
  stale: microsoft.stale,
  error: microsoft.failure?.text ?? null,
  unreadableRecords: microsoft.calls.reduce((sum, each) => sum + each.unreadable, 0),
  findings: microsoft.findings.map(({ code, subject, text }) => ({ code, subject, text })),
  connections: microsoft.connections.map(({ peering, connection, pni, stage, agrees }) => ({
    peering: peering.name,
    peeringLocation: peering.location,
    kind: peering.flavour,
    legacy: peering.legacy,
    connectionIdentifier: connection.identifier,
    connectionState: connection.state,
    phase: stage.phase,
    pni,
    agrees,
  })),
  prefixes: microsoft.prefixes.map(({ prefix, kind, owner, validation, errorMessage, severity, open, age, stale }) => ({
    prefix,
    kind,
    owner,
    validation,
    errorMessage,
    severity,
    event:
      open === null
        ? null
        : {
            severity: open.severity,
            text: open.words,
            summary: open.summary,
            at: open.at === null ? null : new Date(open.at).toISOString(),
          },
    ageSeconds: rounded(age / 1000, 1),
    stale,
  })),
  maintenance: microsoft.windows.map(({ id, source, title, status, impact, metros, startsAt, endsAt, phase }) => ({
    id,
    source,
    title,
    status,
    impact,
    metros,
    startsAt: startsAt === null ? null : new Date(startsAt).toISOString(),
    endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
    phase,
  })),
  calls: microsoft.calls
    .filter(each => each.failure !== null || each.cut || each.unreadable > 0)
    .map(({ call, subject, failure, cut, unreadable }) => ({
      call,
      subject,
      error:
        failure?.text ??
        (cut ? 'not all pages were read' : `${unreadable} record${unreadable === 1 ? '' : 's'} could not be read`),
    })),
});

function pniJson(pni: Pni, time: (at: Instant) => string): Record<string, unknown> {
  return {
    id: pni.id,
    router: pni.router,
    interface: pni.interface,
    alias: pni.alias,
    state: pni.state,
    reasons: pni.reasons.map(({ code, subject, text }) => ({ code, subject, text })),
    oper: pni.oper,
    admin: pni.admin,
    capacityBps: pni.capacity,
    activeCapacityBps: pni.activeCapacity,
    inBps: rounded(pni.rates?.in ?? null),
    outBps: rounded(pni.rates?.out ?? null),
    utilization: rounded(pni.utilization, 4),
    inErrorsPerSecond: rounded(pni.rates?.inErrors ?? null, 3),
    outErrorsPerSecond: rounded(pni.rates?.outErrors ?? null, 3),
    inDiscardsPerSecond: rounded(pni.rates?.inDiscards ?? null, 3),
    outDiscardsPerSecond: rounded(pni.rates?.outDiscards ?? null, 3),
    members: pni.members === null ? null : pni.members.map(memberJson),
    optic: pni.optic === null ? null : opticJson(pni.optic),
    sessions: pni.sessions.map(session => sessionJson(session, time)),
    provisioning: pni.provisioning,
    microsoft: pni.microsoft === null ? null : connectionJson(pni.microsoft),
    sampledAt: pni.sampledAt === null ? null : time(pni.sampledAt),
    ageSeconds: rounded(pni.age === null ? null : pni.age / 1000, 1),
    stale: pni.stale,
  };
}

function metroJson(metro: Metro, time: (at: Instant) => string): Record<string, unknown> {
  // A sum over no PNI at all is not a measured 0.
  const sum = (value: number | null): number | null => (metro.pnis.length === 0 ? null : rounded(value));
  return {
    name: metro.name,
    verdict: metro.verdict,
    reasons: metro.reasons.map(({ code, subject, text }) => ({ code, subject, text })),
    capacityBps: sum(metro.capacity),
    inBps: sum(metro.in),
    outBps: sum(metro.out),
    worstSingleFailure:
      metro.next === null
        ? null
        : {
            target: metro.next.target,
            maxUtilization: rounded(metro.next.maxUtilization, 4),
            dark: metro.next.dark,
            fits: metro.next.fits,
          },
    pnis: metro.pnis.map(pni => pniJson(pni, time)),
  };
}

const routerJson = (router: Router): Record<string, unknown> => ({
  name: router.name,
  address: router.address,
  metro: router.metro,
  vendor: router.vendor,
  reachable: router.reachable,
  sysName: router.sysName,
  uptimeSeconds: rounded(router.upTime),
  pollMillis: rounded(router.took, 1),
  ageSeconds: rounded(router.age === null ? null : router.age / 1000, 1),
  stale: router.stale,
  findings: router.findings,
  missing: router.missing,
  silent: router.silent,
  unplacedSessions: router.unplaced,
  error: router.failure?.text ?? null,
});

/** The document, ready for JSON. Requirements are listed where this version checks them; it checks none yet. */
export function statusJson(picture: Picture): Record<string, unknown> {
  const time = (at: Instant): string => new Date(wallTime(picture, at)).toISOString();
  return {
    schema: 'peerdeck.status/1',
    generatedAt: time(picture.at),
    simulation: picture.simulation,
    partner: picture.partner,
    geo: picture.geo,
    metros: picture.metros.map(metro => metroJson(metro, time)),
    routers: picture.routers.map(routerJson),
    microsoft: picture.microsoft === null ? null : microsoftJson(picture.microsoft),
    requirements: [],
  };
}
