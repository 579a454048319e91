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
import { nodesConformance } from './nodes.conformance.ts'
import { type OpenStore, storeConformance } from './stage.ts'
import { workConformance } from './work.conformance.ts'

const suites = {
  lifetime: lifetimeConformance,
  nodes: nodesConformance,
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

/** What goes in and comes out is copied, as if the store were in another thread or on another machine. */
function overBorder(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      // Who watches is of this process; what is heard has crossed the border.
      if (name === 'watch') return (hear: Hear) => target.watch((change) => hear(structuredClone(change)))
      if (name === 'watchDeliveries') return target.watchDeliveries.bind(target)
      const method = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return async (...args: unknown[]) => structuredClone(await method.apply(target, structuredClone(args)))
    },
  })
}

type Hear = Parameters<Store['watch']>[0]

storeConformance('the SQLite store', openSqlite, suites)
