import type { Account, Affiliation, Product } from '../../domain/account.ts'
import type { Configuration, Health, SigningSecret, StatedLimit } from '../../domain/configuration.ts'
import type { ConfigurationId } from '../../domain/ids.ts'

/** Who and what: accounts, products, affiliations, configurations and their secrets. */
export interface Directory {
  /** Creates what `create` gives when the account is new, else what `change` makes of it. */
  saveAccount(id: string, create: () => Account, change: (account: Account) => Account): Promise<Saved<Account>>
  getAccount(id: string): Promise<Account | null>
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
   * `change` sees the configuration as it is now. Removed ones are absent. One that starts afresh (see `startsAfresh`) has no
   * failures behind it; its last success stays known.
   */
  changeConfiguration(
    accountId: string,
    id: ConfigurationId,
    change: (current: Configuration) => Configuration,
  ): Promise<Configuration | null>
  /** Removed ones too when asked for: their posts stay in the history. */
  getConfiguration(accountId: string, id: ConfigurationId, withRemoved?: boolean): Promise<ConfigurationRecord | null>
  /** Newest first. */
  listConfigurations(
    accountId: string,
    page: { before: ConfigurationId | null; limit: number; withRemoved?: boolean; sources?: readonly string[] },
  ): Promise<readonly ConfigurationRecord[]>
  /** A rotation of the token begins: no configuration of the account uses the new one early any more. */
  forgetEarlySwitches(accountId: string): Promise<void>
  /** Secrets still in force at `now`, newest first. */
  listSecrets(id: ConfigurationId, now: number): Promise<readonly SigningSecret[]>
  /** Adds a secret; the ones before it end at `oldOnesExpireAt`. */
  rotateSecret(secret: SigningSecret, oldOnesExpireAt: number): Promise<void>
}

export interface Saved<T> {
  readonly created: boolean
  readonly value: T
}

export interface ConfigurationRecord {
  readonly configuration: Configuration
  readonly health: Health
  readonly statedLimit: StatedLimit
  /** How many deliveries are held. */
  readonly held: number
  /** When the oldest of them came, milliseconds; null: none is held. Too early where that one was cancelled by hand. */
  readonly heldSince: number | null
}
