import type { Configuration } from '../../domain/configuration.ts'
import type { ConcernedAccounts, Ledger, WishesOfAccount } from '../../store/contract/ledger.ts'

/** Whom the events of a product concern, and what they want. */
export interface Audience extends ConcernedAccounts {
  /** By account: all that are not removed, oldest first. */
  readonly configurations: ReadonlyMap<string, readonly Configuration[]>
}

/** A product, with the codes of the affiliates that updates name. */
export interface AudienceName {
  readonly productId: number
  readonly codes: readonly string[]
}

const entriesMax = 20_000

/**
 * Audiences, kept in memory. What is here may be behind the store: the versions of the accounts go with each decision, and the store
 * keeps nothing that was decided on others. So a stale audience costs a second decision, and is never acted on. That a product or
 * an affiliate does not exist is never remembered.
 */
export class Audiences {
  readonly #store: Pick<Ledger, 'readConcerned' | 'readWishes'>
  readonly #audiences = new Map<string, Audience>()
  /** By account. They are kept once, whatever products they are about. */
  readonly #wishes = new Map<string, WishesOfAccount>()

  constructor(store: Pick<Ledger, 'readConcerned' | 'readWishes'>) {
    this.#store = store
  }

  /** Those of each update, in the order of their names; null: there is no such product. */
  async load(names: readonly (readonly AudienceName[])[]): Promise<readonly (readonly (Audience | null)[])[]> {
    const found = new Map<string, Audience | null>()
    const missing = new Map<string, AudienceName>()
    for (const name of names.flat()) {
      const key = keyOf(name)
      const known = this.#audiences.get(key)
      if (known && this.#isCurrent(known)) found.set(key, known)
      else missing.set(key, name)
    }
    if (missing.size > 0) await this.#read(missing, found)
    return names.map((ofUpdate) => ofUpdate.map((name) => found.get(keyOf(name)) ?? null))
  }

  /** Something of the account has changed. */
  forget(accountId: string) {
    this.#wishes.delete(accountId)
  }

  forgetAll() {
    this.#wishes.clear()
    this.#audiences.clear()
  }

  /** Each account is still known at the version at which it was consulted. */
  #isCurrent({ versions }: ConcernedAccounts): boolean {
    for (const [accountId, version] of versions) if (this.#wishes.get(accountId)?.version !== version) return false
    return true
  }

  async #read(missing: ReadonlyMap<string, AudienceName>, found: Map<string, Audience | null>) {
    const answers = await this.#store.readConcerned([...missing.values()])
    if (this.#audiences.size + missing.size > entriesMax || this.#wishes.size > entriesMax) this.forgetAll()
    await this.#readWishes(answers)
    for (const [i, key] of [...missing.keys()].entries()) {
      const concerned = answers[i] ?? null
      const audience = concerned && { ...concerned, configurations: this.#configurationsOf(concerned) }
      found.set(key, audience)
      if (audience) this.#audiences.set(key, audience)
    }
  }

  /** What is read here is at least as new as the versions, which were read before it. */
  async #readWishes(concerned: readonly (ConcernedAccounts | null)[]) {
    const versions = new Map(concerned.flatMap((it) => (it ? [...it.versions] : [])))
    const missing = [...versions.keys()].filter((id) => this.#wishes.get(id)?.version !== versions.get(id))
    if (missing.length === 0) return
    const answers = await this.#store.readWishes(missing)
    for (const [i, id] of missing.entries()) {
      const wishes = answers[i]
      if (wishes) this.#wishes.set(id, wishes)
    }
  }

  #configurationsOf({ versions }: ConcernedAccounts): Audience['configurations'] {
    const configurations = new Map<string, readonly Configuration[]>()
    for (const id of versions.keys()) {
      const wishes = this.#wishes.get(id)
      if (!wishes) throw new Error(`Nothing was read of account ${id}.`)
      configurations.set(id, wishes.configurations)
    }
    return configurations
  }
}

function keyOf({ productId, codes }: AudienceName): string {
  return codes.length === 0 ? String(productId) : JSON.stringify([productId, ...codes])
}
