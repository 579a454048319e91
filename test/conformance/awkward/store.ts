import type { Account, Affiliation, Product } from '../../../src/domain/account.ts'
import type { Configuration, SigningSecret } from '../../../src/domain/configuration.ts'
import type { ConfigurationId, DeliveryId, EventId, ReplayId } from '../../../src/domain/ids.ts'
import type { Directory } from '../../../src/store/contract/directory.ts'
import type { History } from '../../../src/store/contract/history.ts'
import type { Entry, Ledger, Question } from '../../../src/store/contract/ledger.ts'
import type { Change, Nodes } from '../../../src/store/contract/nodes.ts'
import type { Store } from '../../../src/store/contract/store.ts'
import type {
  AttemptOutcome,
  ClaimKey,
  ClaimRequest,
  LongestWaits,
  Replay,
  ReplayStep,
  SeriesOptions,
  Work,
} from '../../../src/store/contract/work.ts'
import { overBorder } from '../border.ts'
import { append } from './append.ts'
import { begin, claim, giveBack, listClaims, Round } from './claims.ts'
import * as directory from './directory.ts'
import { getDelivery, getEvent, getTransaction, readStats } from './history.ts'
import type { AwkwardInstance, Incarnation } from './instance.ts'
import { look, readConcerned, readWishes } from './look.ts'
import { bringNear } from './near-dates.ts'
import { record } from './record.ts'
import { recover } from './recover.ts'
import { cancelReplay, getReplay, listOpenReplays, listReplayFailures, saveReplay } from './replays.ts'
import { cancel, openSeries } from './series.ts'
import { listUnfinished, settle } from './settle.ts'
import { turn } from './turn.ts'

type ToSetUp = Pick<
  Directory,
  | 'saveAccount'
  | 'getAccount'
  | 'saveProduct'
  | 'getProduct'
  | 'saveAffiliation'
  | 'createConfiguration'
  | 'changeConfiguration'
  | 'getConfiguration'
  | 'rotateSecret'
>
type ToLook = Pick<History, 'getEvent' | 'getTransaction' | 'getDelivery' | 'readStats'>

/** Duration of a lease after its renewal. */
export const lifeMs = 30_000

/**
 * One node on an instance. Each method runs in one turn of the event loop, so it is one atomic unit. This file is a list; the
 * methods are implemented in the imported files.
 */
class AwkwardStore implements Ledger, Work, Nodes, ToSetUp, ToLook {
  readonly #instance: AwkwardInstance
  #node: Incarnation
  readonly #round = new Round()
  readonly #watched = new Map<string, number>()

  constructor(instance: AwkwardInstance) {
    this.#instance = instance
    this.#node = this.#begin()
  }

  #begin(): Incarnation {
    const { lives, now } = this.#instance
    const node = lives.size + 1
    lives.set(node, now() + lifeMs)
    return node
  }

  end() {
    this.#instance.lives.set(this.#node, 0)
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
    // It commits later than an edit that was called at the same time.
    await turn()
    return append(this.#instance, this.#node, entries)
  }

  async claim(request: ClaimRequest) {
    return claim(this.#instance, this.#node, this.#round, request)
  }

  async giveBack(claims: readonly ClaimKey[], now: number) {
    giveBack(this.#instance, this.#node, claims, now)
  }

  async listClaims() {
    return listClaims(this.#instance, this.#node)
  }

  async record(outcomes: readonly AttemptOutcome[]) {
    return record(this.#instance, outcomes)
  }

  async begin(claim: ClaimKey) {
    begin(this.#instance, this.#node, claim)
  }

  async recover(_begun: readonly DeliveryId[], now: number) {
    return recover(this.#instance, now)
  }

  async bringNear(now: number, longest: LongestWaits, limit: number) {
    return bringNear(this.#instance, now, longest, limit)
  }

  async settle(id: ConfigurationId, by: string, now: number, limit: number) {
    return settle(this.#instance, id, { by, now, limit })
  }

  async listUnfinished() {
    return listUnfinished(this.#instance)
  }

  async openSeries(
    accountId: string,
    id: DeliveryId,
    by: string,
    now: number,
    options?: SeriesOptions,
    replay: ReplayStep | null = null,
  ) {
    return openSeries(this.#instance, accountId, id, { by, now, ...options, replay })
  }

  async cancel(
    accountId: string | null,
    id: DeliveryId,
    reason: 'manual' | 'consent withdrawn',
    by: string,
    now: number,
  ) {
    return cancel(this.#instance, accountId, id, { reason, by, now })
  }

  async saveReplay(replay: Replay) {
    return saveReplay(this.#instance, replay)
  }

  async cancelReplay(accountId: string, id: ReplayId, now: number) {
    return cancelReplay(this.#instance, accountId, id, now)
  }

  async getReplay(accountId: string, id: ReplayId) {
    return getReplay(this.#instance, accountId, id)
  }

  async listOpenReplays() {
    return listOpenReplays(this.#instance)
  }

  async listReplayFailures(
    accountId: string,
    id: ReplayId,
    page: { readonly after: DeliveryId | null; readonly limit: number },
  ) {
    return listReplayFailures(this.#instance, accountId, id, page)
  }

  async now() {
    return this.#instance.now()
  }

  async renewLife() {
    const { lives, now } = this.#instance
    if (!this.#instance.isAlive(this.#node)) {
      this.#node = this.#begin()
      return null
    }
    const until = now() + lifeMs
    lives.set(this.#node, until)
    return until
  }

  watch(hear: (change: Change) => void) {
    return this.#instance.changes.listen({ hear, watched: this.#watched })
  }

  watchDeliveries(accountId: string) {
    const count = (by: number) => this.#watched.set(accountId, (this.#watched.get(accountId) ?? 0) + by)
    let by = 1
    count(by)
    return () => {
      count(-by)
      by = 0
    }
  }

  async holdDuty(duty: string, now: number, until: number) {
    const { duties } = this.#instance
    const held = duties.get(duty)
    if (held && held.by !== this.#node && held.until > now) return false
    duties.set(duty, { by: this.#node, until })
    return true
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

  async getProduct(id: number) {
    return this.#instance.products.get(id) ?? null
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

  async rotateSecret(secret: SigningSecret) {
    directory.rotateSecret(this.#instance, secret)
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

  async readStats(filter: Parameters<History['readStats']>[0]) {
    return readStats(this.#instance, filter)
  }
}

/** Every call is answered one turn of the event loop later. Methods of other contracts do not exist. */
export function openNode(instance: AwkwardInstance): Node {
  const node = new AwkwardStore(instance)
  return { store: overBorder(node as unknown as Store, turn), end: () => node.end() }
}

export interface Node {
  readonly store: Store
  /** Ends its process without a clean stop. */
  readonly end: () => void
}
