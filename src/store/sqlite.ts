import { resolve } from 'node:path'
import type { Account, Affiliation, Product } from '../domain/account.ts'
import type { AccountAction } from '../domain/account-action.ts'
import type { Configuration, SigningSecret } from '../domain/configuration.ts'
import type { AccessToken, ClientSecret, Credential } from '../domain/credential.ts'
import type { EventName } from '../domain/event.ts'
import type { ConfigurationId, CredentialId, DeliveryId, EventId, ReplayId, Uuid } from '../domain/ids.ts'
import type { LegacyAttemptResult } from '../domain/legacy-post.ts'
import type { PortalLink, Session } from '../domain/session.ts'
import type { KeptAnswer, KeyedRequest } from './contract/access.ts'
import type { DeliveryCursor, DeliveryFilter, IntakeNote } from './contract/history.ts'
import type { Entry, Question } from './contract/ledger.ts'
import type { LegacyPostFilter, LegacyPostPlace, NewLegacyPost } from './contract/legacy-posts.ts'
import type { Resealed, SealedPlace } from './contract/lifetime.ts'
import type { Change } from './contract/nodes.ts'
import type { Store } from './contract/store.ts'
import { StoreUnavailable } from './contract/unavailable.ts'
import type { AttemptOutcome, ClaimKey, ClaimRequest, LongestWaits, Replay, SeriesOptions } from './contract/work.ts'
import { addAccountAction, listAccountActions } from './sqlite/account-actions.ts'
import * as accounts from './sqlite/accounts.ts'
import { beginAnswer, getFact, giveBackAnswer, keepAnswer, keepFact, setFact } from './sqlite/answers.ts'
import { append } from './sqlite/append.ts'
import { Background } from './sqlite/background.ts'
import { bringNear } from './sqlite/bring-near.ts'
import { cancel } from './sqlite/cancel.ts'
import { Checkpoints } from './sqlite/checkpoints.ts'
import { claim } from './sqlite/claim.ts'
import * as configurations from './sqlite/configurations.ts'
import * as credentials from './sqlite/credentials.ts'
import type { Database } from './sqlite/database.ts'
import { explained, type OpenDirectory, openDirectory, probe, type Warn } from './sqlite/directory.ts'
import { Forgetting } from './sqlite/forget.ts'
import { giveBack } from './sqlite/give-back.ts'
import { countIntakeNotes } from './sqlite/intake-notes.ts'
import * as legacyPosts from './sqlite/legacy-posts.ts'
import { countInSteps } from './sqlite/list-deliveries.ts'
import { look, readConcerned, readWishes } from './sqlite/look.ts'
import { newestId } from './sqlite/newest-id.ts'
import type { QueryArguments, QueryName, QueryResult } from './sqlite/queries.ts'
import { record } from './sqlite/record.ts'
import { recover } from './sqlite/recover.ts'
import { cancelReplay, getReplay, listOpenReplays, saveReplay } from './sqlite/replays.ts'
import { listSealed, replaceSealed } from './sqlite/seals.ts'
import { openSeries } from './sqlite/series.ts'
import * as sessions from './sqlite/sessions.ts'
import { settle } from './sqlite/settle.ts'
import { DatabaseLocked, isFaultOfDatabase } from './sqlite/sqlite-errors.ts'
import { listUnfinished } from './sqlite/unfinished.ts'
import { WriteTurns } from './sqlite/write-turns.ts'

const openAgainMs = 100

export interface SqliteStoreSettings {
  readonly directory: string
  /** How long a write waits while another program holds the lock of the database. 5 s: callers of the API wait for longer. */
  readonly lockPatienceMs?: number
  readonly warn?: Warn
  /** Told at the start which migrations were applied, when there were any. */
  readonly migrated?: (migrations: readonly string[]) => void
}

/**
 * Everything in one file of the data directory, for one process. One connection writes, on this thread: a commit takes a sync
 * of the disk, and there is nobody else to wait for. The history is read by another thread, on a connection of its own.
 * This file is a list; what a method does is in the file of sqlite/ that it names.
 */
export class SqliteStore implements Store {
  readonly #settings: Required<SqliteStoreSettings>
  #open: Open | undefined

