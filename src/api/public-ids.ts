import { type FieldError, Refusal } from '../domain/errors.ts'
import { isUuid, type Uuid } from '../domain/ids.ts'
import { type IdOf, type IdPrefix, parsePublicId } from '../domain/public-ids.ts'

export { publicId } from '../domain/public-ids.ts'

/** @throws Refusal not_found: a malformed id is answered like an unknown one */
export function readId<Prefix extends IdPrefix>(prefix: Prefix, text: string): IdOf<Prefix> {
  const id = parsePublicId(prefix, text)
  if (id === null)
    throw new Refusal('not_found', { detail: `${prefix}_… and 32 hexadecimal digits are expected here.` })
  return id
}

/** For ids inside a body or a query, where the error must name the wrong one. */
export function readIdAt<Prefix extends IdPrefix>(prefix: Prefix, text: string, pointer: string): IdOf<Prefix> {
  const id = parsePublicId(prefix, text)
  if (id !== null) return id
  const error: FieldError = { pointer, detail: `must be an id: ${prefix}_ and 32 hexadecimal digits` }
  throw new Refusal('invalid_request', { errors: [error] })
}

/** @throws Refusal not_found */
export function readEventId(text: string): Uuid {
  if (!isUuid(text)) throw new Refusal('not_found')
  return text
}
