import { machineTime } from '../machine-time.ts'

/** Two ways to generate load. */

/** Keeps `concurrency` calls open, and returns the number of calls. Stops after `forMs`, or after `most` calls. */
export async function closedLoop(options: {
  concurrency: number
  forMs: number
  most?: number
  /** Called before each call. */
  wanted?: () => boolean
  call: (number: number) => Promise<unknown>
}): Promise<number> {
  const { concurrency, forMs, most = Number.POSITIVE_INFINITY, wanted = () => true, call } = options
  const end = machineTime() + forMs
  let calls = 0
  const worker = async () => {
    while (calls < most && machineTime() < end && wanted()) await call(calls++)
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return calls
}

/** Calls at a steady pace, without waiting for answers: a slow sender does not get less load. */
export async function openLoop(options: {
  perSecond: number
  forMs: number
  call: (number: number) => Promise<unknown>
}): Promise<number> {
  const { perSecond, forMs, call } = options
  const total = Math.round((perSecond * forMs) / 1000)
  const start = machineTime()
  const open: Promise<unknown>[] = []
  while (open.length < total) {
    const due = Math.min(total, Math.floor(((machineTime() - start) * perSecond) / 1000) + 1)
    while (open.length < due) open.push(call(open.length))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(open)
  return total
}
