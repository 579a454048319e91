import type { ConfigurationId, CredentialId, DeliveryId, ReplayId, SecretId, UpdateId, Uuid } from './ids.ts'

/**
 * Ids in the API, the log and the figures: a prefix for the kind, then the UUID without its dashes. Event ids are bare UUIDs,
 * since they are `webhook-id` on the wire. The store and the wire use no prefixes.
 */

interface Kinds {
  cfg: ConfigurationId
  crd: CredentialId
  dlv: DeliveryId
  rpl: ReplayId
  sec: SecretId
  ses: Uuid
  upd: UpdateId
}
export type IdPrefix = keyof Kinds
export type IdOf<Prefix extends IdPrefix> = Kinds[Prefix]

export function publicId<Prefix extends IdPrefix>(prefix: Prefix, id: IdOf<Prefix>): string {
  return `${prefix}_${id.replaceAll('-', '')}`
}

const pattern = /^([a-z]{3})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

/** null: the text is not an id of this kind. */
export function parsePublicId<Prefix extends IdPrefix>(prefix: Prefix, text: string): IdOf<Prefix> | null {
  const match = pattern.exec(text)
  return match?.[1] === prefix ? (match.slice(2).join('-') as IdOf<Prefix>) : null
}
