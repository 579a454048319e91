import { chmodSync, lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs'
import { join } from 'node:path'

/** Databases, their logs, what lies beside them, keys, and copies of all these, such as `postback.db.bak`. */
const ours = /\.(db|id|key|slots)\b/
const forOthers = 0o077
/** Set on directories that all users share, such as /tmp: not ours to close. */
const sticky = 0o1000

/**
 * What the data directory holds is for its owner alone: payloads name buyers, and keys open everything.
 * @returns what other users could read until now, and what they still can: it belongs to another user
 */
export function makePrivate(directory: string): { tightened: readonly string[]; open: readonly string[] } {
  const [tightened, open]: [string[], string[]] = [[], []]
  for (const path of pathsIn(directory)) {
    const found = lstatSync(path)
    // A link may lead to another program's file; where there are no users, modes mean nothing.
    if (found.isSymbolicLink() || process.getuid === undefined || (found.mode & forOthers) === 0) continue
    if (tighten(path, found)) tightened.push(path)
    else open.push(path)
  }
  return { tightened, open }
}

/** A directory that is missing is made by the store, and one that cannot be read is explained by it. */
function pathsIn(directory: string): string[] {
  try {
    const root = realpathSync(directory)
    const names = readdirSync(root).filter((name) => ours.test(name))
    return [root, ...names.map((name) => join(root, name))]
  } catch {
    return []
  }
}

function tighten(path: string, { mode, uid }: Stats): boolean {
  if ((mode & sticky) !== 0 || uid !== process.getuid?.()) return false
  try {
    chmodSync(path, mode & 0o7777 & ~forOthers)
    return true
  } catch {
    return false // a file system that is mounted read-only, or knows no modes
  }
}
