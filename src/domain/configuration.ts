import type { EventName, PayloadVersion } from './event.ts'
import type { ConfigurationId, CredentialId, SecretId } from './ids.ts'

/** An account's wish: which events, of which product, go to which URL. */
export interface Configuration {
  readonly id: ConfigurationId
  readonly accountId: string
  readonly name: string
  readonly url: string
  readonly events: readonly EventName[]
  /** null: all products. */
  readonly productId: number | null
  readonly version: PayloadVersion
  /** Whether bodies carry the hottok too, for receivers that look for it only there; in version 1.0.0 they always do. */
  readonly hottokInBody: boolean
  /** What made it: `api`, `console`, `zapier`… */
  readonly source: string
  /** The credential that it was made with; null: the console, or the platform. */
  readonly credentialId: CredentialId | null
  readonly status: ConfigurationStatus
  /** Uses the new hottok before the account's rotation switches. */
  readonly usesNewHottok: boolean
  /** Sealed: a verification token of its own, as hooks have; null: it is sent the account's. */
  readonly hottok: string | null
  /** Posts a second at most; null: as many as its receiver takes. */
  readonly maxPerSecond: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

export const maxPerSecondMost = 1_000

export type ConfigurationStatus =
  | { readonly state: 'active' }
  /** Enabled again, while what was held goes out in order: new deliveries queue up behind it as held. */
  | { readonly state: 'releasing'; readonly mode: ReleaseMode; readonly by: string; readonly at: number }
  | {
      readonly state: 'disabled'
      readonly reason: DisabledReason
      readonly at: number
      readonly by: string
      /** One sentence for people; names a class of cause, never an address. */
      readonly detail: string
    }
  | { readonly state: 'removed'; readonly at: number; readonly by: string }

export const disabledReasons = [
  'manual',
  'gone', // 410
  'url-error', // a delivery used up its attempts, every one failed for the URL itself
  'failing', // five days of nothing but failures
  'name-not-found', // found by the check when the URL was saved
  'address-not-allowed',
  'certificate-of-another-site',
] as const
export type DisabledReason = (typeof disabledReasons)[number]

export const releaseModes = ['all', 'latest', 'discard'] as const
export type ReleaseMode = (typeof releaseModes)[number]

/** How a configuration's address has been doing. Tests and manual series do not count. Times in milliseconds. */
export interface Health {
  readonly lastSuccessAt: number | null
  /** Of the first failure after the last success. */
  readonly failingSince: number | null
  /** Attempts that failed since then. */
  readonly failures: number
}

/** The limit that a receiver has stated (`domain/delivery/stated-limit.ts`). Times in milliseconds. */
export interface StatedLimit {
  /** It asked to wait until then; null: it never did. */
  readonly pausedUntil: number | null
  /** How many posts a second it is sent after that; null: no limit is known. */
  readonly perSecond: number | null
}

export const noStatedLimit: StatedLimit = { pausedUntil: null, perSecond: null }

export const perfectHealth: Health = { lastSuccessAt: null, failingSince: null, failures: 0 }

export function healthAfter(health: Health, at: number, delivered: boolean): Health {
  return delivered
    ? { lastSuccessAt: at, failingSince: null, failures: 0 }
    : { ...health, failingSince: health.failingSince ?? at, failures: health.failures + 1 }
}

/**
 * Whether a change gives the address a fresh start: it is another one, or somebody has enabled it again. What failed before
 * says nothing about it any more; counted on, five bad days would disable it again at its first stumble.
 */
export function startsAfresh(before: Configuration, after: Configuration): boolean {
  const enabled = before.status.state === 'disabled' && after.status.state !== 'disabled'
  return enabled || before.url !== after.url
}

/** A signing secret; several are in force during a rotation. */
export interface SigningSecret {
  readonly id: SecretId
  readonly configurationId: ConfigurationId
  /** Sealed `whsec_…`. */
  readonly sealed: string
  readonly createdAt: number
  /** Milliseconds; null: until rotated. */
  readonly expiresAt: number | null
}
