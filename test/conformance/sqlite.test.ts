import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SqliteStore } from '../../src/store/sqlite.ts'
import { storeConformance } from './store.conformance.ts'

storeConformance('the SQLite store', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postback-store-'))
  let store = new SqliteStore({ directory })
  await store.start()
  return {
    store,
    async reopen() {
      await store.stop()
      store = new SqliteStore({ directory })
      await store.start()
      return store
    },
    async close() {
      await store.stop()
      await rm(directory, { recursive: true })
    },
  }
})
