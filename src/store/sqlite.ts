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
  /** How long a write waits while another program holds the lock of the database. 5 s: callers of the API wait for longer. */
  readonly lockPatienceMs?: number
  readonly warn?: Warn
  /** Told at the start which migrations were applied, when there were any. */
  readonly migrated?: (migrations: readonly string[]) => void
}

/**
 * Everything in one file of the data directory, for one process. One connection writes, on a thread of its own, and serves what it
 * is asked in order: a call sees what the calls before it wrote. The history is read by another thread, on a
 * connection of its own. This file is a list; what a method does is in sqlite/, in the file that `writer-calls.ts` or
 * `queries.ts` names.
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
      // In full: what is relative would move along with the directory that the process stands in.
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
    // Both at once: what waits for another program's lock fails, what was asked is answered.
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

  // -- nodes: there is one, as the lock on the directory keeps any other out --------------------------------------------------

  /** The machine's clock is the one that SQLite goes by. */
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

  // -- who and what ------------------------------------------------------------------------------------------------------

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
   * Here: it takes a few microseconds, and the way to a thread and back a few times that. What has moved since is told by `append`. A lock
   * would keep other nodes away, and there are none.
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

  /** The slots file of the node says what had begun. */
  async begin() {}

  readonly recover = this.#calling('recover')

  /** One at a time: each has two steps. */
  claim(request: ClaimRequest): Promise<Claimed> {
    const claimed = this.#claimed.then(() => this.#claim(request))
    this.#claimed = claimed.catch(() => {})
    return claimed
  }

  /** The rooms of all lanes would be too much to copy, so it asks first which lanes have their turn. */
  async #claim(request: ClaimRequest): Promise<Claimed> {
    const { lanes, nextDueAt } = await this.#call('lanesInTurn', request.now, request.after === 'start')
    if (lanes.length === 0) return { claims: [], left: [], last: 'end', nextDueAt, toSettle: [] }
    return this.#call('claim', { ...request, ...roomsOf(request, lanes) })
  }

  /** An answer is lost only with the process, and the next start gives back everything. To look for claims is a walk over the backlog. */
  async listClaims(): Promise<readonly ClaimKey[]> {
    return []
  }

  readonly bringNear = this.#calling('bringNear')
  readonly giveBack = this.#calling('giveBack')

  record(outcomes: readonly AttemptOutcome[]) {
    return this.#call('record', outcomes.map(withOwnBytes))
  }

  // -- what happens to deliveries ------------------------------------------------------------------------------------------

  readonly settle = this.#calling('settle')
  readonly listUnfinished = this.#calling('listUnfinished')
  readonly openSeries = this.#calling('openSeries')
  readonly cancel = this.#calling('cancel')

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
      // A crash like any other: nobody knows what was committed, and the next start goes by what was.
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

  /** The thread that reads opens the files by their names. */
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
