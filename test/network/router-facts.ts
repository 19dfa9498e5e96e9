/** Tables of a router, written down briefly. */
import type {
  AddressFacts,
  InterfaceFacts,
  LacpOctet,
  LagPortRow,
  RouterFacts,
  TableReport,
} from '../../src/network/facts.ts';
import type { SessionFacts } from '../../src/network/session-facts.ts';
import { seconds } from '../../src/network/units.ts';

/** ifType numbers of IANAifType-MIB. */
export const ifType = {
  ethernet: 6,
  loopback: 24,
  propVirtual: 53,
  tunnel: 131,
  l2vlan: 135,
  l3ipvlan: 136,
  ipForward: 142,
  lag: 161,
} as const;

/** An interface that is up. */
export const port = (ifIndex: number, name: string, type: number = ifType.ethernet): InterfaceFacts => ({
  ifIndex,
  name,
  descr: name,
  alias: '',
  type,
  admin: 'up',
  oper: 'up',
  speed: null,
});

/** A row of dot3adAggPortTable. */
export const lagPort = (
  ifIndex: number,
  attached: number | null,
  actor: LacpOctet = 0xbc,
  selected: number | null = attached,
): LagPortRow => ({ ifIndex, selected, attached, actor, partner: actor });

export const address = (ifIndex: number, text: string, prefixLength: number | null = null): AddressFacts => ({
  ifIndex,
  address: text,
  prefixLength,
});

/** An established session with Microsoft. */
export const session = (peer: string, local: string | null = null, more: Partial<SessionFacts> = {}): SessionFacts => ({
  key: peer,
  peer,
  local,
  afi: peer.includes(':') ? 'ipv6' : 'ipv4',
  state: 'established',
  admin: 'start',
  establishedSeconds: seconds(3600),
  transitions: 1,
  lastError: null,
  remoteAs: 8075,
  description: null,
  vrf: null,
  instance: null,
  prefixesReceived: 280,
  prefixesAccepted: 280,
  prefixesAdvertised: 12,
  prefixLimit: null,
  source: 'bgp4-mib',
  row: [1],
  prefixRow: null,
  context: null,
  also: null,
  ...more,
});

/** A table that was not read to its end. */
export const stopped = (table: string): TableReport => ({
  table,
  rows: 0,
  bad: 0,
  disordered: 0,
  outcome: 'stopped',
  detail: 'no answer',
});

export const factsOf = (facts: Partial<RouterFacts>): RouterFacts => ({
  system: {
    vendor: 'unknown',
    sysDescr: null,
    sysObjectId: null,
    sysName: null,
    clock: { upTime: null, engineBoots: null, engineTime: null, tableChange: null, stackChange: null },
    lagChange: null,
    localAs: 64496,
    counterRefresh: null,
  },
  interfaces: [],
  addresses: [],
  stack: [],
  lagPorts: [],
  aggregators: [],
  lagMembers: [],
  lagSettings: [],
  bfd: [],
  optics: [],
  sessions: [],
  tables: [],
  missing: [],
  ...facts,
});