  constructor(settings: SqliteStoreSettings) {
    // In full: what is relative would move along with the directory that the process stands in.
    this.#settings = {
      lockPatienceMs: 5_000,
      warn: () => {},
      migrated: () => {},
      ...settings,
      directory: resolve(settings.directory),
    }
  }

  async start() {
    const giveUpAt = performance.now() + this.#settings.lockPatienceMs
    if (this.#open) return
    while (!this.#open) {
      try {
        this.#open = openAll(this.#settings)
      } catch (error) {
        const isLocked = error instanceof StoreUnavailable && error.trouble === 'locked'
        if (!isLocked || performance.now() > giveUpAt) throw error
        await new Promise((resolve) => setTimeout(resolve, openAgainMs))
      }
    }
    const { migrations } = this.#opened.directory
    if (migrations.length > 0) this.#settings.migrated(migrations)
  }

  async stop() {
    const open = this.#open
    if (!open) return
    this.#open = undefined
    open.turns.stop()
    await open.background.stop()
    open.directory.close()
  }

  async probe() {
    await this.#write(probe, 'whole')
  }

  async keepFact(name: string, value: string) {
    return this.#write((db) => keepFact(db, name, value))
  }

  async setFact(name: string, value: string) {
    await this.#write((db) => setFact(db, name, value))
  }

  async getFact(name: string) {
    return this.#read((db) => getFact(db, name))
  }

  async listSealed(after: SealedPlace | null, limit: number) {
    return this.#read((db) => listSealed(db, after, limit))
  }

  async replaceSealed(texts: readonly Resealed[]) {
    return this.#write((db) => replaceSealed(db, texts))
  }

  async newestId() {
    return this.#read((db) => newestId(db))
  }

  // -- nodes: there is one, as the lock on the directory keeps any other out --------------------------------------------------

  async now() {
    return this.#read(
      (db) => db.get<{ now: number }>(`select cast(round(unixepoch('subsec') * 1000) as integer) as now`)?.now ?? 0,
    )
  }

  watch(hear: (change: Change) => void) {
    return this.#opened.directory.db.changes.watch(hear)
  }

  watchDeliveries(accountId: string) {
    return this.#opened.directory.db.changes.watchDeliveries(accountId)
  }

  async holdDuty(_duty: string, _now: number, _until: number) {
    return true
  }

  // -- who and what ------------------------------------------------------------------------------------------------------

  async saveAccount(account: Account, basedOn: number) {
    return this.#write((db) => {
      return accounts.saveAccount(db, account, basedOn)
    })
  }

  async getAccount(id: string) {
    return this.#read((db) => accounts.findAccount(db, id))
  }

  async getAccountVersions(ids: readonly string[]) {
    return this.#read((db) => accounts.accountVersions(db, ids))
  }

  async saveProduct(product: Product) {
    return this.#write((db) => {
      return accounts.saveProduct(db, product)
    })
  }

  async getProduct(id: number) {
    return this.#read((db) => accounts.findProduct(db, id))
  }

  async listProducts(accountId: string, page: { after: number | null; limit: number }) {
    return this.#read((db) => accounts.listProducts(db, accountId, page))
  }

  async saveAffiliation(affiliation: Affiliation) {
    return this.#write((db) => {
      return accounts.saveAffiliation(db, affiliation)
    })
  }

  async getAffiliation(productId: number, affiliateCode: string) {
    return this.#read((db) => accounts.findAffiliation(db, productId, affiliateCode))
  }

  async listAffiliations(productId: number, page: { after: string | null; limit: number; accountId?: string }) {
    return this.#read((db) => accounts.listAffiliations(db, productId, page))
  }

  // -- configurations ----------------------------------------------------------------------------------------------------

  async createConfiguration(configuration: Configuration, secret: SigningSecret, most: number | null) {
    const created = await this.#write((db) => configurations.createConfiguration(db, configuration, secret, most))
    if (created) this.#open?.directory.newest.note(configuration.id)
    return created
  }

  async changeConfiguration(configuration: Configuration, basedOn: number) {
    return this.#write((db) => configurations.changeConfiguration(db, configuration, basedOn))
  }

  async getConfiguration(accountId: string, id: ConfigurationId, withRemoved = false) {
    return this.#read((db) => configurations.getConfiguration(db, accountId, id, withRemoved))
  }

  async listConfigurations(
    accountId: string,
    page: { before: ConfigurationId | null; limit: number; withRemoved?: boolean; sources?: readonly string[] },
  ) {
    return this.#read((db) => configurations.listConfigurations(db, accountId, page))
  }

  async listSecrets(id: ConfigurationId, now: number) {
    return this.#read((db) => configurations.listSecrets(db, id, now))
  }

  async rotateSecret(secret: SigningSecret, oldOnesExpireAt: number) {
    await this.#write((db) => configurations.rotateSecret(db, secret, oldOnesExpireAt))
  }

  // -- accepting and delivering --------------------------------------------------------------------------------------------

  async look(questions: readonly Question[]) {
    // A lock keeps other nodes away, and there are none.
    return this.#read((db) => look(db, questions))
  }

  async readConcerned(asked: readonly { readonly productId: number; readonly codes: readonly string[] }[]) {
    return this.#read((db) => readConcerned(db, asked))
  }

  async readWishes(accountIds: readonly string[]) {
    return this.#read((db) => readWishes(db, accountIds))
  }

  async append(entries: readonly Entry[]) {
    const results = await this.#write((db) => append(db, entries), 'whole')
    const newest = entries.findLast(({ event }, i) => event !== null && results[i]?.kind === 'kept')?.event
    if (newest) this.#open?.directory.newest.note(newest.head.id)
    return results
  }

  async countIntakeNotes(notes: readonly IntakeNote[]) {
    await this.#write((db) => countIntakeNotes(db, notes))
  }

  async listIntakeNotes() {
    return this.#ask('listIntakeNotes')
  }

  /** The lock on the directory is the lease: all other incarnations ended before this one began. */
  async recover(begun: readonly DeliveryId[], now: number) {
    const open = this.#opened
    if (open.hasRecovered) return { requeued: 0, abandoned: [] }
    const recovered = await this.#write((db) => recover(db, begun, now))
    open.hasRecovered = true
    return recovered
  }

  async claim(request: ClaimRequest) {
    return this.#write((db) => claim(db, request), 'whole')
  }

  async bringNear(now: number, longest: LongestWaits, limit: number) {
    return this.#write((db) => bringNear(db, now, longest, limit))
  }

  async giveBack(claims: readonly ClaimKey[], now: number) {
    await this.#write((db) => giveBack(db, claims, now))
  }

  async record(outcomes: readonly AttemptOutcome[]) {
    return this.#write((db) => record(db, outcomes), 'whole')
  }

  // -- what happens to deliveries ------------------------------------------------------------------------------------------

  async settle(id: ConfigurationId, by: string, now: number, limit: number) {
    return this.#write((db) => settle(db, id, { by, now, limit }))
  }

  async listUnfinished() {
    return this.#read((db) => listUnfinished(db))
  }

  async openSeries(accountId: string, id: DeliveryId, by: string, now: number, options?: SeriesOptions) {
    return this.#write((db) => openSeries(db, accountId, id, { by, now, ...options }))
  }

  async cancel(
    accountId: string | null,
    id: DeliveryId,
    reason: 'manual' | 'consent withdrawn',
    by: string,
    now: number,
  ) {
    return this.#write((db) => cancel(db, accountId, id, { reason, by, now }))
  }

  // -- history -------------------------------------------------------------------------------------------------------------

  async listDeliveries(filter: DeliveryFilter, page: DeliveryCursor) {
    return this.#ask('listDeliveries', filter, page)
  }

  countDeliveries(filter: DeliveryFilter, most: number) {
    return countInSteps((before, limit) => this.#ask('countSome', filter, { before, limit }), most)
  }

  async getDelivery(accountId: string, id: DeliveryId) {
    return this.#ask('getDelivery', accountId, id)
  }

  async getDeliveries(accountId: string, ids: readonly DeliveryId[]) {
    return this.#ask('getDeliveries', accountId, ids)
  }

  async getEvent(id: EventId) {
    return this.#ask('getEvent', id)
  }

  async getTransaction(transaction: string) {
    return this.#ask('getTransaction', transaction)
  }

  async listEventsAfter(accountId: string, after: EventId, limit: number) {
    return this.#ask('listEventsAfter', accountId, after, limit)
  }

  async listRecentEvents(filter: { accountId: string; event?: EventName; productId?: number }, limit: number) {
    return this.#ask('listRecentEvents', filter, limit)
  }

  async readStats(filter: { accountId: string; from: number; to: number }) {
    return this.#ask('readStats', filter)
  }

  async gauge(now: number, retryHorizonsMs: readonly number[]) {
    return this.#ask('gauge', now, retryHorizonsMs)
  }

  // -- posts from before ---------------------------------------------------------------------------------------------------

  async keepLegacyPosts(posts: readonly NewLegacyPost[]) {
    return this.#write((db) => legacyPosts.keepLegacyPosts(db, posts), 'whole')
  }

  async listLegacyPosts(filter: LegacyPostFilter, page: { before: LegacyPostPlace | null; limit: number }) {
    return this.#ask('listLegacyPosts', filter, page)
  }

  async getLegacyPost(accountId: string, id: string) {
    return this.#ask('getLegacyPost', accountId, id)
  }

  async beginLegacyAttempt(accountId: string, id: string, attempt: { by: string; at: number; until: number }) {
    return this.#write((db) => legacyPosts.beginLegacyAttempt(db, accountId, id, attempt))
  }

  async recordLegacyAttempt(accountId: string, id: string, number: number, result: LegacyAttemptResult) {
    return this.#write((db) => legacyPosts.recordLegacyAttempt(db, accountId, id, number, result))
  }

  async recoverLegacyAttempts() {
    return this.#write((db) => legacyPosts.recoverLegacyAttempts(db))
  }

  // -- replays, sessions ---------------------------------------------------------------------------------------------------

  async saveReplay(replay: Replay) {
    return this.#write((db) => saveReplay(db, replay))
  }

  async cancelReplay(accountId: string, id: ReplayId, now: number) {
    return this.#write((db) => cancelReplay(db, accountId, id, now))
  }

  async getReplay(accountId: string, id: ReplayId) {
    return this.#read((db) => getReplay(db, accountId, id))
  }

  async listOpenReplays() {
    return this.#read((db) => listOpenReplays(db))
  }

  async saveLink(link: PortalLink, now: number) {
    await this.#write((db) => sessions.saveLink(db, link, now))
  }

  async useLink(secretHash: Uint8Array, now: number) {
    return this.#write((db) => sessions.useLink(db, secretHash, now))
  }

  async saveSession(session: Session) {
    await this.#write((db) => sessions.saveSession(db, session))
  }

  async findSession(tokenHash: Uint8Array, now: number) {
    return this.#read((db) => sessions.findSession(db, tokenHash, now))
  }

  async listSessions(accountId: string, now: number) {
    return this.#read((db) => sessions.listSessions(db, accountId, now))
  }

  async deleteSession(accountId: string, id: Uuid) {
    return this.#write((db) => sessions.deleteSession(db, accountId, id))
  }

  // -- credentials ---------------------------------------------------------------------------------------------------------

  async createCredential(credential: Credential, action: AccountAction, most: number) {
    return this.#write((db) => credentials.createCredential(db, credential, action, most))
  }

  async getCredential(accountId: string, id: CredentialId, now: number) {
    return this.#read((db) => credentials.getCredential(db, accountId, id, now))
  }

  async findCredential(id: CredentialId, now: number) {
    return this.#read((db) => credentials.findCredential(db, id, now))
  }

  async listCredentials(accountId: string, page: { before: CredentialId | null; limit: number }, now: number) {
    return this.#read((db) => credentials.listCredentials(db, accountId, page, now))
  }

  async rotateClientSecret(
    accountId: string,
    secret: ClientSecret,
    oldOnes: { endAt: number; most: number },
    action: AccountAction,
  ) {
    return this.#write((db) => credentials.rotateClientSecret(db, accountId, secret, oldOnes, action))
  }

  async noteCredentialUse(id: CredentialId, at: number) {
    await this.#write((db) => credentials.noteCredentialUse(db, id, at))
  }

  async removeCredential(accountId: string, id: CredentialId, action: AccountAction) {
    return this.#write((db) => credentials.removeCredential(db, accountId, id, action))
  }

  async saveAccessToken(token: AccessToken) {
    await this.#write((db) => credentials.saveAccessToken(db, token))
  }

  async findAccessToken(tokenHash: Uint8Array, now: number) {
    return this.#read((db) => credentials.findAccessToken(db, tokenHash, now))
  }

  async addAccountAction(action: AccountAction) {
    await this.#write((db) => addAccountAction(db, action))
  }

  async listAccountActions(accountId: string, page: { before: Uuid | null; limit: number }) {
    return this.#read((db) => listAccountActions(db, accountId, page))
  }

  // -- answers, housekeeping -------------------------------------------------------------------------------------------------

  async beginAnswer(request: KeyedRequest, now: number) {
    return this.#write((db) => beginAnswer(db, request, now))
  }

  async keepAnswer(request: KeyedRequest, answer: KeptAnswer, expiresAt: number) {
    await this.#write((db) => keepAnswer(db, request, answer, expiresAt))
  }

  async giveBackAnswer(request: KeyedRequest) {
    await this.#write((db) => giveBackAnswer(db, request))
  }

  async forget(cutoffs: { history: number; force: number; transactions: number; now: number }) {
    return this.#write((db) => this.#opened.forgetting.step(db, cutoffs), 'whole')
  }

  // -- inner workings ------------------------------------------------------------------------------------------------------

  get #opened(): Open {
    if (!this.#open) throw new StoreUnavailable('closed', 'The store is not open.')
    return this.#open
  }

  #read<T>(read: (db: Database) => T): T {
    try {
      return read(this.#opened.directory.db)
    } catch (error) {
      throw this.#explained(error)
    }
  }

  /** The thread that reads opens the files by their names. */
  async #ask<Name extends QueryName>(name: Name, ...args: QueryArguments<Name>): Promise<QueryResult<Name>> {
    const { directory, background } = this.#opened
    directory.files.require()
    try {
      return await background.ask(name, ...args)
    } catch (error) {
      throw this.#explained(error)
    }
  }

  /** @param unit `whole`: the work makes its own commit */
  async #write<T>(work: (db: Database) => T, unit: 'whole' | 'needed' = 'needed'): Promise<T> {
    try {
      return await this.#opened.turns.run(() => this.#writeNow(work, unit))
    } catch (error) {
      throw this.#explained(error)
    }
  }

  #explained(error: unknown): unknown {
    const isOurs = error instanceof DatabaseLocked || isFaultOfDatabase(error)
    return isOurs ? explained(this.#settings.directory, error) : error
  }

  #writeNow<T>(work: (db: Database) => T, unit: 'whole' | 'needed'): T {
    const { directory, checkpoints } = this.#opened
    // Before: nothing is written where the next start would not find it. After: nothing is acknowledged that is there.
    directory.files.require()
    const { db } = directory
    db.changes.drop()
    const result = unit === 'whole' ? work(db) : db.unit(() => work(db))
    directory.files.require()
    db.changes.tell()
    checkpoints.afterCommit()
    return result
  }
}

interface Open {
  readonly directory: OpenDirectory
  readonly background: Background
  readonly turns: WriteTurns
  readonly checkpoints: Checkpoints
  readonly forgetting: Forgetting
  hasRecovered: boolean
}

function openAll(settings: Required<SqliteStoreSettings>): Open {
  const directory = openDirectory(settings.directory, settings.warn)
  const turns = new WriteTurns({ tryLock: () => directory.db.unit(() => {}), patienceMs: settings.lockPatienceMs })
  const background: Background = new Background(directory.path, () => checkpoints.backgroundEnded())
  const checkpoints: Checkpoints = new Checkpoints(directory.db, () => background.checkpoint())
  return {
    directory,
    background,
    turns,
    checkpoints,
    forgetting: new Forgetting(),
    hasRecovered: false,
  }
}
