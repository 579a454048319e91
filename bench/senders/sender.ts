import type { Workbench } from '../workbench.ts'

/**
 * The bench's interface to a webhook sender. All senders are measured by the same rules: the same receiver, bodies of the same
 * length, the same limit of outstanding events, and the CPU of all processes of the sender.
 */
export interface Sender {
  /** Name for `--sender`, and in the figures. */
  readonly name: string
  /** What is on disk when a report is answered. It is printed with the figures, as it influences them a lot. */
  readonly durable: string
  /** The header, in lower case, that carries the id returned by `report`. */
  readonly idHeader: string
  /** Writes `rows` old deliveries into the empty directory. Absent if the sender has no way to do it. */
  readonly fill?: (bench: Workbench, directory: string, rows: number) => Promise<void>
  /** Starts all processes of the sender. The directory is empty or filled by `fill`. The sender writes only there. */
  readonly start: (bench: Workbench, directory: string) => Promise<RunningSender>
}

export interface RunningSender {
  /** Sets the URLs of the endpoints: sales of endpoint 0 go to the first URL, and so on. Existing endpoints are kept. */
  register(urls: readonly string[]): Promise<void>
  /** Resolves when the event is durable in the sense of `durable`. */
  report(sale: Sale): Promise<ReportAnswer>
  /** Reports many sales in one call; null if the sender has no such call. */
  readonly reportBatch: ((sales: readonly Sale[]) => Promise<BatchAnswer>) | null
  /** Resolves when all reported events have been sent and their outcomes recorded. */
  settled(): Promise<void>
  /** All processes of the sender, including databases and queues. */
  pids(): readonly number[]
  /** CPU of all processes so far. Called only on systems without /proc. */
  cpuMicros(): Promise<number>
  bytesOnDisk(): Promise<DiskUse>
  stop(): Promise<void>
}

/** One event, about 2.7 KB on the wire (`payload.ts`). */
export interface Sale {
  /** Unique. */
  readonly number: number
  readonly endpoint: number
}

/** `retryAfterMs`: the sender refuses reports for this time. */
export type ReportAnswer = { readonly id: string } | { readonly retryAfterMs: number }

export interface BatchAnswer {
  readonly accepted: number
  /** null: the next batch can follow at once. */
  readonly retryAfterMs: number | null
}

export interface DiskUse {
  /** After a checkpoint of the log. */
  readonly bytes: number
  /** Size of the write-ahead log before the checkpoint. */
  readonly logBytes: number
}
