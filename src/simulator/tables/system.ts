/** SNMPv2-MIB's system group (RFC 3418), SNMP-FRAMEWORK-MIB's snmpEngine group (RFC 3411). */
import { MAX_ANSWER } from '../agent.ts';
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, scalar } from '../mib.ts';
import { type Shape, upTime, type View } from './view.ts';

/** What the router says it is. */
interface Software {
  readonly descr: string;
  readonly objectId: string;
}

/** How many arcs of a sysObjectID come before the enterprise number: 1.3.6.1.4.1. */
const ENTERPRISES = 6;

/** Text format engine id (RFC 3411 §5 SnmpEngineID, format 4) under the router's own enterprise. */
const engineId = ({ objectId }: Software, name: string): number[] => {
  const enterprise = dotted(objectId)[ENTERPRISES] ?? 0;
  return [0x80, 0, enterprise >> 8, enterprise & 0xff, 4, ...Buffer.from(name)];
};

const say = (text: string) => fixed(ber.text(text));

/** The system and snmpEngine groups of one router. */
export const systemObjects =
  (software: Software) =>
  ({ plan }: Shape): MibObject<View>[] => [
    scalar('1.3.6.1.2.1.1.1', say(software.descr)),
    scalar('1.3.6.1.2.1.1.2', fixed(ber.oid(dotted(software.objectId)))),
    scalar('1.3.6.1.2.1.1.3', view => ber.timeTicks(upTime(view))),
    scalar('1.3.6.1.2.1.1.4', say('noc@example.net')),
    scalar('1.3.6.1.2.1.1.5', say(plan.name)),
    scalar('1.3.6.1.2.1.1.6', say(plan.metro)),
    // A router: internet, datalink and physical layers (RFC 3418 sysServices).
    scalar('1.3.6.1.2.1.1.7', fixed(ber.integer(4))),
    scalar('1.3.6.1.6.3.10.2.1.1', fixed(ber.octets(engineId(software, plan.name)))),
    scalar('1.3.6.1.6.3.10.2.1.2', view => ber.integer(view.router.boots)),
    scalar('1.3.6.1.6.3.10.2.1.3', view => ber.integer(Math.floor(upTime(view) / 100))),
    scalar('1.3.6.1.6.3.10.2.1.4', fixed(ber.integer(MAX_ANSWER))),
  ];
