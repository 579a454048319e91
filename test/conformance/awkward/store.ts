import type { Account, Affiliation, Product } from '../../../src/domain/account.ts'
import type { Configuration, SigningSecret } from '../../../src/domain/configuration.ts'
import type { ConfigurationId, DeliveryId, EventId } from '../../../src/domain/ids.ts'
import type { Directory } from '../../../src/store/contract/directory.ts'
import type { History } from '../../../src/store/contract/history.ts'
import type { Entry, Ledger, Question } from '../../../src/store/contract/ledger.ts'
import type { Store } from '../../../src/store/contract/store.ts'
import type { AskedLane, Work } from '../../../src/store/contract/work.ts'
import { overBorder } from '../border.ts'
import { append } from './append.ts'
import { claimDueDeliveries } from './claims.ts'
import * as directory from './directory.ts'
import { getDelivery, getEvent, getTransaction } from './history.ts'
import type { AwkwardInstance, Incarnation } from './instance.ts'
import { look, readConcerned, readWishes } from './look.ts'
import { holdPending, releaseHeld } from './settle.ts'

type ToSetUp = Pick<
  Directory,
  | 'saveAccount'
  | 'getAccount'
  | 'saveProduct'
  | 'saveAffiliation'
  | 'createConfiguration'
  | 'changeConfiguration'
  | 'getConfiguration'
>
type ToLook = Pick<History, 'getEvent' | 'getTransaction' | 'getDelivery'>

/**
 * One node on an instance. Each method runs in one turn of the event loop, so it is one atomic unit. This file is a list; what a
 * method does is in the file that it comes from.
 */
class AwkwardStore
  implements Ledger, Pick<Work, 'claimDueDeliveries' | 'holdPending' | 'releaseHeld'>, ToSetUp, ToLook
{
  readonly #instance: AwkwardInstance
  readonly #node: Incarnation

  constructor(instance: AwkwardInstance) {
    this.#instance = instance
    this.#node = instance.incarnate()
  }

  async look(questions: readonly Question[], options = { lock: false }) {
    return look(this.#instance, questions, options.lock ? this.#node : null)
  }

  async readConcerned(asked: Parameters<Ledger['readConcerned']>[0]) {
    return readConcerned(this.#instance, asked)
  }

  async readWishes(accountIds: readonly string[]) {
    return readWishes(this.#instance, accountIds)
  }

  async append(entries: readonly Entry[]) {
    // Its commit comes later than that of an edit which was asked for at the same time.
    await turn()
    return append(this.#instance, this.#node, entries)
  }

  async claimDueDeliveries(lanes: readonly AskedLane[], now: number) {
    return claimDueDeliveries(this.#instance, this.#node, lanes, now)
  }

  async holdPending(id: ConfigurationId, by: string, now: number, limit: number) {
    return holdPending(this.#instance, id, by, now, limit)
  }

  async releaseHeld(id: ConfigurationId, now: number, limit: number) {
    return releaseHeld(this.#instance, id, now, limit)
  }

  async saveAccount(account: Account, basedOn: number) {
    return directory.saveAccount(this.#instance, account, basedOn)
  }

  async getAccount(id: string) {
    return this.#instance.accounts.get(id)?.record ?? null
  }

  async saveProduct(product: Product) {
    return directory.saveProduct(this.#instance, product)
  }

  async saveAffiliation(affiliation: Affiliation) {
    return directory.saveAffiliation(this.#instance, affiliation)
  }

  async createConfiguration(configuration: Configuration, secret: SigningSecret) {
    return directory.createConfiguration(this.#instance, configuration, secret)
  }

  async changeConfiguration(configuration: Configuration, basedOn: number) {
    return directory.changeConfiguration(this.#instance, configuration, basedOn)
  }

  async getConfiguration(accountId: string, id: ConfigurationId, withRemoved = false) {
    return directory.getConfiguration(this.#instance, accountId, id, withRemoved)
  }

  async getEvent(id: EventId) {
    return getEvent(this.#instance, id)
  }

  async getTransaction(transaction: string) {
    return getTransaction(this.#instance, transaction)
  }

  async getDelivery(accountId: string, id: DeliveryId) {
    return getDelivery(this.#instance, accountId, id)
  }
}

/** Every call is answered a turn of the event loop later. Methods of other contracts are not there. */
export function openNode(instance: AwkwardInstance): Store {
  return overBorder(new AwkwardStore(instance) as unknown as Store, turn)
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
