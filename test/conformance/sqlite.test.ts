import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../../src/store/contract/store.ts'
import { SqliteStore } from '../../src/store/sqlite.ts'
import { accessConformance } from './access.conformance.ts'
import { directoryConformance } from './directory.conformance.ts'
import { historyConformance } from './history.conformance.ts'
import { ledgerConformance } from './ledger.conformance.ts'
import { legacyPostsConformance } from './legacy-posts.conformance.ts'
import { lifetimeConformance } from './lifetime.conformance.ts'
import { type OpenStore, storeConformance } from './stage.ts'
import { workConformance } from './work.conformance.ts'

const suites = {
  lifetime: lifetimeConformance,
  ledger: ledgerConformance,
  work: workConformance,
  history: historyConformance,
  directory: directoryConformance,
  access: accessConformance,
  'legacy-posts': legacyPostsConformance,
}

async function openSqlite(): Promise<OpenStore> {
  const directory = await mkdtemp(join(tmpdir(), 'postback-store-'))
  let store = new SqliteStore({ directory })
  await store.start()
  return {
    store: overBorder(store),
    async reopen() {
      await store.stop()
      store = new SqliteStore({ directory })
      await store.start()
      return overBorder(store)
    },
    async close() {
      await store.stop()
      await rm(directory, { recursive: true })
    },
  }
}

/** These still take a callback or answer with an instance of a class. */
const notPlain: readonly (string | symbol)[] = ['openSeries', 'cancelDelivery']

/** What goes in and comes out is copied, as if the store were in another thread or on another machine. */
function overBorder(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const method = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      if (notPlain.includes(name)) return method.bind(target)
      return async (...args: unknown[]) => structuredClone(await method.apply(target, structuredClone(args)))
    },
  })
}

storeConformance('the SQLite store', openSqlite, suites)
