const offset = Number(process.hrtime.bigint()) / 1e6 - performance.now()

/** Milliseconds of the machine's monotonic clock: equal in all processes, and never adjusted. */
export function machineTime(): number {
  return offset + performance.now()
}
