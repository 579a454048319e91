import { performance } from 'node:perf_hooks'

/** How busy the main thread has been since the last call, from 0 to 1: what waits while it is idle does not wait for us. */
export function createLoopLoad(): () => number {
  let before = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return utilization
  }
}
