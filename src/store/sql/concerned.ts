import type { Affiliation } from '../../domain/account.ts'
import type { ConcernedAccounts, WishesOfAccount } from '../contract/ledger.ts'
import { findAccount, findAffiliation, findProduct, versionOf } from './accounts.ts'
import { configurationsOf } from './configurations.ts'
import type { Unit } from './unit.ts'

/** The accounts that updates concern, and their configurations. Data and its version are of the same moment. */

export function* readConcerned(
  asked: readonly { readonly productId: number; readonly codes: readonly string[] }[],
): Unit<(ConcernedAccounts | null)[]> {
  const concerned: (ConcernedAccounts | null)[] = []
  for (const { productId, codes } of asked) concerned.push(yield* concernedBy(productId, codes))
  return concerned
}

function* concernedBy(productId: number, codes: readonly string[]): Unit<ConcernedAccounts | null> {
  const product = yield* findProduct(productId)
  if (!product) return null
  const affiliations: Affiliation[] = []
  for (const code of codes) {
    const affiliation = yield* findAffiliation(productId, code)
    if (affiliation) affiliations.push(affiliation)
  }
  const accounts = [product.accountId, ...product.coProducers, ...affiliations.map(({ accountId }) => accountId)]
  const versions = new Map<string, number>()
  for (const id of accounts) versions.set(id, yield* versionOf(id))
  return {
    product,
    producer: { name: (yield* findAccount(product.accountId))?.name ?? '' },
    affiliations,
    versions,
  }
}

export function* readWishes(accountIds: readonly string[]): Unit<WishesOfAccount[]> {
  const wishes: WishesOfAccount[] = []
  for (const id of accountIds)
    wishes.push({ version: yield* versionOf(id), configurations: yield* configurationsOf(id) })
  return wishes
}
