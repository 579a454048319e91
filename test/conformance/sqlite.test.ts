import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SqliteStore } from '../../src/store/sqlite.ts'
import { newDataDirectory } from '../support/data-directory.ts'
import { accessConformance } from './access.conformance.ts'
import { overBorder } from './border.ts'
import { directoryConformance } from './directory.conformance.ts'
import { historyConformance } from './history.conformance.ts'
import { ledgerConformance } from './ledger.conformance.ts'
import { legacyPostsConformance } from './legacy-posts.conformance.ts'
import { lifetimeConformance } from './lifetime.conformance.ts'
import { nodesConformance } from './nodes.conformance.ts'
import { type OpenStore, storeConformance } from './stage.ts'
import { deliveringTogetherConformance } from './together/delivering.conformance.ts'
import { reportingTogetherConformance } from './together/reporting.conformance.ts'
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
  'delivering together': deliveringTogetherConformance,
  'reporting together': reportingTogetherConformance,
}

async function openSqlite(): Promise<OpenStore> {
  const directory = newDataDirectory()
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
    async another() {
      return overBorder(store)
    },
    async close() {
      await store.stop()
      await rm(directory, { recursive: true })
    },
  }
}

storeConformance('the SQLite store', openSqlite, suites)

it('the SQLite store is for one process: a second incarnation at the same time is refused', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postback-store-'))
  const [first, second] = [new SqliteStore({ directory }), new SqliteStore({ directory })]
  try {
    await first.start()
    expect(await first.renewLife()).toBe(Number.POSITIVE_INFINITY)
    await expect(second.start()).rejects.toMatchObject({ trouble: 'in-use' })
  } finally {
    await first.stop()
    await rm(directory, { recursive: true })
  }
})
