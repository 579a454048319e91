import { performance } from 'node:perf_hooks'

/**
 * How busy the event loop of this thread has been since the last call, from 0 to 1. A delay while the loop is idle is not ours.
 * @param leastMs a shorter interval says nothing: then the previous answer is returned
 */
export function createLoopLoad(leastMs = 0): () => number {
  let before = performance.eventLoopUtilization()
  let load = 0
  return () => {
    const { active, idle, utilization } = performance.eventLoopUtilization(before)
    if (active + idle < leastMs) return load
    before = performance.eventLoopUtilization()
    load = utilization
    return load
  }
}

/** Over a shorter interval a single long turn would count. */
const sampleMs = 25
/** Above this load callers wait for the loop anyway. */
const busyFrom = 0.8

/** Whether the loop has hardly been idle lately. */
export function busyLoop(): () => boolean {
  const load = createLoopLoad(sampleMs)
  return () => load() > busyFrom
}
