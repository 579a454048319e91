import { readFileSync } from 'node:fs'

/**
 * Every connection is an open file, and the system sets a limit. At the limit nothing works any more: no caller gets in, no receiver is
 * reached. So the files are shared out before: to callers, and to connections to receivers.
 */

/** Database, log, two threads and what Node has open: 51, once the thread that reads the history runs. */
const ownFiles = 60
/** Live streams (1,000 at most), and the platform's connections. */
const callersFiles = 1_100
/** Where there are plenty of files, callers get a quarter, up to so many: a connection takes memory too. */
const callersMost = 10_000

export interface OpenFiles {
  /** Connections of callers. */
  readonly callers: number
  /** Connections to receivers, idle ones included. */
  readonly connections: number
  /** Attempts under way at once. */
  readonly attempts: number
  /** What the operator should know; null: the limit suffices. */
  readonly warning: string | null
}

/** @param limit null: not known, so none is assumed */
export function shareOpenFiles(limit: number | null, maxInFlight: number): OpenFiles {
  if (limit === null) {
    return { callers: callersMost, connections: Number.POSITIVE_INFINITY, attempts: maxInFlight, warning: null }
  }
  const needed = ownFiles + callersFiles + maxInFlight
  const left = limit - ownFiles
  const quarter = Math.max(1, Math.ceil(left / 4))
  const callers =
    limit >= needed
      ? Math.max(callersFiles, Math.min(callersMost, quarter, left - maxInFlight))
      : Math.min(callersFiles, quarter)
  const connections = Math.max(1, left - callers)
  if (limit >= needed) return { callers, connections, attempts: maxInFlight, warning: null }
  const attempts = Math.min(maxInFlight, connections)
  const so =
    attempts < maxInFlight ? `only ${attempts} attempts are made at once` : 'few callers can be connected at once'
  return {
    callers,
    connections,
    attempts,
    warning: `This process may open ${limit} files and needs ${needed} with POSTBACK_MAX_IN_FLIGHT=${maxInFlight}: ${so}. Raise the limit (ulimit -n ${needed}; LimitNOFILE= of systemd; --ulimit nofile= of Docker), or lower POSTBACK_MAX_IN_FLIGHT.`,
  }
}

/** How many files this process may have open; null: not known. Node has raised it to the hard limit at its start. */
export function openFilesLimit(limitsOfLinux = '/proc/self/limits'): number | null {
  try {
    return asLimit(/^Max open files\s+(\S+)/m.exec(readFileSync(limitsOfLinux, 'utf8'))?.[1])
  } catch {
    // Looking up the names of its sockets' addresses could take seconds.
    Object.assign(process.report, { excludeNetwork: true })
    const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } }
    return asLimit(userLimits?.open_files?.soft)
  }
}

/** Else it is "unlimited". */
function asLimit(value: unknown): number | null {
  const limit = Number(value)
  return Number.isInteger(limit) && limit > 0 ? limit : null
}
