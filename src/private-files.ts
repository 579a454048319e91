import { chmodSync, lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs'
import { join } from 'node:path'

/** Databases, their logs and companion files, keys, and copies of all these, such as `postback.db.bak`. */
const ours = /\.(db|id|key|slots)\b/
const forOthers = 0o077
/** Set on directories that all users share, such as /tmp: we must not close those. */
const sticky = 0o1000

/**
 * Restricts the data directory to its owner: payloads name buyers, and keys open everything.
 * @returns the files that other users could read until now, and those that they still can, because another user owns them
 */
export function makePrivate(directory: string): { tightened: readonly string[]; open: readonly string[] } {
  const [tightened, open]: [string[], string[]] = [[], []]
  for (const path of pathsIn(directory)) {
    const found = lstatSync(path)
    // A link may lead to another program's file; on systems without users, modes have no meaning.
    if (found.isSymbolicLink() || process.getuid === undefined || (found.mode & forOthers) === 0) continue
    if (tighten(path, found)) tightened.push(path)
    else open.push(path)
  }
  return { tightened, open }
}

/** The store makes a missing directory, and explains one that cannot be read. */
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
    return false // a file system that is mounted read-only, or has no modes
  }
}
