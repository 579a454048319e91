import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDirectory } from '../../src/store/sqlite/files/directory.ts'

/** Made once per run, for `newDataDirectory`. */
export default function makeMigratedDatabase(project: Pick<TestProject, 'provide'>) {
  const directory = mkdtempSync(join(tmpdir(), 'postback-migrated-'))
  openDirectory(directory).close()
  project.provide('migratedDatabase', join(directory, 'postback.db'))
  return () => rmSync(directory, { recursive: true })
}
