import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { cpuMicrosIn, cpuMicrosOf, hasProc, peakMemoryBytesIn, peakMemoryBytesOf } from './proc.ts'

/** The fields after the name, as in proc(5): utime is 250 ticks, stime 50. */
const rest = 'S 1 4242 4242 0 -1 4194304 900 0 3 0 250 50 7 8 20 0 11 0 500 1000000 2000 18446744073709551615'

describe('the CPU of a process', () => {
  it.each(['node', 'MainThread', 'a name (with) 12 34 words', ') S 1 2'])('is read after the name %j', (name) => {
    expect(cpuMicrosIn(`4242 (${name}) ${rest}`)).toBe(3_000_000)
  })

  it('throws for a truncated text', () => {
    expect(() => cpuMicrosIn('4242 (node) S 1 4242')).toThrow('Not a line of /proc')
  })

  it.runIf(hasProc)('includes the CPU of threads that have ended', async () => {
    const before = cpuMicrosOf([process.pid])
    const busyMs = 200
    const worker = new Worker(
      `const until = performance.now() + ${10 * busyMs}
       const used = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000 }
       while (used() < ${busyMs} && performance.now() < until);`,
      { eval: true },
    )
    await new Promise((resolve) => worker.once('exit', resolve))
    expect(cpuMicrosOf([process.pid]) - before).toBeGreaterThanOrEqual((busyMs - 20) * 1000)
  })

  it.runIf(hasProc)('is the sum over all pids, and fails if one process has ended', () => {
    expect(cpuMicrosOf([process.pid, process.ppid])).toBeGreaterThanOrEqual(cpuMicrosOf([process.ppid]))
    expect(() => cpuMicrosOf([process.pid, 2 ** 30])).toThrow('ENOENT')
  })
})

describe('the peak of memory', () => {
  it('is read in bytes', () => {
    expect(peakMemoryBytesIn('Name:\tnode\nVmPeak:\t  999 kB\nVmHWM:\t    2048 kB\nVmRSS:\t 7 kB\n')).toBe(2048 * 1024)
    expect(() => peakMemoryBytesIn('Name:\tnode\n')).toThrow('/proc has no VmHWM for this process.')
  })

  it.runIf(hasProc)('is above 1 MiB for a running process', () => {
    expect(peakMemoryBytesOf([process.pid])).toBeGreaterThan(1024 * 1024)
  })
})
