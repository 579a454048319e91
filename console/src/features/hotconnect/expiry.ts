const day = 24 * 3_600_000

export const expiries = ['never', 'quarter', 'year', 'date'] as const
export type Expiry = (typeof expiries)[number]

/**
 * When a credential made now expires. null: never; undefined: the date is missing or not in the future.
 * @param date YYYY-MM-DD; it ends with that day, in the zone of the browser
 */
export function expiryOf(expiry: Expiry, date: string, now: number): string | null | undefined {
  switch (expiry) {
    case 'never':
      return null
    case 'quarter':
      return new Date(now + 90 * day).toISOString()
    case 'year':
      return new Date(now + 365 * day).toISOString()
    case 'date': {
      const end = Date.parse(`${date}T23:59:59.999`)
      return Number.isNaN(end) || end <= now ? undefined : new Date(end).toISOString()
    }
  }
}

/** The current day of the browser, in the format of a date field. */
export function today(now: number): string {
  const offset = new Date(now).getTimezoneOffset() * 60_000
  return new Date(now - offset).toISOString().slice(0, 'YYYY-MM-DD'.length)
}
