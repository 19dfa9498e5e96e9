/** Every notification that is understood, and how the object that it is about is found. Adding one is adding a row. */
import type { TrapSubject } from '../../../network/traps.ts';
import { isWithin, type Oid, oid } from '../oid.ts';
import type { Notification, NotifiedObject } from './notification.ts';
import { peerIn } from './peer-index.ts';

/** What a notification is, and what it is about; the subject is null where that cannot be found. */
export interface Understood {
  readonly name: string;
  readonly subject: TrapSubject | null;
}

type Find = (objects: readonly NotifiedObject[]) => TrapSubject | null;

interface Row {
  readonly oid: Oid;
  readonly name: string;
  readonly subject: Find;
}

const enterprises = '1.3.6.1.4.1';
const mib2 = '1.3.6.1.2.1';

/** The first arc of the index of the first object under one of these entries. */
function indexUnder(objects: readonly NotifiedObject[], entries: readonly Oid[]): number | null {
  for (const object of objects) {
    const entry = entries.find(each => isWithin(object.oid, each));
    // The column, then the index.
    const arc = entry === undefined ? undefined : object.oid[entry.length + 1];
    if (arc !== undefined && arc > 0) return arc;
  }
  return null;
}

/** The value of the first object under this name. */
const numberOf = (objects: readonly NotifiedObject[], name: Oid): number | null =>
  objects.find(object => object.number !== null && isWithin(object.oid, name))?.number ?? null;

const ifEntry = oid(`${mib2}.2.2.1`);
const ifXEntry = oid(`${mib2}.31.1.1.1`);
const ifIndexColumn = oid(`${mib2}.2.2.1.1`);

/** ifIndex as a value; where the router leaves that object out, the instance of another. */
const anInterface: Find = objects => {
  const ifIndex = numberOf(objects, ifIndexColumn) ?? indexUnder(objects, [ifEntry, ifXEntry]);
  return ifIndex === null || ifIndex < 1 ? null : { kind: 'interface', ifIndex };
};

const aSession: Find = objects => {
  for (const object of objects) {
    const peer = peerIn(object.oid);
    if (peer !== null) return { kind: 'session', peer };
  }
  return { kind: 'session', peer: null };
};

const aRestart: Find = () => ({ kind: 'restart' });
const nothing: Find = () => null;

const bfdTables = [oid(`${mib2}.222.1.2.1`), oid(`${enterprises}.9.10.137.1.2.1`)];

/** bfdSessDiag twice: of the first and of the last row of a range (RFC 7331 §4). */
const bfdSessions: Find = objects => {
  const indexes = objects.flatMap(object => indexUnder([object], bfdTables) ?? []);
  const [first] = indexes;
  if (first === undefined) return { kind: 'bfd', rows: null };
  return { kind: 'bfd', rows: { from: Math.min(...indexes), to: Math.max(...indexes) } };
};

const tLagConfigEntry = oid(`${enterprises}.6527.3.1.2.15.3.1`);
/** TIMETRA-LAG-MIB goes by the LAG's own number; its ifIndex is that above 0x50000000. */
const timetraLag: Find = objects => {
  const id = indexUnder(objects, [tLagConfigEntry]);
  return { kind: 'lag', ifIndex: id === null ? null : 0x50000000 + id };
};

/** jnxLacpAggregateifIndex of JUNIPER-L2CP-FEATURES-MIB, a value; the object is no column. */
const jnxLacpAggregateIfIndex = oid(`${enterprises}.2636.3.53.1.1.3.4`);
const juniperLag: Find = objects => ({ kind: 'lag', ifIndex: numberOf(objects, jnxLacpAggregateIfIndex) });

/** JUNIPER-DOM-MIB goes by ifIndex, its lanes by ifIndex and lane; ifDescr comes with either. */
const jnxDomEntries = [oid(`${enterprises}.2636.3.60.1.1.1.1`), oid(`${enterprises}.2636.3.60.1.2.1.1`), ifEntry];
const juniperOptics: Find = objects => ({ kind: 'optics', ifIndex: indexUnder(objects, jnxDomEntries) });

const row = (name: string, text: string, subject: Find): Row => ({ oid: oid(text), name, subject });

const snmpTraps = '1.3.6.1.6.3.1.1.5';
const cisco = `${enterprises}.9.9.187.0`;
const sros = `${enterprises}.6527.3.1.3`;
const huawei = `${enterprises}.2011.5.25.177.1.3`;
const juniper = `${enterprises}.2636`;

