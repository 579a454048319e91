import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A key in a file of the data directory, unless the settings give it. */
export interface KeyFile {
  /** The full path, since errors name it. */
  readonly path: string
  /** The setting that can give the key instead. */
  readonly setting: string
  /** The prefix of keys of this kind. */
  readonly prefix: string
  /** Why another key will not do, and what to do when this one is lost. */
  readonly whenLost: { readonly why: string; readonly remedy: string }
}

/**
 * Reads the key from its file (mode 600). A missing key is made only for a new store: for any other store a new key would be
 * the wrong one.
 * @throws with the path and the remedy
 */
export function readOrMakeKey(file: KeyFile, { isNew }: { isNew: boolean }): string {
  const existing = readKey(file)
  if (existing !== null) return existing
  if (!isNew)
    throw new Error(`${file.path} is missing: ${file.whenLost.why} ${remedyFor(file)} ${file.whenLost.remedy}`)
  make(file)
  return readOrMakeKey(file, { isNew: false })
}

/** Written to a draft and linked into place, so that a crash leaves either no key or a whole one. */
function make({ path, prefix }: KeyFile) {
  const draft = `${path}.${process.pid}`
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(draft, `${prefix}${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  // Sync the directory too: the file name must be on disk before anything is sealed with the key.
  const directory = openSync(dirname(path), 'r')
  fsyncSync(directory)
  closeSync(directory)
}

function readKey(file: KeyFile): string | null {
  const key = readText(file)?.trim() ?? null
  if (key === '') throw new Error(`${file.path} is empty. ${remedyFor(file)}`)
  return key
}

function readText(file: KeyFile): string | null {
  try {
    return readFileSync(file.path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new Error(
      `${file.path} cannot be read (${message}). Give it to this user, or set ${variablesOf(file)} instead.`,
      { cause: error },
    )
  }
}

function remedyFor(file: KeyFile): string {
  return `Bring the file back from the backup, or set ${variablesOf(file)} to the key.`
}

function variablesOf({ setting }: KeyFile): string {
  return `${setting} or ${setting}_FILE`
}
