import { DatabaseSync } from 'node:sqlite'
import { Database, openForReading } from '../database.ts'
import { logState } from '../files/checkpoints.ts'
import { sendNotice, serveCalls } from '../threads/serve-calls.ts'
import { type QueryName, queries } from './queries.ts'

/** The thread beside the hot path: reads the history, and brings the write-ahead log into the database. */

const checkpointRounds = 3
const pagesLeftFew = 256
const lockWaitMs = 5_000

export type FromReader = { readonly kind: 'checkpointed' } | { readonly kind: 'warning'; readonly message: string }

interface Connections {
  readonly reading: Database
  readonly writing: Database
}

let path = ''
let connections: Connections | null = null

/** When they are needed, so that what keeps them from opening is said to whoever asks. */
function opened(): Connections {
  connections ??= openBoth()
  return connections
}

function openBoth(): Connections {
  const reading = openForReading(path, lockWaitMs)
  reading.warn = (message) => sendNotice({ kind: 'warning', message } satisfies FromReader)
  try {
    const writing = new Database(new DatabaseSync(path, { timeout: lockWaitMs }))
    writing.connection.exec('pragma synchronous = full; pragma wal_autocheckpoint = 0; pragma cache_size = -256')
    return { reading, writing }
  } catch (error) {
    // It is tried again by the next question, and may be short of open files already.
    reading.close()
    throw error
  }
}

function close() {
  connections?.reading.close()
  connections?.writing.close()
  connections = null
}

function ask(name: QueryName, args: readonly unknown[]): unknown {
  const { reading } = opened()
  const query = queries[name] as (db: Database, ...args: readonly unknown[]) => unknown
  // Begun after the question came in, so it sees all that was committed before it was asked.
  return reading.snapshot(() => query(reading, ...args))
}

/** Writing goes on meanwhile: again for what has come since, until little is left. */
function checkpoint() {
  try {
    const { writing } = opened()
    for (let round = 0; round < checkpointRounds; round++) {
      writing.get('pragma wal_checkpoint(passive)')
      const { log, checkpointed } = logState(writing)
      if (log - checkpointed < pagesLeftFew) break
    }
  } catch {
    // Nothing is lost: the log keeps what could not be copied.
  }
  sendNotice({ kind: 'checkpointed' } satisfies FromReader)
}

serveCalls({
  call(name, args) {
    switch (name) {
      case 'open':
        path = String(args[0])
        return null
      case 'close':
        return close()
      default:
        return ask(name as QueryName, args)
    }
  },
  takeNotices: () => [],
  notice: checkpoint,
})