const rows: readonly Row[] = [
  // SNMPv2-MIB and IF-MIB.
  row('coldStart', `${snmpTraps}.1`, aRestart),
  row('warmStart', `${snmpTraps}.2`, aRestart),
  row('linkDown', `${snmpTraps}.3`, anInterface),
  row('linkUp', `${snmpTraps}.4`, anInterface),
  row('authenticationFailure', `${snmpTraps}.5`, nothing),
  // BGP4-MIB as in RFC 4273 and as in RFC 1657.
  row('bgpEstablished', `${mib2}.15.0.1`, aSession),
  row('bgpBackwardTransition', `${mib2}.15.0.2`, aSession),
  row('bgpEstablished', `${mib2}.15.7.1`, aSession),
  row('bgpBackwardTransition', `${mib2}.15.7.2`, aSession),
  // CISCO-BGP4-MIB.
  row('cbgpFsmStateChange', `${cisco}.1`, aSession),
  row('cbgpBackwardTransition', `${cisco}.2`, aSession),
  row('cbgpPeer2Established', `${cisco}.5`, aSession),
  row('cbgpPeer2BackwardTransition', `${cisco}.6`, aSession),
  row('cbgpPeer2FsmStateChange', `${cisco}.7`, aSession),
  row('cbgpPeer2BackwardTransition', `${cisco}.8`, aSession),
  row('cbgpPeer2PrefixThresholdExceeded', `${cisco}.9`, aSession),
  row('cbgpPeer2PrefixThresholdClear', `${cisco}.10`, aSession),
  // BGP4-V2-MIB-JUNIPER.
  row('jnxBgpM2Established', `${juniper}.5.1.1.1.0.1`, aSession),
  row('jnxBgpM2BackwardTransition', `${juniper}.5.1.1.1.0.2`, aSession),
  // ARISTA-BGP4V2-MIB.
  row('aristaBgp4V2Established', `${enterprises}.30065.4.1.0.1`, aSession),
  row('aristaBgp4V2BackwardTransition', `${enterprises}.30065.4.1.0.2`, aSession),
  // TIMETRA-BGP-MIB.
  row('tBgpNgEstablished', `${sros}.14.0.7`, aSession),
  row('tBgpNgBackwardTransition', `${sros}.14.0.8`, aSession),
  row('tBgpMaxNgPrefix100', `${sros}.14.0.5`, aSession),
  row('tBgpMaxNgPfxLmt', `${sros}.14.0.20`, aSession),
  // HUAWEI-BGP-VPN-MIB.
  row('hwBgpPeerUnavailable', `${huawei}.4`, aSession),
  row('hwBgpPeerAvailable', `${huawei}.5`, aSession),
  row('hwBgpPeerEstablished', `${huawei}.9`, aSession),
  row('hwBgpPeerBackwardTransition', `${huawei}.10`, aSession),
  // BFD-STD-MIB and CISCO-IETF-BFD-MIB.
  row('bfdSessUp', `${mib2}.222.0.1`, bfdSessions),
  row('bfdSessDown', `${mib2}.222.0.2`, bfdSessions),
  row('ciscoBfdSessUp', `${enterprises}.9.10.137.0.1`, bfdSessions),
  row('ciscoBfdSessDown', `${enterprises}.9.10.137.0.2`, bfdSessions),
  // LAG and LACP.
  row('tLagStateEvent', `${sros}.15.0.6`, timetraLag),
  row('tLagMemberStateEvent', `${sros}.15.0.7`, timetraLag),
  row('jnxLacpTimeOut', `${juniper}.3.53.1.2.1.1`, juniperLag),
  // JUNIPER-DOM-MIB, modules and lanes.
  row('jnxDomAlarmSet', `${juniper}.4.18.0.1`, juniperOptics),
  row('jnxDomAlarmCleared', `${juniper}.4.18.0.2`, juniperOptics),
  row('jnxDomLaneAlarmSet', `${juniper}.4.25.0.1`, juniperOptics),
  row('jnxDomLaneAlarmCleared', `${juniper}.4.25.0.2`, juniperOptics),
];

const byName: ReadonlyMap<string, Row> = new Map(rows.map(each => [each.oid.join('.'), each]));

/** What a notification is about; null for one that is not known. */
export function understand({ names, objects }: Notification): Understood | null {
  for (const name of names) {
    const found = byName.get(name.join('.'));
    if (found !== undefined) return { name: found.name, subject: found.subject(objects) };
  }
  return null;
}
