/** SNMPv2-MIB system group, SNMP-FRAMEWORK-MIB snmpEngine group and the scalars that tell that tables have changed. */
import type { RouterClock } from '../../../network/facts.ts';
import { oid } from '../oid.ts';
import { type Cell, numberOf, secondsOf, ticksOf } from './cells.ts';

/** Scalars, with their instance. */
export const scalars = {
  sysDescr: oid('1.3.6.1.2.1.1.1.0'),
  sysObjectID: oid('1.3.6.1.2.1.1.2.0'),
  sysUpTime: oid('1.3.6.1.2.1.1.3.0'),
  sysName: oid('1.3.6.1.2.1.1.5.0'),
  snmpEngineBoots: oid('1.3.6.1.6.3.10.2.1.2.0'),
  snmpEngineTime: oid('1.3.6.1.6.3.10.2.1.3.0'),
  ifTableLastChange: oid('1.3.6.1.2.1.31.1.5.0'),
  ifStackLastChange: oid('1.3.6.1.2.1.31.1.6.0'),
  /** Of IEEE8023-LAG-MIB. */
  dot3adTablesLastChanged: oid('1.2.840.10006.300.43.1.3.0'),
  bgpLocalAs: oid('1.3.6.1.2.1.15.2.0'),
  /** nsCacheTimeout of NET-SNMP-AGENT-MIB for ifTable, in seconds: how often net-snmp reads its interfaces. */
  ifTableCacheTimeout: oid('1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2'),
} as const;

/** The scalars of a router's clock, in the order that `clockOf` reads them. */
export const clockScalars = [
  scalars.sysUpTime,
  scalars.snmpEngineBoots,
  scalars.snmpEngineTime,
  scalars.ifTableLastChange,
  scalars.ifStackLastChange,
];

/** Reads the cells of `clockScalars`. */
export function clockOf([upTime, boots, time, change, stack]: readonly Cell[]): RouterClock {
  return {
    upTime: ticksOf(upTime),
    engineBoots: numberOf(boots),
    engineTime: secondsOf(time),
    tableChange: ticksOf(change),
    stackChange: ticksOf(stack),
  };
}
