const offset = Number(process.hrtime.bigint()) / 1e6 - performance.now()

/** Milliseconds of the machine's monotonic clock: the same in every process of it, and never set. */
export function machineTime(): number {
  return offset + performance.now()
}
