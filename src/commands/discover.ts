/** `peerdeck discover`: what each router offers, the table that each fact came from, and what is missing. */
import { bfdOf, bfdText } from '../network/bfd.ts';
import { bgpErrorText } from '../network/bgp-errors.ts';
import type { LagMemberReading, OperStatus } from '../network/facts.ts';
import type { RouterState } from '../network/fleet.ts';
import { type LacpSays, lacpSays, mirrored, tellsPartners } from '../network/lacp.ts';
import type { Lag } from '../network/lags.ts';
import type { OpticFacts } from '../network/optic-facts.ts';
import { loopbackOf, placerOf } from '../network/places.ts';
import { missingOf } from '../network/router.ts';
import type { SessionFacts } from '../network/session-facts.ts';
import type { DeclaredPni } from '../network/settings.ts';
import { millis } from '../network/units.ts';
import { processClock } from '../sources/clock.ts';
import { type CommandIo, counted, exitStatus, loadOrExplain, nobodyAnswered } from './command-io.ts';
import { gather } from './gather.ts';

/** Options as given on the command line. */
export interface DiscoverOptions {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

interface DiscoveredMember {
  readonly name: string;
  readonly lacpState: string | null;
  readonly forwarding: boolean | null;
}

interface DiscoveredLag {
  readonly name: string;
  readonly members: readonly DiscoveredMember[] | null;
  readonly source: string;
  readonly protocol: string | null;
  readonly minLinks: number | null;
}

/** What a vendor's own table says, where LACP is not told. */
const isSelected: Readonly<Record<NonNullable<LagMemberReading['selection']>, boolean>> = {
  selected: true,
  deselected: false,
  standby: false,
  gone: false,
};

function memberOf(name: string, state: RouterState): DiscoveredMember {
  const structure = state.structure;
  const row = structure?.lagRows.get(name);
  const heard = row === undefined ? undefined : state.lagPorts.get(row)?.value;
  const octet = typeof heard?.actor === 'number' ? heard.actor : null;
  const { oper = null, ifIndex = -1 } = structure?.index.byName.get(name) ?? {};
  const says =
    heard === undefined || structure === null
      ? 'silent'
      : lacpSays(heard, structure.bitOrders, tellsPartners(state.lagPorts.values()));
  return {
    name,
    lacpState: octet === null ? null : octetText(structure?.bitOrders.actor === 'wire' ? mirrored(octet) : octet),
    forwarding:
      heard?.attached === 0 && says !== 'forwarding'
        ? false
        : forwarding(says, state.lagMembers.get(ifIndex)?.value.selection ?? null, oper),
  };
}

/** As the MIB orders the bits, however the agent sends them. */
const octetText = (octet: number): string => `0x${octet.toString(16).toUpperCase().padStart(2, '0')}`;

function forwarding(says: LacpSays, selection: LagMemberReading['selection'], oper: OperStatus | null): boolean | null {
  if (says === 'not-forwarding') return false;
  if (says === 'forwarding') return oper !== 'down';
  if (selection !== null && !isSelected[selection]) return false;
  return oper === null ? null : oper === 'up';
}

/** The BFD session as it was read with its BGP session, at the same moment. */
const bfdBeside = (session: SessionFacts, state: RouterState) =>
  state.facts === null ? null : bfdOf(session, state, state.facts.at, millis(0));

const lagOf = (lag: Lag, state: RouterState): DiscoveredLag => ({
  name: lag.name,
  members: lag.members?.map(name => memberOf(name, state)) ?? null,
  source: lag.source,
  protocol: lag.protocol,
  minLinks: lag.minLinks,
});

function describe(state: RouterState, declared: readonly DeclaredPni[]): Record<string, unknown> {
  const facts = state.facts?.value;
  const structure = state.structure;
  if (facts === undefined || structure === null) {
    return {
      name: state.declared.name,
      address: state.declared.address,
      vendor: null,
      sysName: null,
      sysObjectId: null,
      sysDescr: null,
      interfaces: null,
      lags: [],
      sessions: [],
      optics: null,
      tables: [],
      missing: [],
      error: state.failure?.value.text ?? 'not asked',
    };
  }
  const place = placerOf(facts, structure.index, declared);
  return {
    name: state.declared.name,
    address: state.declared.address,
    vendor: facts.system.vendor,
    sysName: facts.system.sysName,
    sysObjectId: facts.system.sysObjectId,
    sysDescr: facts.system.sysDescr,
    interfaces: facts.interfaces.length,
    lags: [...structure.lags.values()].map(lag => lagOf(lag, state)),
    sessions: facts.sessions.map(session => ({
      peer: session.peer,
      local: session.local,
      afi: session.afi,
      remoteAs: session.remoteAs,
      state: session.state,
      admin: session.admin,
      establishedSeconds: session.establishedSeconds,
      transitions: session.transitions,
      prefixesReceived: session.prefixesReceived,
      prefixesAccepted: session.prefixesAccepted,
      prefixesAdvertised: session.prefixesAdvertised,
      prefixLimit: session.prefixLimit,
      lastError: session.lastError === null ? null : { ...session.lastError, text: bgpErrorText(session.lastError) },
      description: session.description,
      vrf: session.vrf,
      interface: place(session, undefined),
      bfd: bfdBeside(session, state)?.state ?? null,
      source: session.source,
    })),
    optics: facts.optics.length,
    tables: facts.tables,
    missing: missingOf(state),
    error: null,
  };
}

function tell(state: RouterState, io: CommandIo, declared: readonly DeclaredPni[]): void {
  const facts = state.facts?.value;
  const { name, address } = state.declared;
  if (facts === undefined || state.structure === null) {
    io.out(`${name} (${address})\n  no answer: ${state.failure?.value.text ?? 'not asked'}\n\n`);
    return;
  }
  const { structure } = state;
  const place = placerOf(facts, structure.index, declared);
  io.out(`${name} (${address})  ${facts.system.vendor}  ${facts.system.sysName ?? 'no sysName'}\n`);
  io.out(`  ${facts.system.sysDescr ?? 'no sysDescr'}\n`);
  io.out(
    `  ${counted(facts.interfaces.length, 'interface')}, ${counted(structure.lags.size, 'LAG')}, ${counted(facts.sessions.length, 'BGP session')}\n`,
  );
  for (const lag of structure.lags.values()) {
    const members =
      lag.members === null ? 'members unknown' : lag.members.map(each => memberText(memberOf(each, state))).join(', ');
    io.out(`  LAG ${lag.name}: ${members}  [${lag.source}]\n`);
  }
  for (const session of facts.sessions) {
    const loopback = loopbackOf(session, facts, structure.index);
    const where = place(session, undefined) ?? (loopback === null ? 'no interface found' : `${loopback}, multihop`);
    const vrf = session.vrf === null ? '' : ` instance ${session.vrf}`;
    const shut = session.admin === 'stop' ? ' (shut)' : '';
    const bfd = bfdBeside(session, state);
    const watched = bfd === null ? '' : `, ${bfdText(bfd)}`;
    io.out(
      `  BGP ${session.peer}${vrf} AS${session.remoteAs ?? '?'} ${session.state}${shut} on ${where}${watched}  [${session.source}]\n`,
    );
  }
  for (const [ifIndex, lanes] of structure.optics) {
    const port = structure.index.byIndex.get(ifIndex)?.name ?? `ifIndex ${ifIndex}`;
    io.out(`  optics ${port}: ${lanes.map(laneText).join(', ')}  [${lanes[0]?.source ?? 'none'}]\n`);
  }
  for (const table of facts.tables)
    io.out(`  table ${table.table}: ${counted(table.rows, 'row')}${table.outcome === 'stopped' ? ', stopped' : ''}\n`);
  for (const missing of missingOf(state)) io.out(`  missing: ${missing}\n`);
  io.out('\n');
}

const powerText = (power: number | null): string => (power === null ? 'not told' : `${power.toFixed(2)} dBm`);

/** One lane of a port, as it was read. */
function laneText({ lane, module, rx, tx }: OpticFacts): string {
  const which = lane === null ? '' : `lane ${lane} `;
  return module === 'absent' ? `${which}no module` : `${which}rx ${powerText(rx)} tx ${powerText(tx)}`;
}

const memberText = (member: DiscoveredMember): string =>
  `${member.name}${member.lacpState === null ? '' : ` ${member.lacpState}`}${member.forwarding === false ? ' (not forwarding)' : ''}`;

/** Reads the structure of every configured router once. Gives the exit status: 0, 2 for bad configuration, 3 when none answered. */
export async function discover(options: DiscoverOptions, io: CommandIo): Promise<number> {
  const config = await loadOrExplain(options.config, io);
  if (config === null) return exitStatus.usage;
  const fleet = await gather({ config, samples: 0, clock: processClock, random: Math.random });
  const routers = [...fleet.routers.values()];
  const declaredOf = (state: RouterState) => config.pnis.filter(pni => pni.router === state.declared.name);
  if (options.json === true) {
    io.out(
      `${JSON.stringify({ schema: 'peerdeck.discover/1', routers: routers.map(state => describe(state, declaredOf(state))) }, null, 2)}\n`,
    );
  } else for (const state of routers) tell(state, io, declaredOf(state));
  const answered = routers.some(state => state.facts !== null);
  if (!answered) io.err(nobodyAnswered(routers.map(state => state.failure?.value.text ?? null)));
  return answered ? exitStatus.ok : exitStatus.noRouter;
}
