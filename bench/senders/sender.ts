import type { Workbench } from '../workbench.ts'

/**
 * What the bench has to know of a webhook sender to measure it. Every sender is measured by the same rule: the same
 * receiver, bodies of the same length, the same bound of what is outstanding, the CPU of all its processes.
 */
export interface Sender {
  /** Of `--sender`, and of its figures. */
  readonly name: string
  /** What is on disk when a report has been answered: it stands beside the figures, as it decides much of them. */
  readonly durable: string
  /** The header, in lower case, in which a receiver finds the id that `report` has answered. */
  readonly idHeader: string
  /** Puts so many deliveries of the past into the empty directory, if the sender can be given a past. */
  readonly fill?: (bench: Workbench, directory: string, rows: number) => Promise<void>
  /** Starts all its processes. The directory is empty, or as `fill` left it; everything the sender writes goes there. */
  readonly start: (bench: Workbench, directory: string) => Promise<RunningSender>
}

export interface RunningSender {
  /** From now on a sale of endpoint 0 goes to the first URL, and so on. Endpoints that exist already stay. */
  register(urls: readonly string[]): Promise<void>
  /** Fulfilled when the event is as durable as the sender says. */
  report(sale: Sale): Promise<ReportAnswer>
  /** The same for many in one call; null if the sender has no such call. */
  readonly reportBatch: ((sales: readonly Sale[]) => Promise<BatchAnswer>) | null
  /** Fulfilled when everything that was reported has been sent and its outcome recorded. */
  settled(): Promise<void>
  /** All its processes, databases and queues included. */
  pids(): readonly number[]
  /** CPU of all of them until now; asked only where there is no /proc. */
  cpuMicros(): Promise<number>
  bytesOnDisk(): Promise<DiskUse>
  stop(): Promise<void>
}

/** One event, about 2.7 KB on the wire (`payload.ts`). */
export interface Sale {
  /** No two sales share it. */
  readonly number: number
  readonly endpoint: number
}

/** `retryAfterMs`: the sender takes nothing for so long. */
export type ReportAnswer = { readonly id: string } | { readonly retryAfterMs: number }

export interface BatchAnswer {
  readonly accepted: number
  /** Null: the next batch may come at once. */
  readonly retryAfterMs: number | null
}

export interface DiskUse {
  /** With nothing left in the log that is not in its place. */
  readonly bytes: number
  /** The log that goes before it, as long as it was. */
  readonly logBytes: number
}
