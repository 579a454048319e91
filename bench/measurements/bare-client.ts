import { randomUUID } from 'node:crypto'
import { Caller } from '../caller.ts'
import { closedLoop } from '../load.ts'
import { machineTime } from '../machine-time.ts'
import { PurchaseText } from '../payload.ts'
import { microseconds, perSecond, type Row, whole } from '../report.ts'
import type { Workbench } from '../workbench.ts'

export interface BareRate {
  readonly perSecond: number
  readonly cpuMicros: number
  readonly bodyBytes: number
}

const connections = 64
const warmUpMs = 200
const measureMs = 1_000

/** The limit of what any sender on this machine could do: undici posting the same body, and nothing else. */
export async function measureBareClient(bench: Workbench): Promise<BareRate> {
  const receiver = await bench.receiver()
  const client = new Caller(new URL(receiver.url).origin, { connections })
  const now = Date.now()
  const body = new PurchaseText(now, (document) => {
    const envelope = { id: randomUUID(), creation_date: now, event: 'PURCHASE_APPROVED', version: '2.0.0' }
    return `${JSON.stringify(envelope).slice(0, -1)},"data":${document}}`
  }).of({ number: 0, producer: 0 })
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Postback bench',
    'x-hotmart-hottok': 'a'.repeat(40),
    'webhook-id': randomUUID(),
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': `v1,${Buffer.alloc(32, 'x').toString('base64')}`,
    'postback-attempt': '1',
    'postback-sequence': '1',
  }
  const post = () => client.call({ method: 'POST', path: '/', headers, body })
  await closedLoop({ concurrency: connections, forMs: warmUpMs, call: post })
  await receiver.ask('reset')
  const before = process.cpuUsage()
  const startedAt = machineTime()
  const count = await closedLoop({ concurrency: connections, forMs: measureMs, call: post })
  const seconds = (machineTime() - startedAt) / 1000
  const { user, system } = process.cpuUsage(before)
  await client.close()
  return { perSecond: count / seconds, cpuMicros: (user + system) / count, bodyBytes: body.byteLength }
}

export async function bareClient(bench: Workbench): Promise<Row[]> {
  const { perSecond: rate, cpuMicros, bodyBytes } = await measureBareClient(bench)
  return [
    {
      measured: 'bare client: POST loop of undici',
      figure: perSecond(rate),
      note: `${microseconds(cpuMicros)} of CPU each; ${whole(bodyBytes)} bytes of body`,
    },
  ]
}
