/** What light and BFD add to the reasons of a PNI. Neither decides whether it carries traffic: they say why, or what is coming. */
import type { Bfd } from './bfd.ts';
import type { Evidence } from './evidence.ts';
import { isDown } from './members.ts';
import { lightText, type Optic, type OpticState } from './optics.ts';
import type { Reason, ReasonCode, Weight } from './reasons.ts';

/** A port with a transceiver that the PNI runs over. */
export interface LitPort {
  readonly name: string;
  readonly optic: Optic;
  /** It carries nothing. */
  readonly lost: boolean;
  /** Shut by configuration: its laser is off, and nobody asks why it is dark. */
  readonly shut: boolean;
}

/** The ports of a PNI whose light is told: its members, or the port itself where there is no LAG. */
export function litPorts({
  pni,
  members,
  oper,
  admin,
  optic,
}: Pick<Evidence, 'members' | 'oper' | 'admin' | 'optic'> & {
  readonly pni: { readonly interface: string };
}): readonly LitPort[] {
  const shut = admin === 'down';
  if (optic !== null) return [{ name: pni.interface, optic, lost: isDown(oper), shut }];
  return (members ?? []).flatMap(member =>
    member.optic === null
      ? []
      : [
          {
            name: member.name,
            optic: member.optic,
            lost: member.forwards === false,
            shut: shut || member.admin === 'down',
          },
        ],
  );
}

const told: Readonly<Partial<Record<OpticState, readonly [ReasonCode, Weight]>>> = {
  dark: ['optic-dark', 'warn'],
  'no-module': ['optic-missing', 'warn'],
  'low-alarm': ['optic-alarm', 'warn'],
  'high-alarm': ['optic-alarm', 'warn'],
  'low-warning': ['optic-warning', 'info'],
  'high-warning': ['optic-warning', 'info'],
};

/** The names of ports as a sentence begins with them. */
const some = (names: readonly string[]): string =>
  names.length > 3 ? `${names[0]} … ${names[names.length - 1]}` : names.join(', ');

/** What is wrong with the light: first that of ports which carry nothing, as the cause of that. */
export function lightReasons(evidence: Evidence): {
  readonly causes: readonly Reason[];
  readonly others: readonly Reason[];
} {
  const ports = litPorts(evidence).filter(
    // An empty cage is wrong where a port is missed.
    ({ optic, lost, shut }) => !shut && told[optic.state] !== undefined && (lost || optic.state !== 'no-module'),
  );
  const reasonsOf = (lost: boolean): readonly Reason[] =>
    [
      ...Map.groupBy(
        ports.filter(port => port.lost === lost),
        port => lightText(port.optic, true),
      ).values(),
    ].flatMap(group => {
      const [first] = group;
      const known = first && told[first.optic.state];
      const says = first && lightText(first.optic, group.length > 1);
      if (known === undefined || says == null) return [];
      const [code, weight] = known;
      return [{ code, weight, subject: evidence.pni.id, text: `${some(group.map(port => port.name))} ${says}` }];
    });
  return { causes: reasonsOf(true), others: reasonsOf(false) };
}

/** What BFD says against an established session: one of the two is wrong, or the session outlives its path. */
function bfdContradicts(bfd: Bfd): readonly [Weight, string] | null {
  switch (bfd.state) {
    case 'down':
    case 'failing':
      return ['warn', `is ${bfd.state}${bfd.diagnosticText === null ? '' : ` (${bfd.diagnosticText})`}`];
    case 'gone':
      return ['info', "has left the router's table"];
    case 'admin-down':
    case 'init':
    case 'up':
      return null;
  }
}

/** BFD that is not up beside BGP that is. */
export function bfdReasons({ pni, sessions }: Pick<Evidence, 'pni' | 'sessions'>): readonly Reason[] {
  return sessions.flatMap(({ peer, state, bfd }): readonly Reason[] => {
    const says = state === 'established' && bfd !== null ? bfdContradicts(bfd) : null;
    if (says === null) return [];
    const [weight, what] = says;
    return [{ code: 'bfd-down', weight, subject: pni.id, text: `BFD to ${peer} ${what} while BGP is established` }];
  });
}
