import { readFileSync } from 'node:fs'

/**
 * Every connection is an open file, and the system limits their number. At the limit no caller gets in, and no receiver can be
 * reached. So the files are divided up in advance: between callers and connections to receivers.
 */

/** Database, log, two threads and Node's own files: 51 once the thread that reads the history runs. */
const ownFiles = 60
/** Live streams (1,000 at most), and the platform's connections. */
const callersFiles = 1_100
/** The most for callers. They get a quarter of the files up to this number, because a connection takes memory too. */
const callersMost = 10_000

export interface OpenFiles {
  /** Connections of callers. */
  readonly callers: number
  /** Connections to receivers, idle ones included. */
  readonly connections: number
  /** Attempts under way at once. */
  readonly attempts: number
  /** A warning for the operator; null: the limit suffices. */
  readonly warning: string | null
}

/** @param limit null: not known, so no limit is assumed */
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

/** How many files this process may have open; null: not known. Node has already raised it to the hard limit. */
export function openFilesLimit(limitsOfLinux = '/proc/self/limits'): number | null {
  try {
    return asLimit(/^Max open files\s+(\S+)/m.exec(readFileSync(limitsOfLinux, 'utf8'))?.[1])
  } catch {
    // Without this, the report could take seconds to resolve the names of socket addresses.
    Object.assign(process.report, { excludeNetwork: true })
    const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } }
    return asLimit(userLimits?.open_files?.soft)
  }
}

/** null for the text "unlimited". */
function asLimit(value: unknown): number | null {
  const limit = Number(value)
  return Number.isInteger(limit) && limit > 0 ? limit : null
}
