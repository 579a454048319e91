import type { ConfigurationId, CredentialId, SecretId, Uuid } from '../../domain/ids.ts'

/** The store as a whole: opening and closing it, and small facts about it. */
export interface Lifetime {
  /** Opens, migrates and locks the store. Fails with a clear message if that is impossible. */
  start(): Promise<void>
  /** Waits for calls under way. May be called twice. */
  stop(): Promise<void>
  /** Fails if the store cannot write at the moment. */
  probe(): Promise<void>
  /** A small fact about the store, such as the check value of the master key. The first value wins. Returns the current value. */
  keepFact(name: string, value: string): Promise<string>
  /** Replaces the value. */
  setFact(name: string, value: string): Promise<void>
  /** null: there is no such fact. */
  getFact(name: string): Promise<string | null>
  /**
   * A page of at most `limit` texts that may be sealed. A page may be short; an empty page is the end.
   * @param after where the previous page ended
   */
  listSealed(after: SealedPlace | null, limit: number): Promise<readonly SealedText[]>
  /** Replaces each text that has not changed since it was read. @returns how many were replaced */
  replaceSealed(texts: readonly Resealed[]): Promise<number>
  /** The greatest id of an event, a configuration, a credential or a replay; null: there is none. */
  newestId(): Promise<Uuid | null>
}

/** Where a sealed text is stored. The sealing is bound to this place. A fact may be sealed or not. */
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

export interface Resealed extends SealedText {
  /** The text that it replaces. */
  readonly before: string
}
