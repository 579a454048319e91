import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of its file. */
    readonly migratedDatabase: string
  }
}

/**
 * A data directory with a migrated, empty database. Copying takes a third of the time of the migrations, and none of their
 * thirteen syncs. The store stamps the copy like any database that it opens.
 */
export function newDataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'postback-test-'))
  copyFileSync(inject('migratedDatabase'), join(directory, 'postback.db'))
  return directory
}
