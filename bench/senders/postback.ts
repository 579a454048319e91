import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fillStore } from '../fill.ts'
import { PurchaseText } from '../payload.ts'
import { type Postback, postBatch, registerProducer, reportPurchase, startPostback } from '../postback.ts'
import type { Workbench } from '../workbench.ts'
import type { DiskUse, RunningSender, Sender } from './sender.ts'

/** More than are used at the same time: waiting for a connection would count as time of the sender. */
const connections = 256

export interface RunningPostback extends RunningSender {
  readonly postback: Postback
}

/** An endpoint is a producer with one product and one configuration. */
export const postback = {
  name: 'postback',
  durable: 'the event and its deliveries, synced to disk',
  idHeader: 'webhook-id',
  fill: fillStore,
  async start(bench: Workbench, directory: string): Promise<RunningPostback> {
    const postback = await startPostback(directory, { connections, nodeOptions: bench.profileOptions('postback') })
    const purchase = new PurchaseText(Date.now())
    const line = PurchaseText.asLine(Date.now())
    return {
      postback,
      async register(urls) {
        for (const [endpoint, url] of urls.entries()) await registerProducer(postback, endpoint, url)
      },
      report: (sale) => reportPurchase(postback, purchase, sale),
      reportBatch: (sales) => postBatch(postback, line, sales),
      settled: postback.settled,
      pids: () => [postback.pid],
      cpuMicros: async () => (await postback.usage()).cpuMicros,
      bytesOnDisk: async () => diskUse(directory),
      stop: postback.stop,
    }
  },
} as const satisfies Sender

/** Checkpoints the log first: its length is random, and it can hold the same page twice. */
function diskUse(directory: string): DiskUse {
  const path = join(directory, 'postback.db')
  const logBytes = statSync(`${path}-wal`).size
  const db = new DatabaseSync(path, { timeout: 5_000 })
  db.exec('pragma wal_checkpoint(truncate)')
  db.close()
  const sizes = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size)
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), logBytes }
}
