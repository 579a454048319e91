import type { Uuid } from '../../domain/ids.ts'

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
   * Goes through all that may be sealed, in one commit. `renew` answers what is to stand in its place; null: it stays as it is.
   * @returns how many were replaced
   */
  renewSeals(renew: (sealed: string, place: SealedPlace) => string | null): Promise<number>
  /** The greatest id of an event, a configuration, a credential or a replay; null: there is none. */
  newestId(): Promise<Uuid | null>
}

/** Where a sealed text stands, which its sealing is bound to. A fact may be sealed or not. */
export type SealedPlace =
  | { readonly kind: 'hottok' | 'testSecret'; readonly accountId: string }
  | { readonly kind: 'hookHottok' | 'signingSecret' | 'clientSecret'; readonly id: string; readonly accountId: string }
  | { readonly kind: 'answer'; readonly scope: string; readonly key: string }
  | { readonly kind: 'fact'; readonly name: string }
