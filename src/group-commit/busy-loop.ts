import { performance } from 'node:perf_hooks'

/** Over less than that a single long turn would count. */
const sampleMs = 25
/** From then on callers wait for the loop anyway. */
const busyFrom = 0.8

/** Whether the event loop of this thread has hardly been idle lately. */
export function busyLoop(): () => boolean {
  let before = performance.eventLoopUtilization()
  let isBusy = false
  return () => {
    const { active, idle, utilization } = performance.eventLoopUtilization(before)
    if (active + idle < sampleMs) return isBusy
    before = performance.eventLoopUtilization()
    isBusy = utilization > busyFrom
    return isBusy
  }
}
