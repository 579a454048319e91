import type { Account, Affiliation, Product } from '../../domain/account.ts'
import type { Configuration, Health, SigningSecret, StatedLimit } from '../../domain/configuration.ts'
import type { ConfigurationId } from '../../domain/ids.ts'

/** Accounts, products, affiliations, configurations and their secrets. */
export interface Directory {
  /**
   * Saves the account as given, unless another editor was faster: see `Edited`. A changed token means that a rotation begins or
   * ends: then no configuration of the account uses the new token early any more.
   * @param basedOn the revision that was read; 0: there was no such account
   */
  saveAccount(account: Account, basedOn: number): Promise<Edited>
  getAccount(id: string): Promise<AccountRecord | null>
  saveProduct(product: Product): Promise<Saved<Product>>
  getProduct(id: number): Promise<Product | null>
  /** Products that the account produces or co-produces, ordered by id. */
  listProducts(accountId: string, page: { after: number | null; limit: number }): Promise<readonly Product[]>
  saveAffiliation(affiliation: Affiliation): Promise<Saved<Affiliation>>
  getAffiliation(productId: number, affiliateCode: string): Promise<Affiliation | null>
  listAffiliations(
    productId: number,
    page: { after: string | null; limit: number; accountId?: string },
  ): Promise<readonly Affiliation[]>
  /**
   * Saves both, unless the account has the same hook already (see `isSameHook`), or `most` configurations, without the removed
   * ones. `most` null: no limit.
   */
  createConfiguration(configuration: Configuration, secret: SigningSecret, most: number | null): Promise<Created>
  /**
   * Saves the configuration as given, unless another editor was faster or has removed it: see `Edited`. A configuration that
   * starts afresh (see `startsAfresh`) loses its count of failures and keeps its last success.
   * @param basedOn the revision that was read
   */
  changeConfiguration(configuration: Configuration, basedOn: number): Promise<Edited>
  /** `withRemoved` includes removed ones: their posts stay in the history. */
  getConfiguration(accountId: string, id: ConfigurationId, withRemoved?: boolean): Promise<ConfigurationRecord | null>
  /** Newest first. */
  listConfigurations(accountId: string, page: ConfigurationsPage): Promise<readonly ConfigurationRecord[]>
  /** Secrets still in force at `now`, newest first. */
  listSecrets(id: ConfigurationId, now: number): Promise<readonly SigningSecret[]>
  /** Adds a secret; earlier ones expire at `oldOnesExpireAt`. */
  rotateSecret(secret: SigningSecret, oldOnesExpireAt: number): Promise<void>
}

export interface ConfigurationsPage {
  readonly before: ConfigurationId | null
  readonly limit: number
  readonly withRemoved?: boolean
  readonly sources?: readonly string[]
  /** Only those that lead to exactly this URL. */
  readonly url?: string
  /** Only those that are disabled, have failed since their last success, or were asked to wait until after this moment. */
  readonly troubledAt?: number
}

/** `outdated`: the revision that the edit is based on has changed. Nothing was written; the caller reads and decides again. */
export type Edited = 'saved' | 'outdated'

export type Created = 'saved' | 'too-many' | { readonly same: ConfigurationId }

export interface Saved<T> {
  readonly created: boolean
  readonly value: T
}

export interface AccountRecord extends Account {
  /** Increases with every change of the account. */
  readonly revision: number
}

export interface ConfigurationRecord {
  readonly configuration: Configuration
  /** Increases with every change of the configuration, but not with its health. */
  readonly revision: number
  readonly health: Health
  readonly statedLimit: StatedLimit
  /** Number of held deliveries. */
  readonly held: number
  /** When the oldest held delivery was created; null: none is held. Too early if that one was cancelled by hand. */
  readonly heldSince: number | null
}
