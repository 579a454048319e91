import { existsSync, readFileSync } from 'node:fs'

/** Figures of a process in /proc, on Linux. On other systems a sender reports its CPU itself. */

/** USER_HZ: equal on all architectures of Node. */
const ticksPerSecond = 100
const microsPerTick = 1_000_000 / ticksPerSecond

export const hasProc = existsSync('/proc/self/stat')

/** CPU of all threads of these processes, including ended threads. Fails if a process has ended, as its CPU would be missing. */
export function cpuMicrosOf(pids: readonly number[]): number {
  return sum(pids.map((pid) => cpuMicrosIn(readFileSync(`/proc/${pid}/stat`, 'latin1'))))
}

/** Sum of the peak memory of these processes. */
export function peakMemoryBytesOf(pids: readonly number[]): number {
  return sum(pids.map((pid) => peakMemoryBytesIn(readFileSync(`/proc/${pid}/status`, 'latin1'))))
}

/** The text of /proc/<pid>/stat: utime and stime are its 14th and 15th field. */
export function cpuMicrosIn(stat: string): number {
  // The name is the 2nd field, in parentheses, and can itself hold spaces and parentheses.
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [Number(afterName[11]), Number(afterName[12])]
  if (!Number.isInteger(user) || !Number.isInteger(system)) throw new Error(`Not a line of /proc: ${stat}`)
  return (user + system) * microsPerTick
}

/** The text of /proc/<pid>/status. */
export function peakMemoryBytesIn(status: string): number {
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]
  if (kibibytes === undefined) throw new Error('/proc has no VmHWM for this process.')
  return Number(kibibytes) * 1024
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
