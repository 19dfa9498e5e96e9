/** What tables tell of the light of ports. */
import type { Celsius, Dbm, Milliamps } from './units.ts';

/** Which table optical power was read from. */
export type OpticSource =
  | 'juniper-dom-mib'
  | 'cisco-entity-sensor-mib'
  | 'entity-sensor-mib'
  | 'timetra-ddm'
  | 'huawei-entity-extent-mib';

/** Where a transceiver raises its own alarms and warnings; null where no table tells. */
export interface OpticThresholds {
  readonly rxLowAlarm: Dbm | null;
  readonly rxLowWarning: Dbm | null;
  readonly rxHighWarning: Dbm | null;
  readonly rxHighAlarm: Dbm | null;
  readonly txLowAlarm: Dbm | null;
  readonly txLowWarning: Dbm | null;
  readonly txHighWarning: Dbm | null;
  readonly txHighAlarm: Dbm | null;
}

/** Optical power of one lane, as far as the table tells. */
export interface OpticReading {
  readonly key: string;
  /** `absent`: the table says that there is no transceiver that could tell; null when nothing says either way. */
  readonly module: 'present' | 'absent' | null;
  /** Received power; no light at all is the floor of -40 dBm (SFF-8472 tells 0 mW then). */
  readonly rx: Dbm | null;
  readonly tx: Dbm | null;
  readonly bias: Milliamps | null;
  readonly temperature: Celsius | null;
}

/** One lane of one transceiver. */
export interface OpticFacts extends OpticReading {
  /** The port's ifIndex. */
  readonly ifIndex: number;
  /** From 1; null where the table tells the port as a whole. */
  readonly lane: number | null;
  readonly thresholds: OpticThresholds;
  readonly source: OpticSource;
  /** What to ask for next time; how it is read is the table's own business. */
  readonly row: readonly number[];
}
