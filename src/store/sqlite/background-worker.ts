import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { logState } from './checkpoints.ts'
import { Database } from './database.ts'
import { type FromWorker, queries, type ToWorker } from './queries.ts'
import { sqliteCode } from './sqlite-errors.ts'

/** The thread beside the hot path: reads the history, and brings the write-ahead log into the database. */

const checkpointRounds = 3
const pagesLeftFew = 256

const path = String(workerData)
const reading = new Database(new DatabaseSync(path, { readOnly: true, timeout: 5_000 }))
reading.connection.exec('pragma cache_size = -32768; pragma mmap_size = 1073741824; pragma temp_store = memory')
reading.warn = (message) => tell({ kind: 'warning', message })
const writing = new Database(new DatabaseSync(path, { timeout: 5_000 }))
writing.connection.exec('pragma synchronous = full; pragma wal_autocheckpoint = 0; pragma cache_size = -256')

function tell(message: FromWorker) {
  parentPort?.postMessage(message)
}

function answer({ id, name, args }: Extract<ToWorker, { kind: 'query' }>) {
  const query = queries[name] as (db: Database, ...args: readonly unknown[]) => unknown
  try {
    // Begun after the question came in, so it sees all that was committed before it was asked.
    tell({ kind: 'answer', id, value: reading.snapshot(() => query(reading, ...args)) })
  } catch (error) {
    // What SQLite says of an error does not travel with it.
    tell({ kind: 'failure', id, error, errcode: sqliteCode(error) })
  }
}

/** Writing goes on meanwhile: again for what has come since, until little is left. */
function checkpoint() {
  try {
    for (let round = 0; round < checkpointRounds; round++) {
      writing.get('pragma wal_checkpoint(passive)')
      const { log, checkpointed } = logState(writing)
      if (log - checkpointed < pagesLeftFew) break
    }
  } catch {
    // Nothing is lost: the log keeps what could not be copied.
  }
  tell({ kind: 'checkpointed' })
}

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'query':
      return answer(message)
    case 'checkpoint':
      return checkpoint()
    case 'stop':
      reading.close()
      writing.close()
      return parentPort?.close()
  }
})
