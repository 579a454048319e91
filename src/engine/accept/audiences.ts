import type { Configuration } from '../../domain/configuration.ts'
import type { ConcernedAccounts, Ledger, WishesOfAccount } from '../../store/contract/ledger.ts'

/** The accounts that the events of a product concern, and which events they want. */
export interface Audience extends ConcernedAccounts {
  /** By account: all configurations that are not removed, oldest first. */
  readonly configurations: ReadonlyMap<string, readonly Configuration[]>
}

/** A product, with the codes of the affiliates that updates name. */
export interface AudienceName {
  readonly productId: number
  readonly codes: readonly string[]
}

const entriesMax = 20_000

/**
 * A cache of audiences. It may be behind the store: each decision carries the versions of the accounts, and the store refuses
 * entries that were decided on other versions. So a stale audience costs a second decision, and is never acted on. Products and
 * affiliates that do not exist are not cached.
 */
export class Audiences {
  readonly #store: Pick<Ledger, 'readConcerned' | 'readWishes'>
  readonly #audiences = new Map<string, Audience>()
  /** By account: the audiences of all its products share them. */
  readonly #wishes = new Map<string, WishesOfAccount>()

  constructor(store: Pick<Ledger, 'readConcerned' | 'readWishes'>) {
    this.#store = store
  }

  /** The audiences of each update, in the order of its names; null: there is no such product. */
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

  /** Whether the wishes of each account still have the version of this audience. */
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

  /** The wishes read here are at least as new as the versions, which were read before. */
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
      if (!wishes) throw new Error(`The wishes of account ${id} were not read.`)
      configurations.set(id, wishes.configurations)
    }
    return configurations
  }
}

function keyOf({ productId, codes }: AudienceName): string {
  return codes.length === 0 ? String(productId) : JSON.stringify([productId, ...codes])
}
