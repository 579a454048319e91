/** Moments as texts, in the one form that Hotmart writes them in: `2026-01-15T12:00:00Z`. */

/** The fraction of a second is cut off, as it was never seen. @param milliseconds undefined comes back for what no date can hold */
export function momentText(milliseconds: number): string | undefined {
  if (!(Math.abs(milliseconds) <= millisecondsMax)) return undefined
  return `${new Date(milliseconds).toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length)}Z`
}

/** A date that the platform wrote in whatever form of ISO 8601 with a zone; undefined for any other text. */
export function momentTextOf(text: string): string | undefined {
  if (ourForm.test(text)) return text
  return isoMoment.test(text) ? momentText(Date.parse(text)) : undefined
}

/** A text that would come back as it is. Only days that every month has: of the others some would move into the next month. */
const ourForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/
/** What a Date can hold. */
const millisecondsMax = 8_640_000_000_000_000
/** A date alone is midnight UTC; a time without a zone could be anywhere, so it is none. */
const isoMoment = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/
