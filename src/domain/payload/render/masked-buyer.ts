import { isJsonObject, type JsonObject, valueAt } from '../../text/json.ts'

/** Where bodies name the person they are about, by event and version. */
const places: readonly (readonly string[])[] = [
  ['data', 'buyer'],
  ['data', 'subscriber'],
  ['data', 'user'],
  ['data', 'subscription', 'user'],
  ['buyerVO'],
  ['subscription', 'subscriber', 'user'],
  [],
]
const fields = ['email', 'userEmail']
const shownMax = 64

/**
 * The buyer as a list shows them, read from the very body that was sent: what its reader may not see is not in it. The e-mail with
 * all but its first letter and its domain masked: enough to recognise somebody one knows, of no use to anybody else.
 * @param text JSON, or a form (version 1.0.0)
 * @returns null: nobody is named
 */
export function maskedBuyer(text: string): string | null {
  const email = text.startsWith('{') ? emailIn(parse(text)) : new URLSearchParams(text).get('email')
  return email ? maskEmail(email) : null
}

export function maskEmail(email: string): string | null {
  const [, first, domain] = /^(.).*(@[^@]+)$/su.exec(email) ?? []
  return first === undefined || domain === undefined ? null : `${first}•••${domain}`.slice(0, shownMax)
}

function parse(text: string): JsonObject {
  try {
    const body: unknown = JSON.parse(text)
    return isJsonObject(body) ? body : {}
  } catch {
    return {}
  }
}

function emailIn(body: JsonObject): string | null {
  const found = places
    .flatMap((place) => fields.map((field) => valueAt(body, ...place, field)))
    .find((email) => typeof email === 'string')
  return found ?? null
}
