import { resolve } from 'node:path'
import type { Configuration, SigningSecret } from '../domain/configuration.ts'
import type { DeliveryId } from '../domain/ids.ts'
import type { DeliveryFilter } from './contract/history.ts'
import type { Entry, Question } from './contract/ledger.ts'
import type { Change } from './contract/nodes.ts'
import type { Store } from './contract/store.ts'
import { StoreUnavailable } from './contract/unavailable.ts'
import { addAccountAction, listAccountActions } from './sql/account-actions.ts'
import * as accounts from './sql/accounts.ts'
import { beginAnswer, getFact, giveBackAnswer, keepAnswer, keepFact, setFact } from './sql/answers.ts'
import { readConcerned, readWishes } from './sql/concerned.ts'
import * as configurations from './sql/configurations.ts'
import * as credentials from './sql/credentials.ts'
import { countIntakeNotes } from './sql/intake-notes.ts'
import { beginLegacyAttempt, recordLegacyAttempt } from './sql/legacy-posts.ts'
import { cancelReplay, getReplay, listOpenReplays, saveReplay } from './sql/replays.ts'
import { listSealed, replaceSealed } from './sql/seals.ts'
import * as sessions from './sql/sessions.ts'
import type { Unit } from './sql/unit.ts'
import { append } from './sqlite/append.ts'
import { Background } from './sqlite/background.ts'
import { bringNear } from './sqlite/bring-near.ts'
import { cancel } from './sqlite/cancel.ts'
import { Checkpoints } from './sqlite/checkpoints.ts'
import { claim } from './sqlite/claim.ts'
import type { Database } from './sqlite/database.ts'
import { explained, type OpenDirectory, openDirectory, probe, type Warn } from './sqlite/directory.ts'
import { Forgetting } from './sqlite/forget.ts'
import { giveBack } from './sqlite/give-back.ts'
import { keepLegacyPosts, recoverLegacyAttempts } from './sqlite/legacy-posts.ts'
import { countInSteps } from './sqlite/list-deliveries.ts'
import { look } from './sqlite/look.ts'
import { newestId } from './sqlite/newest-id.ts'
import type { QueryArguments, QueryName, QueryResult } from './sqlite/queries.ts'
import { record } from './sqlite/record.ts'
import { recover } from './sqlite/recover.ts'
import { runNow } from './sqlite/run-now.ts'
import { openSeries } from './sqlite/series.ts'
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

  readonly keepFact = this.#running(keepFact)
  readonly setFact = this.#running(setFact)
  readonly getFact = this.#looking(getFact)
  readonly listSealed = this.#looking(listSealed)
  readonly replaceSealed = this.#running(replaceSealed)
  readonly newestId = this.#reading(newestId)

  // -- nodes: there is one, as the lock on the directory keeps any other out --------------------------------------------------

  async now() {
    return this.#read(
      (db) => db.get<{ now: number }>(`select cast(round(unixepoch('subsec') * 1000) as integer) as now`)?.now ?? 0,
    )
  }

  /** The lock on the directory is the lease. */
  async renewLife() {
    return Number.POSITIVE_INFINITY
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

  readonly saveAccount = this.#running(accounts.saveAccount)
  readonly getAccount = this.#looking(accounts.findAccount)
  readonly saveProduct = this.#running(accounts.saveProduct)
  readonly getProduct = this.#looking(accounts.findProduct)
  readonly listProducts = this.#looking(accounts.listProducts)
  readonly saveAffiliation = this.#running(accounts.saveAffiliation)
  readonly getAffiliation = this.#looking(accounts.findAffiliation)
  readonly listAffiliations = this.#looking(accounts.listAffiliations)

  // -- configurations ----------------------------------------------------------------------------------------------------

  async createConfiguration(configuration: Configuration, secret: SigningSecret, most: number | null) {
    const created = await this.#write((db) =>
      runNow(db, configurations.createConfiguration(configuration, secret, most)),
    )
    if (created) this.#open?.directory.newest.note(configuration.id)
    return created
  }

  readonly changeConfiguration = this.#running(configurations.changeConfiguration)
  readonly getConfiguration = this.#looking(configurations.getConfiguration)
  readonly listConfigurations = this.#looking(configurations.listConfigurations)
  readonly listSecrets = this.#looking(configurations.listSecrets)
  readonly rotateSecret = this.#running(configurations.rotateSecret)

  // -- accepting and delivering --------------------------------------------------------------------------------------------

  async look(questions: readonly Question[]) {
    // A lock keeps other nodes away, and there are none.
    return this.#read((db) => look(db, questions))
  }

  readonly readConcerned = this.#looking(readConcerned)
  readonly readWishes = this.#looking(readWishes)

  async append(entries: readonly Entry[]) {
    const results = await this.#write((db) => append(db, entries), 'whole')
    const newest = entries.findLast(({ event }, i) => event !== null && results[i]?.kind === 'kept')?.event
    if (newest) this.#open?.directory.newest.note(newest.head.id)
    return results
  }

  readonly countIntakeNotes = this.#running(countIntakeNotes)
  readonly listIntakeNotes = this.#asking('listIntakeNotes')

  /** The slots file of the node says what had begun. */
  async begin() {}

  /** All other incarnations ended before this one began. */
  async recover(begun: readonly DeliveryId[], now: number) {
    const open = this.#opened
    if (open.hasRecovered) return { requeued: 0, abandoned: [] }
    const recovered = await this.#write((db) => recover(db, begun, now))
    open.hasRecovered = true
    return recovered
  }

  readonly claim = this.#writing(claim, 'whole')

  /** An answer is lost only with the process, and the next start gives back everything. To look for claims is a walk over the backlog. */
  async listClaims() {
    return []
  }

  readonly bringNear = this.#writing(bringNear)
  readonly giveBack = this.#writing(giveBack)
  readonly record = this.#writing(record, 'whole')

  // -- what happens to deliveries ------------------------------------------------------------------------------------------

  readonly settle = this.#writing(settle)
  readonly listUnfinished = this.#reading(listUnfinished)
  readonly openSeries = this.#writing(openSeries)
  readonly cancel = this.#writing(cancel)

  // -- history -------------------------------------------------------------------------------------------------------------

  readonly listDeliveries = this.#asking('listDeliveries')

  countDeliveries(filter: DeliveryFilter, most: number) {
    return countInSteps((before, limit) => this.#ask('countSome', filter, { before, limit }), most)
  }

  readonly getDelivery = this.#asking('getDelivery')
  readonly getDeliveries = this.#asking('getDeliveries')
  readonly getEvent = this.#asking('getEvent')
  readonly getTransaction = this.#asking('getTransaction')
  readonly listEventsAfter = this.#asking('listEventsAfter')
  readonly listRecentEvents = this.#asking('listRecentEvents')
  readonly readStats = this.#asking('readStats')
  readonly gauge = this.#asking('gauge')

  // -- posts from before ---------------------------------------------------------------------------------------------------

  readonly keepLegacyPosts = this.#writing(keepLegacyPosts, 'whole')
  readonly listLegacyPosts = this.#asking('listLegacyPosts')
  readonly getLegacyPost = this.#asking('getLegacyPost')
  readonly beginLegacyAttempt = this.#running(beginLegacyAttempt)
  readonly recordLegacyAttempt = this.#running(recordLegacyAttempt)
  readonly recoverLegacyAttempts = this.#writing(recoverLegacyAttempts)

  // -- replays, sessions ---------------------------------------------------------------------------------------------------

  readonly saveReplay = this.#running(saveReplay)
  readonly cancelReplay = this.#running(cancelReplay)
  readonly getReplay = this.#looking(getReplay)
  readonly listOpenReplays = this.#looking(listOpenReplays)
  readonly saveLink = this.#running(sessions.saveLink)
  readonly useLink = this.#running(sessions.useLink)
  readonly saveSession = this.#running(sessions.saveSession)
  readonly findSession = this.#looking(sessions.findSession)
  readonly listSessions = this.#looking(sessions.listSessions)
  readonly deleteSession = this.#running(sessions.deleteSession)

  // -- credentials ---------------------------------------------------------------------------------------------------------

  readonly createCredential = this.#running(credentials.createCredential)
  readonly getCredential = this.#looking(credentials.getCredential)
  readonly findCredential = this.#looking(credentials.findCredential)
  readonly listCredentials = this.#looking(credentials.listCredentials)
  readonly rotateClientSecret = this.#running(credentials.rotateClientSecret)
  readonly noteCredentialUse = this.#running(credentials.noteCredentialUse)
  readonly removeCredential = this.#running(credentials.removeCredential)
  readonly saveAccessToken = this.#running(credentials.saveAccessToken)
  readonly findAccessToken = this.#looking(credentials.findAccessToken)
  readonly addAccountAction = this.#running(addAccountAction)
  readonly listAccountActions = this.#looking(listAccountActions)

  // -- answers, housekeeping -------------------------------------------------------------------------------------------------

  readonly beginAnswer = this.#running(beginAnswer)
  readonly keepAnswer = this.#running(keepAnswer)
  readonly giveBackAnswer = this.#running(giveBackAnswer)

  async forget(cutoffs: { history: number; force: number; transactions: number; now: number }) {
    return this.#write((db) => this.#opened.forgetting.step(db, cutoffs), 'whole')
  }

  // -- inner workings ------------------------------------------------------------------------------------------------------

  get #opened(): Open {
    if (!this.#open) throw new StoreUnavailable('closed', 'The store is not open.')
    return this.#open
  }

  #reading<Args extends unknown[], T>(read: (db: Database, ...args: Args) => T): (...args: Args) => Promise<T> {
    return async (...args) => this.#read((db) => read(db, ...args))
  }

  /** A unit that only reads. */
  #looking<Args extends unknown[], T>(unit: (...args: Args) => Unit<T>): (...args: Args) => Promise<T> {
    return async (...args) => this.#read((db) => runNow(db, unit(...args)))
  }

  #running<Args extends unknown[], T>(unit: (...args: Args) => Unit<T>): (...args: Args) => Promise<T> {
    return (...args) => this.#write((db) => runNow(db, unit(...args)))
  }

  /** @param unit see `#write` */
  #writing<Args extends unknown[], T>(
    write: (db: Database, ...args: Args) => T,
    unit?: 'whole',
  ): (...args: Args) => Promise<T> {
    return (...args) => this.#write((db) => write(db, ...args), unit)
  }

  #asking<Name extends QueryName>(name: Name): (...args: QueryArguments<Name>) => Promise<QueryResult<Name>> {
    return (...args) => this.#ask(name, ...args)
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
  const background: Background = new Background(directory.path, () => checkpoints.backgroundEnded(), settings.warn)
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
