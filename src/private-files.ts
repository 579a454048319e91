import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Databases, their logs, keys, and copies of all these, such as `postback.db.bak`. */
const ours = /\.(db|key|slots)\b/
const forOthers = 0o077
/** A directory for everybody, such as /tmp: it is not ours to close. */
const sticky = 0o1000

/**
 * What the data directory holds is for its owner alone: payloads name buyers, and keys open everything.
 * @returns what other users could read until now, and what they still can: it belongs to another user
 */
export function makePrivate(directory: string): { tightened: readonly string[]; open: readonly string[] } {
  const [tightened, open]: [string[], string[]] = [[], []]
  const names = namesIn(directory).filter((name) => ours.test(name))
  for (const path of [resolve(directory), ...names.map((name) => join(resolve(directory), name))]) {
    const before = modeOf(path)
    if (before === null || (before & forOthers) === 0) continue
    if (tighten(path, before)) tightened.push(path)
    else open.push(path)
  }
  return { tightened, open }
}

/** A directory that is missing is made by the store, and one that cannot be read is explained by it. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

/** null: it is not there, or modes mean nothing here. */
function modeOf(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined || process.getuid === undefined ? null : found.mode
}

function tighten(path: string, mode: number): boolean {
  if ((mode & sticky) !== 0 || statSync(path).uid !== process.getuid?.()) return false
  try {
    chmodSync(path, mode & 0o7777 & ~forOthers)
    return true
  } catch {
    return false // a file system that is mounted read-only, or knows no modes
  }
}
