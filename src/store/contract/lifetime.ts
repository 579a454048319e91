import type { ConfigurationId, CredentialId, SecretId, Uuid } from '../../domain/ids.ts'

/** The store as a whole: opening and closing it, and small facts about it. */
export interface Lifetime {
  /** Opens, migrates and locks what it needs. Fails with a clear message when that cannot be done. */
  start(): Promise<void>
  /** Waits for what is under way. Twice is harmless. */
  stop(): Promise<void>
  /** Fails when nothing can be written at the moment. */
  probe(): Promise<void>
  /** A small fact about the store itself, such as the check of the master key. First value wins; the one in force is answered. */
  keepFact(name: string, value: string): Promise<string>
  /** Puts it in the place of the one before. */
  setFact(name: string, value: string): Promise<void>
  /** null: there is no such fact. */
  getFact(name: string): Promise<string | null>
  /**
   * A page of all that may be sealed, of `limit` rows at most. A page may be short; after the last one comes an empty one.
   * @param after where the page before ended
   */
  listSealed(after: SealedPlace | null, limit: number): Promise<readonly SealedText[]>
  /** Replaces each text that still stands there. @returns how many were replaced */
  replaceSealed(texts: readonly Resealed[]): Promise<number>
  /** The greatest id of an event, a configuration, a credential or a replay; null: there is none. */
  newestId(): Promise<Uuid | null>
}

/** Where a sealed text stands, which its sealing is bound to. A fact may be sealed or not. */
export type SealedPlace =
  | { readonly kind: 'hottok'; readonly accountId: string }
  | { readonly kind: 'testSecret'; readonly accountId: string }
  | { readonly kind: 'hookHottok'; readonly id: ConfigurationId; readonly accountId: string }
  | {
      readonly kind: 'signingSecret'
      readonly id: SecretId
      readonly configurationId: ConfigurationId
      readonly accountId: string
    }
  | {
      readonly kind: 'clientSecret'
      readonly id: SecretId
      readonly credentialId: CredentialId
      readonly accountId: string
    }
  | { readonly kind: 'answer'; readonly scope: string; readonly key: string }
  | { readonly kind: 'fact'; readonly name: string }

export interface SealedText {
  readonly place: SealedPlace
  readonly sealed: string
}

/** A text sealed anew. */
export interface Resealed extends SealedText {
  /** The one that it takes the place of. */
  readonly before: string
}
