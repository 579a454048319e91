import { existsSync, readFileSync } from 'node:fs'

/** What Linux says of a process in /proc. Elsewhere a sender has to tell its CPU itself. */

/** USER_HZ, the same on every architecture that Node runs on. */
const ticksPerSecond = 100
const microsPerTick = 1_000_000 / ticksPerSecond

export const hasProc = existsSync('/proc/self/stat')

/** CPU of all threads of these processes until now, of threads that have ended too. Fails when a process has gone: its CPU would be missing. */
export function cpuMicrosOf(pids: readonly number[]): number {
  return sum(pids.map((pid) => cpuMicrosIn(readFileSync(`/proc/${pid}/stat`, 'latin1'))))
}

/** The most memory that these processes have held. */
export function peakMemoryBytesOf(pids: readonly number[]): number {
  return sum(pids.map((pid) => peakMemoryBytesIn(readFileSync(`/proc/${pid}/status`, 'latin1'))))
}

/** The text of /proc/<pid>/stat: utime and stime are its 14th and 15th field. */
export function cpuMicrosIn(stat: string): number {
  // The name is the 2nd, in parentheses, and may hold spaces and parentheses itself.
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [Number(afterName[11]), Number(afterName[12])]
  if (!Number.isInteger(user) || !Number.isInteger(system)) throw new Error(`This is no line of /proc: ${stat}`)
  return (user + system) * microsPerTick
}

/** The text of /proc/<pid>/status. */
export function peakMemoryBytesIn(status: string): number {
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]
  if (kibibytes === undefined) throw new Error('/proc tells no peak of memory.')
  return Number(kibibytes) * 1024
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
