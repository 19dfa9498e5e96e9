/**
 * Sensors of ENTITY-SENSOR-MIB and of its Cisco ancestor as optics. A lane has a sensor for each of its values; which lane,
 * which value and which port it is stands in texts alone.
 */
import type { InterfaceFacts, TableReport } from '../../../network/facts.ts';
import type { OpticFacts, OpticReading, OpticSource } from '../../../network/optic-facts.ts';
import { celsius, type Dbm, milliamps } from '../../../network/units.ts';
import type { WalkContext } from '../bulk.ts';
import type { Oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type Cell, hasValue, numberOf } from './cells.ts';
import { type Entities, readEntities } from './entity-mib.ts';
import type { OpticTable } from './optic-table.ts';
import { noLimits, type PowerLimits, powerOfDbm, powerOfMilliwatts, thresholdsOf } from './optical-power.ts';
import { cellsByNumber, decodeRows, type FoundRows } from './row-table.ts';

/** EntitySensorDataType. */
const types = { amperes: 5, watts: 6, celsius: 8, dbm: 14 } as const;
/** EntitySensorStatus: the agent can obtain the value. */
const statusOk = 1;
/** EntitySensorValue at either end: out of what can be told. */
const outOfRange = 1_000_000_000;

/** What a sensor measures and how its value is to be read. */
export interface SensorUnit {
  readonly type: number;
  /** EntitySensorDataScale: 9 is units, 8 is milli. */
  readonly scale: number;
  /** EntitySensorPrecision: digits after the point. */
  readonly precision: number;
}

const scales = { least: 1, units: 9, most: 17 } as const;
const precisions = { least: -8, most: 9 } as const;

/** What can be asked of a lane, in the order of its row. */
const kinds = ['rx', 'tx', 'bias', 'temperature'] as const;
type Kind = (typeof kinds)[number];

/** Arcs of a row for each kind: sensor, type, scale, and precision made positive; all 0 where there is no sensor. */
const arcsPerKind = 4;

interface Sensor {
  readonly index: number;
  readonly kind: Kind;
  readonly ifIndex: number;
  /** As the texts count it; null where they do not. */
  readonly lane: number | null;
  readonly unit: SensorUnit;
  /** Value and status. */
  readonly cells: readonly Cell[];
}

/** The value of a sensor in its base unit; null for one that says that there is none. */
export function sensorValue(value: number | null, { scale, precision }: SensorUnit): number | null {
  if (value === null || Math.abs(value) >= outOfRange) return null;
  return value * 10 ** (3 * (scale - scales.units) - precision);
}

/** A value of a power sensor in dBm. */
export function sensorPower(value: number | null, unit: SensorUnit): Dbm | null {
  const read = sensorValue(value, unit);
  if (read === null) return null;
  return unit.type === types.dbm ? powerOfDbm(read) : powerOfMilliwatts(read * 1000);
}

/** What stands in a row of one kind; null where the lane has no such sensor. */
function sensorOf(row: Oid, kind: Kind): { readonly index: number; readonly unit: SensorUnit } | null {
  const [index = 0, type = 0, scale = 0, precision = 0] = row.slice(kinds.indexOf(kind) * arcsPerKind);
  return index === 0 ? null : { index, unit: { type, scale, precision: precision + precisions.least } };
}

const arcsOf = (sensor: Sensor | undefined): Oid =>
  sensor === undefined
    ? [0, 0, 0, 0]
    : [sensor.index, sensor.unit.type, sensor.unit.scale, sensor.unit.precision - precisions.least];

const isNothing = (cell: Cell): boolean => cell !== undefined && !hasValue(cell);

