import { isJsonObject, type JsonObject, valueAt } from '../../text/json.ts'

/** Where bodies name their buyer, by event and version. */
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
 * The buyer as shown in a list. It is read from the body that was sent, which holds only what its reader may see. The e-mail
 * shows its first letter and its domain: enough to recognise a known person, and of no other use.
 * @param text JSON, or a form (version 1.0.0)
 * @returns null: the body names no buyer
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
