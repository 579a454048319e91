import { resolve } from 'node:path'
import type { DeliveryFilter } from './contract/history.ts'
import type { Question } from './contract/ledger.ts'
import type { Change } from './contract/nodes.ts'
import type { Store } from './contract/store.ts'
import { StoreUnavailable } from './contract/unavailable.ts'
import type { AttemptOutcome, Claimed, ClaimKey, ClaimRequest } from './contract/work.ts'
import { type Database, openForReading } from './sqlite/database.ts'
import { explained, lockWaitMs, type Warn } from './sqlite/files/directory.ts'
import { FilesInPlace } from './sqlite/files/files-in-place.ts'
import { look } from './sqlite/hot/look.ts'
import { Background } from './sqlite/reading/background.ts'
import { countInSteps } from './sqlite/reading/list-deliveries.ts'
import type { QueryArguments, QueryName, QueryResult } from './sqlite/reading/queries.ts'
import { isFaultOfDatabase } from './sqlite/sqlite-errors.ts'
import { withOwnBytes } from './sqlite/threads/own-bytes.ts'
import { roomsOf } from './sqlite/threads/rooms.ts'
import { Thread } from './sqlite/threads/thread.ts'
import { Watchers } from './sqlite/threads/watchers.ts'
import type { WriterArguments, WriterCallName, WriterResult } from './sqlite/threads/writer-calls.ts'
import type { FromWriter, ToWriter } from './sqlite/threads/writing-thread.ts'

export interface SqliteStoreSettings {
  readonly directory: string
  /** How long a write waits while another program locks the database. 5 s: callers of the API have longer time-outs. */
  readonly lockPatienceMs?: number
  readonly warn?: Warn
  /** Called at the start with the applied migrations, if there were any. */
  readonly migrated?: (migrations: readonly string[]) => void
}

/**
 * Keeps all data in one file of the data directory, for one process. One connection, on its own thread, writes and serves
 * calls in their order: a call sees the writes of earlier calls. Another thread reads the history on its own connection. This
 * file is a list; the methods are implemented in sqlite/, in the files that `writer-calls.ts` and `queries.ts` name.
 */
export class SqliteStore implements Store {
  readonly #settings: Required<SqliteStoreSettings>
  readonly #watchers = new Watchers((accountId, isWatched) => this.#tell({ kind: 'watch', accountId, isWatched }))
  #open: Open | undefined
  #claimed: Promise<unknown> = Promise.resolve()

