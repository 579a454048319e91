import { type FieldError, Refusal } from '../domain/errors.ts'
import {
  type ConfigurationId,
  type CredentialId,
  type DeliveryId,
  isUuid,
  type ReplayId,
  type SecretId,
  type Uuid,
} from '../domain/ids.ts'

/**
 * Ids as callers see them: a prefix that says of what, and the UUID without its dashes. Event ids are bare UUIDs, since they
 * are `webhook-id` on the wire. Nothing behind the API knows of prefixes.
 */

interface Kinds {
  cfg: ConfigurationId
  crd: CredentialId
  dlv: DeliveryId
  rpl: ReplayId
  sec: SecretId
  ses: Uuid
}
export type IdPrefix = keyof Kinds

export function publicId<Prefix extends IdPrefix>(prefix: Prefix, id: Kinds[Prefix]): string {
  return `${prefix}_${id.replaceAll('-', '')}`
}

/** @throws Refusal not_found: an id that cannot exist is as absent as one that does not */
export function readId<Prefix extends IdPrefix>(prefix: Prefix, text: string): Kinds[Prefix] {
  const id = parse(prefix, text)
  if (id === null)
    throw new Refusal('not_found', { detail: `${prefix}_… and 32 hexadecimal digits are expected here.` })
  return id
}

/** For ids inside a body or a query, where the caller has to be told which one is wrong. */
export function readIdAt<Prefix extends IdPrefix>(prefix: Prefix, text: string, pointer: string): Kinds[Prefix] {
  const id = parse(prefix, text)
  if (id !== null) return id
  const error: FieldError = { pointer, detail: `must be an id: ${prefix}_ and 32 hexadecimal digits` }
  throw new Refusal('invalid_request', { errors: [error] })
}

/** @throws Refusal not_found */
export function readEventId(text: string): Uuid {
  if (!isUuid(text)) throw new Refusal('not_found')
  return text
}

const idPattern = /^([a-z]{3})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

function parse<Prefix extends IdPrefix>(prefix: Prefix, text: string): Kinds[Prefix] | null {
  const match = idPattern.exec(text)
  if (match?.[1] !== prefix) return null
  return match.slice(2).join('-') as Kinds[Prefix]
}
