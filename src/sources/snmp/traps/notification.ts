/** A notification as net-snmp hands it over, checked, whatever version it came in. */
import * as z from 'zod';
import { type Oid, oid, sameOid } from '../oid.ts';

/** One object of a notification: its instance, and its value where that is a number. */
export interface NotifiedObject {
  readonly oid: Oid;
  readonly number: number | null;
}

/** A notification of any version. */
export interface Notification {
  /** snmpTrapOID; of an SNMPv1 trap each that it may stand for, the likeliest first. */
  readonly names: readonly Oid[];
  readonly objects: readonly NotifiedObject[];
}

const snmpTrapOid = oid('1.3.6.1.6.3.1.1.4.1.0');
const snmpTraps = oid('1.3.6.1.6.3.1.1.5');
/** More than any notification carries. */
const mostObjects = 64;
const mostArcs = 128;

/** An object identifier in dots from outside; null when it is none. */
export function dottedOid(text: string): Oid | null {
  if (!/^\d{1,10}(?:\.\d{1,10}){1,127}$/.test(text)) return null;
  const arcs = text.split('.').map(Number);
  return arcs.length <= mostArcs && arcs.every(arc => arc <= 0xffffffff) ? arcs : null;
}

const varbinds = z.array(z.object({ oid: z.string(), value: z.unknown() })).max(mostObjects);
const number = z.int().min(0);
const ofVersion1 = z.object({ enterprise: z.string(), generic: number, specific: number, varbinds });
const ofVersion2 = z.object({ varbinds });

function objectsOf(list: z.output<typeof varbinds>): readonly NotifiedObject[] {
  return list.flatMap((varbind): NotifiedObject[] => {
    const name = dottedOid(varbind.oid);
    const { value } = varbind;
    return name === null
      ? []
      : [{ oid: name, number: typeof value === 'number' && Number.isFinite(value) ? value : null }];
  });
}

const enterpriseSpecific = 6;

/**
 * RFC 3584 §3.1: the generic traps have names of their own; any other is enterprise, 0, specific. Names without that 0
 * (RFC 1657's bgpEstablished, jnxLacpTimeOut) come as an enterprise and the last arc.
 */
function namesOfVersion1(enterprise: Oid, generic: number, specific: number): readonly Oid[] {
  if (generic < enterpriseSpecific) return [[...snmpTraps, generic + 1]];
  return [
    [...enterprise, 0, specific],
    [...enterprise, specific],
  ];
}

/** What a PDU says; null when it is no notification. */
export function notificationOf(pdu: unknown): Notification | null {
  const first = ofVersion1.safeParse(pdu);
  if (first.success) {
    const enterprise = dottedOid(first.data.enterprise);
    if (enterprise === null) return null;
    const names = namesOfVersion1(enterprise, first.data.generic, first.data.specific);
    return { names, objects: objectsOf(first.data.varbinds) };
  }
  const second = ofVersion2.safeParse(pdu);
  if (!second.success) return null;
  const said = second.data.varbinds.find(varbind => sameOid(dottedOid(varbind.oid) ?? [0, 0], snmpTrapOid));
  const name = typeof said?.value === 'string' ? dottedOid(said.value) : null;
  return name === null ? null : { names: [name], objects: objectsOf(second.data.varbinds) };
}