  constructor(settings: SqliteStoreSettings) {
    this.#settings = {
      lockPatienceMs: 5_000,
      warn: () => {},
      migrated: () => {},
      ...settings,
      // Absolute: a relative path would change with the working directory of the process.
      directory: resolve(settings.directory),
    }
  }

  async start() {
    if (this.#open) return
    const { directory, lockPatienceMs } = this.#settings
    const writer = this.#startWriter()
    try {
      const { migrations, path, files: opened } = await call(writer, 'open', { directory, lockPatienceMs })
      const files = new FilesInPlace(opened)
      files.require()
      const background = new Background(path, () => this.#tell({ kind: 'checkpointed' }), this.#settings.warn)
      const looking = openForReading(path, lockWaitMs)
      looking.warn = this.#settings.warn
      this.#open = { writer, background, looking, files }
      if (migrations.length > 0) this.#settings.migrated(migrations)
    } catch (error) {
      await writer.end()
      throw error
    }
  }

  async stop() {
    const open = this.#open
    if (!open) return
    this.#open = undefined
    // Both at once: writes that wait for another program's lock fail, queries under way are answered.
    await Promise.all([call(open.writer, 'stopWaiting'), open.background.stop()])
    open.looking.close()
    await open.writer.end()
  }

  readonly probe = this.#calling('probe')
  readonly keepFact = this.#calling('keepFact')
  readonly setFact = this.#calling('setFact')
  readonly getFact = this.#calling('getFact')
  readonly listSealed = this.#calling('listSealed')
  readonly replaceSealed = this.#calling('replaceSealed')
  readonly newestId = this.#calling('newestId')

  // -- nodes: there is only one, because the directory is locked ----------------------------------------------------------------

  /** SQLite uses the machine's clock. */
  async now() {
    return Date.now()
  }

  /** The lock on the directory is the lease. */
  async renewLife() {
    return Number.POSITIVE_INFINITY
  }

  watch(hear: (change: Change) => void) {
    return this.#watchers.watch(hear)
  }

  watchDeliveries(accountId: string) {
    return this.#watchers.watchDeliveries(accountId)
  }

  async holdDuty(_duty: string, _now: number, _until: number) {
    return true
  }

  // -- accounts, products, affiliations ----------------------------------------------------------------------------------

  readonly saveAccount = this.#calling('saveAccount')
  readonly getAccount = this.#calling('getAccount')
  readonly saveProduct = this.#calling('saveProduct')
  readonly getProduct = this.#calling('getProduct')
  readonly listProducts = this.#calling('listProducts')
  readonly saveAffiliation = this.#calling('saveAffiliation')
  readonly getAffiliation = this.#calling('getAffiliation')
  readonly listAffiliations = this.#calling('listAffiliations')

  // -- configurations ----------------------------------------------------------------------------------------------------

  readonly createConfiguration = this.#calling('createConfiguration')
  readonly changeConfiguration = this.#calling('changeConfiguration')
  readonly getConfiguration = this.#calling('getConfiguration')
  readonly listConfigurations = this.#calling('listConfigurations')
  readonly listSecrets = this.#calling('listSecrets')
  readonly rotateSecret = this.#calling('rotateSecret')

  // -- accepting and delivering --------------------------------------------------------------------------------------------

  /**
   * Runs on the main thread: it takes a few microseconds, and a round trip to a thread several times that. `append` detects
   * changes made since. It does not lock, since there are no other nodes.
   */
  async look(questions: readonly Question[]) {
    const { looking, files } = this.#opened
    files.require()
    try {
      return looking.snapshot(() => look(looking, questions))
    } catch (error) {
      throw this.#explained(error)
    }
  }

  readonly readConcerned = this.#calling('readConcerned')
  readonly readWishes = this.#calling('readWishes')

  readonly append = this.#calling('append')
  readonly countIntakeNotes = this.#calling('countIntakeNotes')
  readonly listIntakeNotes = this.#asking('listIntakeNotes')

  /** Nothing to write: the node's slots file says which attempts had begun. */
  async begin() {}

  readonly recover = this.#calling('recover')

  /** One claim at a time: each has two steps. */
  claim(request: ClaimRequest): Promise<Claimed> {
    const claimed = this.#claimed.then(() => this.#claim(request))
    this.#claimed = claimed.catch(() => {})
    return claimed
  }

  /** Copying the rooms of all lanes would cost too much, so the first step finds the lanes whose turn it is. */
  async #claim(request: ClaimRequest): Promise<Claimed> {
    const { lanes, nextDueAt } = await this.#call('lanesInTurn', request.now, request.after === 'start')
    if (lanes.length === 0) return { claims: [], left: [], last: 'end', nextDueAt, toSettle: [] }
    return this.#call('claim', { ...request, ...roomsOf(request, lanes) })
  }

  /** An answer is lost only with the process, and the next start gives back all claims. Finding claims would scan the backlog. */
  async listClaims(): Promise<readonly ClaimKey[]> {
    return []
  }

  readonly bringNear = this.#calling('bringNear')
  readonly giveBack = this.#calling('giveBack')

  record(outcomes: readonly AttemptOutcome[]) {
    return this.#call('record', outcomes.map(withOwnBytes))
  }

  // -- changes of deliveries -----------------------------------------------------------------------------------------------

  readonly settle = this.#calling('settle')
  readonly listUnfinished = this.#calling('listUnfinished')
  readonly openSeries = this.#calling('openSeries')
  readonly cancel = this.#calling('cancel')

  // -- history -------------------------------------------------------------------------------------------------------------

  readonly listDeliveries = this.#asking('listDeliveries')

  countDeliveries(filter: DeliveryFilter, most: number) {
    return countInSteps((before, limit) => this.#ask('countSome', filter, { before, limit }), most)
  }

  readonly listFailures = this.#asking('listFailures')
  readonly getDelivery = this.#asking('getDelivery')
  readonly getDeliveries = this.#asking('getDeliveries')
  readonly getEvent = this.#asking('getEvent')
  readonly getTransaction = this.#asking('getTransaction')
  readonly listEventsAfter = this.#asking('listEventsAfter')
  readonly listRecentEvents = this.#asking('listRecentEvents')
  readonly listSalesToIndex = this.#asking('listSalesToIndex')
  readonly indexSales = this.#calling('indexSales')
  readonly findSales = this.#asking('findSales')
  readonly listRelatedSales = this.#asking('listRelatedSales')
  readonly getSale = this.#asking('getSale')
  readonly readStats = this.#asking('readStats')
  readonly gauge = this.#asking('gauge')

  // -- legacy posts ---------------------------------------------------------------------------------------------------

  readonly keepLegacyPosts = this.#calling('keepLegacyPosts')
  readonly listLegacyPosts = this.#asking('listLegacyPosts')
  readonly getLegacyPost = this.#asking('getLegacyPost')
  readonly beginLegacyAttempt = this.#calling('beginLegacyAttempt')
  readonly recordLegacyAttempt = this.#calling('recordLegacyAttempt')
  readonly recoverLegacyAttempts = this.#calling('recoverLegacyAttempts')

  // -- replays, sessions ---------------------------------------------------------------------------------------------------

  readonly saveReplay = this.#calling('saveReplay')
  readonly cancelReplay = this.#calling('cancelReplay')
  readonly getReplay = this.#calling('getReplay')
  readonly listOpenReplays = this.#calling('listOpenReplays')
  readonly listReplayFailures = this.#asking('listReplayFailures')
  readonly saveLink = this.#calling('saveLink')
  readonly useLink = this.#calling('useLink')
  readonly saveSession = this.#calling('saveSession')
  readonly findSession = this.#calling('findSession')
  readonly listSessions = this.#calling('listSessions')
  readonly deleteSession = this.#calling('deleteSession')

  // -- credentials ---------------------------------------------------------------------------------------------------------

  readonly createCredential = this.#calling('createCredential')
  readonly getCredential = this.#calling('getCredential')
  readonly findCredential = this.#calling('findCredential')
  readonly listCredentials = this.#calling('listCredentials')
  readonly rotateClientSecret = this.#calling('rotateClientSecret')
  readonly noteCredentialUse = this.#calling('noteCredentialUse')
  readonly removeCredential = this.#calling('removeCredential')
  readonly saveAccessToken = this.#calling('saveAccessToken')
  readonly findAccessToken = this.#calling('findAccessToken')
  readonly addAccountAction = this.#calling('addAccountAction')
  readonly listAccountActions = this.#calling('listAccountActions')

  // -- answers, housekeeping -------------------------------------------------------------------------------------------------

  readonly beginAnswer = this.#calling('beginAnswer')
  readonly keepAnswer = this.#calling('keepAnswer')
  readonly giveBackAnswer = this.#calling('giveBackAnswer')

  readonly forget = this.#calling('forget')

  // -- inner workings ------------------------------------------------------------------------------------------------------

  get #opened(): Open {
    if (!this.#open) throw new StoreUnavailable('closed', 'The store is not open.')
    return this.#open
  }

  #startWriter(): Thread {
    return new Thread({
      file: new URL('./sqlite/threads/writing-thread.ts', import.meta.url),
      onNotice: (notice) => this.#hear(notice),
      // The process crashes too: it is unknown what was committed, and the next start reads that from disk.
      onCrash: (error) => {
        throw error
      },
    })
  }

  #hear(notice: FromWriter) {
    switch (notice.kind) {
      case 'change':
        return this.#watchers.tell(notice.change)
      case 'warning':
        return this.#settings.warn(notice.message)
      case 'checkpoint':
        return this.#open?.background.checkpoint()
    }
  }

  #tell(notice: ToWriter) {
    this.#open?.writer.notice(notice)
  }

  #calling<Name extends WriterCallName>(name: Name): (...args: WriterArguments<Name>) => Promise<WriterResult<Name>> {
    return (...args) => this.#call(name, ...args)
  }

  async #call<Name extends WriterCallName>(name: Name, ...args: WriterArguments<Name>): Promise<WriterResult<Name>> {
    return call(this.#opened.writer, name, ...args)
  }

  #asking<Name extends QueryName>(name: Name): (...args: QueryArguments<Name>) => Promise<QueryResult<Name>> {
    return (...args) => this.#ask(name, ...args)
  }

  /** The reading thread opens the files by name, so they must be in place. */
  async #ask<Name extends QueryName>(name: Name, ...args: QueryArguments<Name>): Promise<QueryResult<Name>> {
    const { files, background } = this.#opened
    files.require()
    try {
      return await background.ask(name, ...args)
    } catch (error) {
      throw this.#explained(error)
    }
  }

  #explained(error: unknown): unknown {
    return isFaultOfDatabase(error) ? explained(this.#settings.directory, error) : error
  }
}

interface Open {
  readonly writer: Thread
  readonly background: Background
  readonly looking: Database
  readonly files: FilesInPlace
}

function call<Name extends WriterCallName>(
  writer: Thread,
  name: Name,
  ...args: WriterArguments<Name>
): Promise<WriterResult<Name>> {
  return writer.call(name, args)
}
