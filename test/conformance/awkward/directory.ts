import { isDeepStrictEqual } from 'node:util'
import type { Account, Affiliation, Product } from '../../../src/domain/account.ts'
import {
  type Configuration,
  noStatedLimit,
  perfectHealth,
  type SigningSecret,
  startsAfresh,
} from '../../../src/domain/configuration.ts'
import { isSameHook } from '../../../src/domain/hook.ts'
import { type ConfigurationId, millisecondsOf } from '../../../src/domain/ids.ts'
import type { ConfigurationRecord, Created, Edited, Saved } from '../../../src/store/contract/directory.ts'
import type { AwkwardInstance, ConfigurationRow } from './instance.ts'

/** The part of the contract `directory` that the other suites need for set-up and checks: it does not pass its own suite. */

export function saveAccount(instance: AwkwardInstance, account: Account, basedOn: number): Edited {
  const before = instance.accounts.get(account.id)
  if ((before?.record.revision ?? 0) !== basedOn) return 'outdated'
  const moves = before === undefined || before.record.name !== account.name
  instance.accounts.set(account.id, {
    record: { ...account, revision: basedOn + 1 },
    version: (before?.version ?? 0) + (moves ? 1 : 0),
  })
  instance.changes.note({ kind: 'account', accountId: account.id })
  return 'saved'
}

export function saveProduct(instance: AwkwardInstance, product: Product): Saved<Product> {
  const before = instance.products.get(product.id) ?? null
  instance.products.set(product.id, product)
  if (isNews(before, product)) {
    for (const id of new Set([before?.accountId ?? product.accountId, product.accountId])) moveVersion(instance, id)
  }
  return { created: before === null, value: product }
}

export function saveAffiliation(instance: AwkwardInstance, affiliation: Affiliation): Saved<Affiliation> {
  const key = affiliationKey(affiliation.productId, affiliation.affiliateCode)
  const before = instance.affiliations.get(key) ?? null
  instance.affiliations.set(key, affiliation)
  const product = instance.products.get(affiliation.productId)
  if (product && isNews(before, affiliation)) moveVersion(instance, product.accountId)
  return { created: before === null, value: affiliation }
}

export function affiliationKey(productId: number, code: string): string {
  return `${productId} ${code}`
}

function isNews<T extends Product | Affiliation>(before: T | null, after: T): boolean {
  const { createdAt, updatedAt } = after
  return !isDeepStrictEqual(before && { ...before, createdAt, updatedAt }, { ...after })
}

export function createConfiguration(
  instance: AwkwardInstance,
  configuration: Configuration,
  secret: SigningSecret,
): Created {
  const same = [...instance.configurations.values()].find(
    ({ configuration: other }) =>
      other.accountId === configuration.accountId &&
      other.status.state !== 'removed' &&
      isSameHook(other, configuration),
  )
  if (same) return { same: same.configuration.id }
  instance.configurations.set(configuration.id, {
    configuration,
    revision: 1,
    health: perfectHealth,
    statedLimit: noStatedLimit,
    lastTakenAt: null,
  })
  instance.secrets.push(secret)
  noteEdit(instance, configuration)
  return 'saved'
}

export function changeConfiguration(instance: AwkwardInstance, configuration: Configuration, basedOn: number): Edited {
  const row = instance.configurations.get(configuration.id)
  if (!row || row.configuration.status.state === 'removed' || row.revision !== basedOn) return 'outdated'
  if (startsAfresh(row.configuration, configuration)) {
    row.health = { ...perfectHealth, lastSuccessAt: row.health.lastSuccessAt }
    row.statedLimit = noStatedLimit
    row.lastTakenAt = null
  }
  edit(instance, row, configuration)
  return 'saved'
}

export function edit(instance: AwkwardInstance, row: ConfigurationRow, configuration: Configuration) {
  row.configuration = configuration
  row.revision++
  noteEdit(instance, configuration)
  // Its state or its pause may have changed: its waiting deliveries must be looked at.
  instance.changes.noteDue({ accountId: configuration.accountId, configurationId: configuration.id }, 0)
}

function noteEdit(instance: AwkwardInstance, { accountId }: Configuration) {
  moveVersion(instance, accountId)
  instance.changes.note({ kind: 'account', accountId })
}

export function rotateSecret({ secrets, configurations, changes }: AwkwardInstance, secret: SigningSecret) {
  secrets.push(secret)
  const accountId = configurations.get(secret.configurationId)?.configuration.accountId
  if (accountId !== undefined) changes.note({ kind: 'account', accountId })
}

function moveVersion({ accounts }: AwkwardInstance, accountId: string) {
  const row = accounts.get(accountId)
  if (row) row.version++
}

export function getConfiguration(
  instance: AwkwardInstance,
  accountId: string,
  id: ConfigurationId,
  withRemoved: boolean,
): ConfigurationRecord | null {
  const row = instance.configurations.get(id)
  const isThere = row && (withRemoved || row.configuration.status.state !== 'removed')
  if (!isThere || row.configuration.accountId !== accountId) return null
  const held = [...instance.deliveries.values()]
    .filter(({ delivery }) => delivery.configurationId === id && delivery.state === 'held')
    .map(({ delivery }) => millisecondsOf(delivery.id))
  return { ...row, held: held.length, heldSince: held.length > 0 ? Math.min(...held) : null }
}

export function wishesOf({ configurations }: AwkwardInstance, accountId: string): Configuration[] {
  return [...configurations.values()]
    .map(({ configuration }) => configuration)
    .filter((it) => it.accountId === accountId && it.status.state !== 'removed')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}
