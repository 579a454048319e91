import type { Account, Affiliation, Product } from '../../domain/account.ts'
import type { Configuration, Health, SigningSecret, StatedLimit } from '../../domain/configuration.ts'
import type { ConfigurationId } from '../../domain/ids.ts'

/** Who and what: accounts, products, affiliations, configurations and their secrets. */
export interface Directory {
  /**
   * Keeps the account as it is given, unless another editor was faster: see `Edited`. With another token a rotation begins or
   * is over, and no configuration of the account uses the new one early any more.
   * @param basedOn the revision that was read; 0: there was no such account
   */
  saveAccount(account: Account, basedOn: number): Promise<Edited>
  getAccount(id: string): Promise<AccountRecord | null>
  saveProduct(product: Product): Promise<Saved<Product>>
  getProduct(id: number): Promise<Product | null>
  /** Products that the account produces or co-produces, by id. */
  listProducts(accountId: string, page: { after: number | null; limit: number }): Promise<readonly Product[]>
  saveAffiliation(affiliation: Affiliation): Promise<Saved<Affiliation>>
  getAffiliation(productId: number, affiliateCode: string): Promise<Affiliation | null>
  listAffiliations(
    productId: number,
    page: { after: string | null; limit: number; accountId?: string },
  ): Promise<readonly Affiliation[]>
  /** Keeps both; false: the account has `most` already, of those that are not removed. null: there is no such limit. */
  createConfiguration(configuration: Configuration, secret: SigningSecret, most: number | null): Promise<boolean>
  /**
   * Keeps the configuration as it is given, unless another editor was faster, or has removed it: see `Edited`. One that starts
   * afresh (see `startsAfresh`) has no failures behind it; its last success stays known.
   * @param basedOn the revision that was read
   */
  changeConfiguration(configuration: Configuration, basedOn: number): Promise<Edited>
  /** Removed ones too when asked for: their posts stay in the history. */
  getConfiguration(accountId: string, id: ConfigurationId, withRemoved?: boolean): Promise<ConfigurationRecord | null>
  /** Newest first. */
  listConfigurations(
    accountId: string,
    page: { before: ConfigurationId | null; limit: number; withRemoved?: boolean; sources?: readonly string[] },
  ): Promise<readonly ConfigurationRecord[]>
  /** Secrets still in force at `now`, newest first. */
  listSecrets(id: ConfigurationId, now: number): Promise<readonly SigningSecret[]>
  /** Adds a secret; the ones before it end at `oldOnesExpireAt`. */
  rotateSecret(secret: SigningSecret, oldOnesExpireAt: number): Promise<void>
}

/** `outdated`: what the edit stands on is no longer so, and nothing was written. The editor reads and decides again. */
export type Edited = 'saved' | 'outdated'

export interface Saved<T> {
  readonly created: boolean
  readonly value: T
}

/** An account as it was read. */
export interface AccountRecord extends Account {
  /** Moves with every change of the account. */
  readonly revision: number
}

export interface ConfigurationRecord {
  readonly configuration: Configuration
  /** Moves with every change of the configuration; its health has nothing to do with it. */
  readonly revision: number
  readonly health: Health
  readonly statedLimit: StatedLimit
  /** How many deliveries are held. */
  readonly held: number
  /** When the oldest of them came, milliseconds; null: none is held. Too early where that one was cancelled by hand. */
  readonly heldSince: number | null
}
