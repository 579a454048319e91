import { subjectKey } from '../../../src/domain/subject.ts'
import type { UpdateName } from '../../../src/domain/update.ts'
import type { ConcernedAccounts, Known, Ledger, Question, WishesOfAccount } from '../../../src/store/contract/ledger.ts'
import { affiliationKey, wishesOf } from './directory.ts'
import { documentOfEvent } from './history.ts'
import type { AwkwardInstance, Incarnation, SubjectRow } from './instance.ts'

const lockMs = 1_000

export const unknownSubject: SubjectRow = {
  revision: 0,
  transaction: null,
  sequence: 0,
  newestEvent: null,
  document: null,
}

/** @param lockFor the incarnation that locks the subjects; null: no lock */
export function look(instance: AwkwardInstance, questions: readonly Question[], lockFor: Incarnation | null): Known[] {
  return questions.map(({ subject, withDocument, names }) => {
    const key = subjectKey(subject)
    if (lockFor !== null && key !== null) lock(instance, key, lockFor)
    const { document, ...row } = (key !== null && instance.subjects.get(key)) || unknownSubject
    return {
      ...row,
      document: withDocument ? (document ?? documentOfEvent(instance, row.transaction?.eventId ?? null)) : null,
      before: findName(instance, names) ?? null,
    }
  })
}

/** A lock of another node stays: that node appends first. */
function lock(instance: AwkwardInstance, key: string, by: Incarnation) {
  if (isFreeFor(instance, key, by)) instance.locks.set(key, { by, until: instance.now() + lockMs })
}

/** Whether this node may append about the subject: no other node has locked it. */
export function isFreeFor(instance: AwkwardInstance, key: string, node: Incarnation): boolean {
  const lock = instance.locks.get(key)
  return lock === undefined || lock.by === node || lock.until <= instance.now()
}

/** The first of the names that is taken. */
export function findName(instance: AwkwardInstance, names: readonly UpdateName[]) {
  return names.map((name) => instance.names.get(nameKey(name))).find((it) => it !== undefined)
}

export function nameKey({ scope, key }: UpdateName): string {
  return JSON.stringify([scope, key])
}

export function readConcerned(
  instance: AwkwardInstance,
  asked: Parameters<Ledger['readConcerned']>[0],
): (ConcernedAccounts | null)[] {
  return asked.map(({ productId, codes }) => {
    const product = instance.products.get(productId)
    if (!product) return null
    const affiliations = codes.flatMap((code) => instance.affiliations.get(affiliationKey(productId, code)) ?? [])
    const accounts = [product.accountId, ...product.coProducers, ...affiliations.map(({ accountId }) => accountId)]
    return {
      product,
      producer: { name: instance.accounts.get(product.accountId)?.record.name ?? '' },
      affiliations,
      versions: new Map(accounts.map((id) => [id, versionOf(instance, id)])),
    }
  })
}

export function readWishes(instance: AwkwardInstance, accountIds: readonly string[]): WishesOfAccount[] {
  return accountIds.map((id) => ({ version: versionOf(instance, id), configurations: wishesOf(instance, id) }))
}

export function versionOf(instance: AwkwardInstance, accountId: string): number {
  return instance.accounts.get(accountId)?.version ?? 0
}
