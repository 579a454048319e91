import { DatabaseSync } from 'node:sqlite'
import { Database, openForReading } from '../database.ts'
import { logState } from '../files/checkpoints.ts'
import { sendNotice, serveCalls } from '../threads/serve-calls.ts'
import { type QueryName, queries } from './queries.ts'

/** The thread beside the hot path: reads the history and checkpoints the write-ahead log. */

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

/** Opened when needed, so that a failure to open is reported to the caller. */
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
    // The next query opens both again, and file descriptors may be scarce.
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
  // Begins after the query arrived, so it sees all earlier commits.
  return reading.snapshot(() => query(reading, ...args))
}

/** Writing continues during a checkpoint: repeats it for the new pages until few are left. */
function checkpoint() {
  try {
    const { writing } = opened()
    for (let round = 0; round < checkpointRounds; round++) {
      writing.get('pragma wal_checkpoint(passive)')
      const { log, checkpointed } = logState(writing)
      if (log - checkpointed < pagesLeftFew) break
    }
  } catch {
    // Nothing is lost: the log keeps the pages that could not be copied.
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