function reading(key: string, cells: readonly Cell[], row: Oid): OpticReading {
  let at = 0;
  const told = new Map<Kind, { readonly unit: SensorUnit; readonly value: number | null; readonly none: boolean }>();
  for (const kind of kinds) {
    const sensor = sensorOf(row, kind);
    if (sensor === null) continue;
    const [value, status] = cells.slice(at, at + 2);
    at += 2;
    const state = numberOf(status);
    const obtained = state === null || state === statusOk;
    const raw = obtained ? numberOf(value) : null;
    const none = isNothing(value) || !obtained || (raw !== null && Math.abs(raw) >= outOfRange);
    told.set(kind, { unit: sensor.unit, value: raw, none });
  }
  const [rx, tx] = [told.get('rx'), told.get('tx')];
  const powers = [rx, tx].filter(sensor => sensor !== undefined);
  // 0 dBm both ways to the last digit is no measurement: NX-OS tells it of an empty cage.
  const blank = powers.length === 2 && powers.every(({ unit, value }) => unit.type === types.dbm && value === 0);
  if (blank || (powers.length > 0 && powers.every(({ none }) => none))) {
    return { key, module: 'absent', rx: null, tx: null, bias: null, temperature: null };
  }
  const [received, sent] = [rx, tx].map(sensor => sensor && sensorPower(sensor.value, sensor.unit));
  const [bias, degrees] = [told.get('bias'), told.get('temperature')].map(
    sensor => sensor && sensorValue(sensor.value, sensor.unit),
  );
  return {
    key,
    module: (received ?? sent) == null ? null : 'present',
    rx: received ?? null,
    tx: sent ?? null,
    bias: bias == null ? null : milliamps(Math.round(bias * 1e6) / 1000),
    temperature: degrees == null ? null : celsius(Math.round(degrees * 10) / 10),
  };
}

/** What a sensor measures of a lane; null for one that is about something else. */
function kindOf(type: number | null, text: string): Kind | null {
  switch (type) {
    case types.watts:
    case types.dbm:
      if (!/power/i.test(text)) return null;
      if (/\b(rx|receive[dr]?)\b/i.test(text)) return 'rx';
      return /\b(tx|transmit(ted)?)\b/i.test(text) ? 'tx' : null;
    case types.amperes:
      return /\bbias\b/i.test(text) ? 'bias' : null;
    case types.celsius:
      return /temp/i.test(text) ? 'temperature' : null;
    default:
      return null;
  }
}

/** The number of the lane, in the sensor's own text or in that of what it sits in. */
function laneIn(index: number, entities: Entities): number | null {
  const texts = entities.chainOf(index).slice(0, 2).flatMap(entities.namesOf);
  const found = texts.map(text => /\blane\s*(\d{1,3})\b/i.exec(text)?.[1]).find(number => number !== undefined);
  return found === undefined ? null : Number(found);
}

/** The sensors of one port by lane: from 1, whether the texts count from 0, from 1 or not at all. */
function lanesOf(sensors: readonly Sensor[]): ReadonlyMap<number | null, readonly Sensor[]> {
  const power = sensors.filter(({ kind }) => kind === 'rx' || kind === 'tx');
  const shift = power.some(({ lane }) => lane === 0) ? 1 : 0;
  const lanes = new Map<number | null, Sensor[]>();
  for (const kind of kinds) {
    const own = sensors.filter(sensor => sensor.kind === kind).toSorted((a, b) => a.index - b.index);
    const numbered = new Set(own.map(({ lane }) => lane)).size === own.length;
    for (const [position, sensor] of own.entries()) {
      const lane = numbered ? (sensor.lane === null ? null : sensor.lane + shift) : position + 1;
      // Only power makes a lane: the rest belongs to one, or to the module as a whole.
      if (kind === 'rx' || kind === 'tx' || lanes.has(lane)) lanes.set(lane, [...(lanes.get(lane) ?? []), sensor]);
    }
  }
  return lanes;
}

/** Limits of the sensors, as their own numbers: to be read in the unit of the sensor. */
export interface SensorLimits {
  readonly of: (sensor: number) => {
    readonly [Limit in keyof PowerLimits]: number | null;
  };
  readonly reports: readonly TableReport[];
}

