/** SNMPv2-MIB's system group (RFC 3418), SNMP-FRAMEWORK-MIB's snmpEngine group (RFC 3411). */
import { MAX_ANSWER } from '../agent.ts';
import * as ber from '../ber.ts';
import type { Layout } from '../carrier.ts';
import { dotted, fixed, type MibObject, scalar } from '../mib.ts';
import { type Shape, upTime, type View } from './view.ts';

const SOFTWARE: Readonly<Record<Layout, { readonly descr: string; readonly objectId: string }>> = {
  junos: {
    descr: 'Juniper Networks, Inc. vmx internet router, kernel JUNOS 23.4R2-S2.1 (simulated by peerdeck)',
    objectId: '1.3.6.1.4.1.2636.1.1.1.2.108',
  },
  vyos: { descr: 'VyOS 1.5-stream (simulated by peerdeck)', objectId: '1.3.6.1.4.1.44641' },
};

/** Text format engine id (RFC 3411 §5 SnmpEngineID, format 4) under the router's own enterprise. */
const engineId = ({ plan }: Shape): number[] => {
  const enterprise = plan.layout === 'junos' ? 2636 : 44641;
  return [0x80, 0, enterprise >> 8, enterprise & 0xff, 4, ...Buffer.from(plan.name)];
};

/** The system and snmpEngine groups of one router. */
export const systemObjects = (shape: Shape): MibObject<View>[] => {
  const software = SOFTWARE[shape.plan.layout];
  const say = (text: string) => fixed(ber.text(text));
  return [
    scalar('1.3.6.1.2.1.1.1', say(software.descr)),
    scalar('1.3.6.1.2.1.1.2', fixed(ber.oid(dotted(software.objectId)))),
    scalar('1.3.6.1.2.1.1.3', view => ber.timeTicks(upTime(view))),
    scalar('1.3.6.1.2.1.1.4', say('noc@example.net')),
    scalar('1.3.6.1.2.1.1.5', say(shape.plan.name)),
    scalar('1.3.6.1.2.1.1.6', say(shape.plan.metro)),
    // A router: internet, datalink and physical layers (RFC 3418 sysServices).
    scalar('1.3.6.1.2.1.1.7', fixed(ber.integer(4))),
    scalar('1.3.6.1.6.3.10.2.1.1', fixed(ber.octets(engineId(shape)))),
    scalar('1.3.6.1.6.3.10.2.1.2', view => ber.integer(view.router.boots)),
    scalar('1.3.6.1.6.3.10.2.1.3', view => ber.integer(Math.floor(upTime(view) / 100))),
    scalar('1.3.6.1.6.3.10.2.1.4', fixed(ber.integer(MAX_ANSWER))),
  ];
};
