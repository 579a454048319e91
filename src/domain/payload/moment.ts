/** Moments as texts, in the one form that Hotmart writes: `2026-01-15T12:00:00Z`. */

/** Cuts off the fraction of a second, which Hotmart never sends. Undefined if `milliseconds` is beyond the range of a Date. */
export function momentText(milliseconds: number): string | undefined {
  if (!(Math.abs(milliseconds) <= millisecondsMax)) return undefined
  return `${new Date(milliseconds).toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length)}Z`
}

/** A date in any form of ISO 8601 with a zone; undefined for any other text. */
export function momentTextOf(text: string): string | undefined {
  if (ourForm.test(text)) return text
  return isoMoment.test(text) ? momentText(Date.parse(text)) : undefined
}

/** A text already in this form. Only days that every month has: Date moves some of the others into the next month. */
const ourForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/
/** The range of a Date. */
const millisecondsMax = 8_640_000_000_000_000
/** A date alone is midnight UTC. A time without a zone is ambiguous, so it is refused. */
const isoMoment = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/