const powerLimits = (sensor: Sensor | undefined, limits: SensorLimits): PowerLimits => {
  if (sensor === undefined) return noLimits;
  const told = limits.of(sensor.index);
  // A limit of 0 W is none.
  const power = (limit: number | null): Dbm | null =>
    limit === 0 && sensor.unit.type !== types.dbm ? null : sensorPower(limit, sensor.unit);
  return {
    lowAlarm: power(told.lowAlarm),
    lowWarning: power(told.lowWarning),
    highWarning: power(told.highWarning),
    highAlarm: power(told.highAlarm),
  };
};

/** A table of sensors. */
export interface SensorTable {
  readonly source: OpticSource;
  /** The MIB's own name of it. */
  readonly table: string;
  readonly column: Readonly<Record<'type' | 'scale' | 'precision' | 'value' | 'status', Oid>>;
  readonly readLimits: (context: WalkContext) => Promise<SensorLimits>;
}

const within = (value: number | null, { least, most }: { readonly least: number; readonly most: number }): boolean =>
  value !== null && value >= least && value <= most;

async function discover(
  { source, table, column, readLimits }: SensorTable,
  context: WalkContext,
  interfaces: readonly InterfaceFacts[],
): Promise<FoundRows<OpticFacts>> {
  const typed = await walkTable(context, table, [column.type]);
  const isPower = (cell: Cell): boolean => [types.watts, types.dbm].some(type => type === numberOf(cell));
  if (!typed.rows.some(row => isPower(row.cells[0]))) return { rows: [], reports: [typed.report] };
  const [walked, { entities, reports }] = await Promise.all([
    walkTable(context, table, [column.value, column.status, column.scale, column.precision]),
    readEntities(context, interfaces),
  ]);
  const typeOf = cellsByNumber(typed.rows);
  const { rows: sensors, report } = decodeRows(walked, ({ index, cells }): Sensor | 'bad' | 'none' => {
    const [sensor] = index;
    if (sensor === undefined || sensor === 0 || index.length !== 1) return 'bad';
    const type = numberOf(typeOf.get(sensor)?.[0]);
    const kind = kindOf(type, entities.namesOf(sensor).join(' '));
    const ifIndex = kind === null ? null : entities.interfaceOf(sensor);
    if (type === null || kind === null || ifIndex === null) return 'none';
    const [scale = null, precision = null] = cells.slice(2).map(numberOf);
    if (scale === null || precision === null || !within(scale, scales) || !within(precision, precisions)) return 'bad';
    const unit = { type, scale, precision };
    return { index: sensor, kind, ifIndex, lane: laneIn(sensor, entities), unit, cells: cells.slice(0, 2) };
  });
  if (sensors.length === 0) return { rows: [], reports: [report, ...reports] };
  const limits = await readLimits(context);
  const rows = [...Map.groupBy(sensors, sensor => sensor.ifIndex)].flatMap(([ifIndex, own]) =>
    [...lanesOf(own)].map(([lane, ofLane]): OpticFacts => {
      const find = (kind: Kind): Sensor | undefined => ofLane.find(sensor => sensor.kind === kind);
      const [rx, tx, bias] = [find('rx'), find('tx'), find('bias')];
      const temperature = find('temperature') ?? own.find(sensor => sensor.kind === 'temperature');
      const all = [rx, tx, bias, temperature];
      const row = all.flatMap(arcsOf);
      const cells = all.flatMap(sensor => sensor?.cells ?? []);
      return {
        ...reading(lane === null ? `${ifIndex}` : `${ifIndex} lane ${lane}`, cells, row),
        ifIndex,
        lane,
        thresholds: thresholdsOf(powerLimits(rx, limits), powerLimits(tx, limits)),
        source,
        row,
      };
    }),
  );
  return { rows, reports: [report, ...reports, ...limits.reports] };
}

/** A table of sensors as a table of optics. */
export const sensorOptics = (table: SensorTable): OpticTable => ({
  source: table.source,
  discover: (context, interfaces) => discover(table, context, interfaces),
  instances: row =>
    kinds.flatMap(kind => {
      const sensor = sensorOf(row, kind);
      return sensor === null ? [] : [table.column.value, table.column.status].map(each => [...each, sensor.index]);
    }),
  reading,
});
