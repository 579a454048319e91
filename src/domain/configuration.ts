import type { EventName, PayloadVersion } from './event.ts'
import type { ConfigurationId, CredentialId, SecretId } from './ids.ts'

/** Which events of which product an account wants at which URL. */
export interface Configuration {
  readonly id: ConfigurationId
  readonly accountId: string
  readonly name: string
  readonly url: string
  readonly events: readonly EventName[]
  /** null: all products. */
  readonly productId: number | null
  readonly version: PayloadVersion
  /** Whether bodies carry the hottok too, for receivers that read it only there. Version 1.0.0 always carries it. */
  readonly hottokInBody: boolean
  /** The client that created it: `api`, `console`, `zapier`… */
  readonly source: string
  /** The credential it was created with; null: the console, or the platform. */
  readonly credentialId: CredentialId | null
  readonly status: ConfigurationStatus
  /** Uses the new hottok before the account's rotation switches. */
  readonly usesNewHottok: boolean
  /** Sealed: its own verification token, as hooks have; null: the account's token is sent. */
  readonly hottok: string | null
  /** How often another program has subscribed it, if it is a hook; 1 otherwise. */
  readonly subscriptions: number
  /** The most posts per second; null: no limit but the receiver's. */
  readonly maxPerSecond: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

export const maxPerSecondMost = 1_000

export type ConfigurationStatus =
  | { readonly state: 'active' }
  /** Enabled again. Held deliveries go out in order; new ones are held behind them. */
  | { readonly state: 'releasing'; readonly mode: ReleaseMode; readonly by: string; readonly at: number }
  | {
      readonly state: 'disabled'
      readonly reason: DisabledReason
      readonly at: number
      readonly by: string
      /** One sentence for people. It names a class of cause, never an address. */
      readonly detail: string
    }
  | { readonly state: 'removed'; readonly at: number; readonly by: string }

export const disabledReasons = [
  'manual',
  'gone', // 410
  'url-error', // every attempt of a delivery failed because of the URL itself
  'failing', // every attempt of five days failed
  'name-not-found', // found by the check that runs when the URL is saved
  'address-not-allowed',
  'certificate-of-another-site',
] as const
export type DisabledReason = (typeof disabledReasons)[number]

export const releaseModes = ['all', 'latest', 'discard'] as const
export type ReleaseMode = (typeof releaseModes)[number]

/** Successes and failures of a configuration's address. Tests and manual series do not count. Times in milliseconds. */
export interface Health {
  readonly lastSuccessAt: number | null
  /** The first failure after the last success. */
  readonly failingSince: number | null
  /** Attempts that failed since then. */
  readonly failures: number
}

/** The limit that a receiver has stated (`domain/delivery/stated-limit.ts`). Times in milliseconds. */
export interface StatedLimit {
  /** The moment until which it asked to wait; null: it never asked. */
  readonly pausedUntil: number | null
  /** Posts per second after that; null: no limit is known. */
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
 * Whether a change resets the health of the address: the URL changed, or the configuration was enabled again. Old failures must
 * not count then, or the next failure after five bad days would disable the configuration at once.
 */
export function startsAfresh(before: Configuration, after: Configuration): boolean {
  const enabled = before.status.state === 'disabled' && after.status.state !== 'disabled'
  return enabled || before.url !== after.url
}

/** The events that both send to the same address: there each arrives twice. */
export function repeatedEvents(a: Configuration, b: Configuration): readonly EventName[] {
  const products = a.productId === null || b.productId === null || a.productId === b.productId
  if (a.url !== b.url || !products) return []
  return a.events.filter((event) => b.events.includes(event))
}

/** A signing secret. Several are valid during a rotation. */
export interface SigningSecret {
  readonly id: SecretId
  readonly configurationId: ConfigurationId
  /** Sealed `whsec_…`. */
  readonly sealed: string
  readonly createdAt: number
  /** Milliseconds; null: until rotated. */
  readonly expiresAt: number | null
}
