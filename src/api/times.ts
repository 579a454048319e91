import { Refusal } from '../domain/errors.ts'

/** Times are integer milliseconds internally, and RFC 3339 in UTC with milliseconds in the API. */

export function showTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

export function showTimeOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : showTime(milliseconds)
}

const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
/** 2000-01-01. An earlier time is a mistake, most often seconds. */
const earliest = 946_684_800_000
/** The last moment that RFC 3339 can write. */
const latest = 253_402_300_799_999

/**
 * RFC 3339 with an offset, or milliseconds since 1970.
 * @throws Refusal invalid_request at `pointer`
 */
export function readTime(value: string | number, pointer: string): number {
  const time = parseTime(value)
  if (time === null) {
    throw refuseAt(pointer, 'must be a time such as 2026-01-15T12:00:00Z, or whole milliseconds since 1970')
  }
  if (time < earliest || time > latest) {
    throw refuseAt(pointer, 'must lie between the years 2000 and 9999; numbers are milliseconds, not seconds')
  }
  return time
}

export function refuseAt(pointer: string, detail: string): Refusal {
  return new Refusal('invalid_request', { errors: [{ pointer, detail }] })
}

function parseTime(value: string | number): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null
  if (/^\d{1,15}$/.test(value)) return Number(value)
  const match = rfc3339.exec(value)
  if (!match || !isDate(Number(match[1]), Number(match[2]), Number(match[3]))) return null
  // Date.parse does not support leap seconds.
  const time = Date.parse(value.toUpperCase().replace(/:60(?=[.Z+-])/, ':59'))
  return Number.isNaN(time) ? null : time
}

/** Date.parse takes 30 February for 2 March. */
function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
