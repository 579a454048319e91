import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A secret in a file of mode 600, made when it is not there yet. Written beside and linked into place, so that a crash leaves
 * either no key or a whole one, and of two processes both read the same.
 */
export function readOrMakeKey(path: string, prefix: string): { key: string; made: boolean } {
  const existing = readKey(path)
  if (existing !== null) return { key: existing, made: false }
  const key = `${prefix}${randomBytes(32).toString('base64url')}`
  const draft = `${path}.${process.pid}`
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(draft, `${key}\n`, { mode: 0o600 })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  return { key: readKey(path) ?? key, made: true }
}

function readKey(path: string): string | null {
  try {
    const key = readFileSync(path, 'utf8').trim()
    if (key === '')
      throw new Error(`The key file ${path} is empty. Restore it from a backup, or remove it to have a new one made.`)
    chmodSync(path, 0o600)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
