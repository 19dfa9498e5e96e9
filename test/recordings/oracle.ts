/** What another network management system makes of the same walks, as far as it is compared. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordingsFolder } from './snmpsim.ts';

/** One interface. */
export interface OraclePort {
  readonly ifIndex: number;
  readonly ifName?: string;
  readonly ifAdminStatus?: string;
  readonly ifOperStatus?: string;
  /** bit/s. */
  readonly ifSpeed?: number;
}

/** One BGP session. */
export interface OraclePeer {
  readonly bgpPeerIdentifier: string;
  readonly bgpPeerRemoteAs: number;
  readonly bgpPeerState: string;
  readonly bgpPeerAdminStatus: string;
  readonly bgpPeerFsmEstablishedTime: number;
  readonly bgpLocalAddr: string;
}

/** Prefixes of one address family of a session. */
export interface OraclePrefixes {
  readonly bgpPeerIdentifier: string;
  readonly afi: string;
  readonly safi: string;
  readonly AcceptedPrefixes: number;
  readonly AdvertisedPrefixes: number;
}

/** One file. */
export interface Oracle {
  readonly ports?: readonly OraclePort[];
  readonly ports_stack?: readonly { readonly high_ifIndex: number; readonly low_ifIndex: number }[];
  readonly bgpPeers?: readonly OraclePeer[];
  readonly bgpPeers_cbgp?: readonly OraclePrefixes[];
}

/** Reads the oracle of a recording. */
export function oracleOf(name: string): Oracle {
  const parsed: Oracle = JSON.parse(readFileSync(join(recordingsFolder, `${name}.oracle.json`), 'utf8'));
  return parsed;
}
