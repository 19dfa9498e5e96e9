import { type Instant, instant } from '../../network/units.ts';

/** 2022-12-05T11:51:51.2062620Z and 2020-04-05 03:39:20 (docs/microsoft.md); no zone is UTC. */
const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?)?\s*(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/i;
/** 7/24/2020, month first (section 3). */
const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?\s*(AM|PM)?)?$/i;

/** A moment in any form that Microsoft writes one in; null for anything else, and for .NET's year 1, which means none. */
export function momentOf(value: unknown): Instant | null {
  if (typeof value !== 'string' || value.length > 64) return null;
  const text = value.trim();
  const time = fromIso(iso.exec(text)) ?? fromAmerican(american.exec(text));
  return time !== null && time >= 0 ? instant(time) : null;
}

function fromIso(match: RegExpExecArray | null): number | null {
  if (match === null) return null;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', , sign, zoneHour = 0, zoneMinute = 0] =
    match;
  const time = utc([year, month, day, hour, minute, second]);
  if (time === null) return null;
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  return time + Number(fraction.padEnd(3, '0').slice(0, 3)) - (sign === '-' ? -zone : zone);
}

function fromAmerican(match: RegExpExecArray | null): number | null {
  if (match === null) return null;
  const [, month, day, year, hour = '0', minute = 0, second = 0, half] = match;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  return utc([year, month, day, hours, minute, second]);
}

/** Null for a date that no calendar has, such as 31 June; 60 is a second, though a leap one. */
function utc(parts: readonly (string | number | undefined)[]): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  if (month < 1 || month > 12 || hour > 24 || minute > 59 || second > 60) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCDate() !== day) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
