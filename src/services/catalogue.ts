import { createHash } from 'node:crypto'
import type { Affiliation, Product } from '../domain/account.ts'
import { Refusal } from '../domain/errors.ts'
import type { Clock } from '../engine/clock.ts'
import type { Saved } from '../store/contract/directory.ts'
import type { Store } from '../store/contract/store.ts'

export interface ProductInput {
  readonly name: string
  readonly ucode: string | null
  readonly accountId: string
  readonly coProducers: readonly string[]
}

export interface AffiliationInput {
  readonly accountId: string
  readonly name: string
  readonly sharesBuyerData: boolean
}

/** Products and affiliations that the platform registers. */
export class Catalogue {
  readonly #parts: { store: Store; clock: Clock }

  constructor(parts: { store: Store; clock: Clock }) {
    this.#parts = parts
  }

  async saveProduct(id: number, input: ProductInput): Promise<Saved<Product>> {
    const { store, clock } = this.#parts
    await this.#requireAccount(input.accountId, '/accountId')
    for (const [i, accountId] of input.coProducers.entries()) await this.#requireAccount(accountId, `/coProducers/${i}`)
    const now = clock.now()
    const before = await store.getProduct(id)
    return store.saveProduct({
      ...input,
      id,
      ucode: input.ucode ?? before?.ucode ?? ucodeOf(id),
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    })
  }

  /** @param callerAccountId a producer, for its own products only; null: the platform, for all products */
  async saveAffiliation(
    callerAccountId: string | null,
    productId: number,
    affiliateCode: string,
    input: AffiliationInput,
  ): Promise<Saved<Affiliation>> {
    const { store, clock } = this.#parts
    await this.#requireOwnProduct(callerAccountId, productId)
    await this.#requireAccount(input.accountId, '/accountId')
    const now = clock.now()
    const before = await store.getAffiliation(productId, affiliateCode)
    return store.saveAffiliation({
      ...input,
      productId,
      affiliateCode,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    })
  }

  async listAffiliations(
    callerAccountId: string | null,
    productId: number,
    page: { after: string | null; limit: number },
  ): Promise<readonly Affiliation[]> {
    await this.#requireOwnProduct(callerAccountId, productId)
    return this.#parts.store.listAffiliations(productId, page)
  }

  async #requireOwnProduct(accountId: string | null, productId: number) {
    const product = await this.#parts.store.getProduct(productId)
    if (!product || (accountId !== null && product.accountId !== accountId)) throw new Refusal('not_found')
  }

  async #requireAccount(id: string, pointer: string) {
    if (await this.#parts.store.getAccount(id)) return
    throw new Refusal('unknown_account', { errors: [{ pointer, detail: `Account ${id} is not registered.` }] })
  }
}

/** The ucode of a product that has none: a UUIDv8 (RFC 9562, 5.8) of the hash of its number, so it never changes. */
function ucodeOf(productId: number): string {
  const hex = createHash('sha256').update(`product ${productId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
