/** Traps as routers send them: v1 and v2c written octet by octet, v3 by net-snmp's own sender. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { AuthProtocols, createV3Session, ObjectType, PrivProtocols, SecurityLevel } from 'net-snmp';
import type { TrapCredentials } from '../../../../src/sources/snmp/traps/trap-decoder.ts';
import * as ber from '../ber.ts';

export const community = 'traps-here';
export const byCommunity: TrapCredentials = { version: '2c', community };
export const byUser = {
  version: '3',
  user: 'noc',
  auth: { protocol: 'sha256', password: 'a good long one' },
  priv: { protocol: 'aes', password: 'another long one' },
} as const satisfies TrapCredentials;

/** An object of a notification with its number. */
export type Carried = readonly [oid: string, value: number];

export const arcs = (text: string): number[] => text.split('.').map(Number);
const varbinds = (objects: readonly Carried[]): Buffer[] =>
  objects.map(([name, value]) => ber.varbind(arcs(name), ber.integer(value)));

/** SNMPv2c; `pdu` 0xa6 is an inform. */
export const v2c = (name: string, objects: readonly Carried[] = [], who = community, pdu = 0xa7): Buffer =>
  ber.message({
    id: 7,
    pdu,
    community: who,
    varbinds: [
      ber.varbind(arcs('1.3.6.1.2.1.1.3.0'), ber.timeTicks(100)),
      ber.varbind(arcs('1.3.6.1.6.3.1.1.4.1.0'), ber.oid(arcs(name))),
      ...varbinds(objects),
    ],
  });

/** Of an SNMPv2 name what SNMPv1 says instead (RFC 3584 §3.2). */
function inVersion1(name: string): {
  readonly enterprise: number[];
  readonly generic: number;
  readonly specific: number;
} {
  const all = arcs(name);
  const last = all.at(-1) ?? 0;
  const generic = /^1\.3\.6\.1\.6\.3\.1\.1\.5\.([1-6])$/.exec(name);
  if (generic !== null) return { enterprise: arcs('1.3.6.1.4.1.8072'), generic: last - 1, specific: 0 };
  return { enterprise: all.slice(0, all.at(-2) === 0 ? -2 : -1), generic: 6, specific: last };
}

/** SNMPv1: enterprise, agent-addr, generic, specific, time stamp, objects (RFC 1157 §4.1.6). */
export function v1(name: string, objects: readonly Carried[] = [], who = community): Buffer {
  const { enterprise, generic, specific } = inVersion1(name);
  const pdu = ber.tlv(
    0xa4,
    Buffer.concat([
      ber.oid(enterprise),
      ber.ipAddress('192.0.2.250'),
      ber.integer(generic),
      ber.integer(specific),
      ber.timeTicks(100),
      ber.tlv(0x30, Buffer.concat(varbinds(objects))),
    ]),
  );
  return ber.tlv(0x30, Buffer.concat([ber.integer(0), ber.octets(who), pdu]));
}

/** Who sends in SNMPv3; without authentication and privacy where there is no password. */
export interface Sender {
  readonly user: string;
  readonly auth?: { readonly protocol: 'sha256'; readonly password: string };
  readonly priv?: { readonly protocol: 'aes'; readonly password: string };
}

/** A session of net-snmp that sends as this user. */
export function v3Sender({ user, auth, priv }: Sender, trapPort: number, engineID?: string) {
  return createV3Session(
    '127.0.0.1',
    {
      name: user,
      level:
        auth === undefined
          ? SecurityLevel.noAuthNoPriv
          : priv === undefined
            ? SecurityLevel.authNoPriv
            : SecurityLevel.authPriv,
      ...(auth === undefined ? {} : { authProtocol: AuthProtocols[auth.protocol], authKey: auth.password }),
      ...(priv === undefined ? {} : { privProtocol: PrivProtocols[priv.protocol], privKey: priv.password }),
    },
    { trapPort, timeout: 5000, retries: 0, ...(engineID === undefined ? {} : { engineID }) },
  );
}

/** The same objects as net-snmp takes them. */
export const objectsOf = (objects: readonly Carried[]) =>
  objects.map(([oid, value]) => ({ oid, type: ObjectType.Integer, value }));

/** The datagrams that net-snmp sends for these notifications. */
export async function v3(
  notifications: readonly { readonly name: string; readonly objects: readonly Carried[] }[],
  who: Sender = byUser,
  engineID?: string,
): Promise<readonly Buffer[]> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const sender = v3Sender(who, socket.address().port, engineID);
  const datagrams: Buffer[] = [];
  try {
    for (const { name, objects } of notifications) {
      const heard = once(socket, 'message');
      sender.trap(name, objectsOf(objects), () => {});
      const [datagram] = await heard;
      datagrams.push(datagram);
    }
  } finally {
    sender.close();
    socket.close();
  }
  return datagrams;
}
