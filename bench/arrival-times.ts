import { openLoop } from './load.ts'
import { machineTime } from './machine-time.ts'
import { type PurchaseText, transactionCode } from './payload.ts'
import { ascending } from './percentile.ts'
import type { Postback } from './postback.ts'
import type { Receiver } from './workbench.ts'

export interface Pace {
  readonly perSecond: number
  readonly forMs: number
  readonly text: PurchaseText
  /** What is reported with each call: usually one transaction. */
  purchases(call: number): readonly { readonly number: number; readonly producer: number }[]
}

/** When each event was handed to the network, by its id. */
export async function reportAtPace(
  postback: Postback,
  pace: Pace,
): Promise<Map<string, { sentAt: number; producer: number }>> {
  const sent = new Map<string, { sentAt: number; producer: number }>()
  const headers = { 'content-type': 'application/json' }
  await openLoop({
    perSecond: pace.perSecond,
    forMs: pace.forMs,
    call: (call) =>
      Promise.all(
        pace.purchases(call).map(async (purchase) => {
          const path = `/v1/transactions/${transactionCode(purchase.number)}`
          const body = pace.text.of(purchase)
          const sentAt = machineTime()
          const { status, text } = await postback.caller.call({ method: 'PUT', path, headers, body })
          if (status !== 202) throw new Error(`${path} was answered with ${status}: ${text}`)
          const { eventId } = JSON.parse(text) as { eventId: string }
          sent.set(eventId, { sentAt, producer: purchase.producer })
        }),
      ),
  })
  return sent
}

/** How long each event was on its way from the platform to the receiver, ascending. Events that went elsewhere are left out. */
export async function timesOnTheWay(
  receiver: Receiver,
  sent: ReadonlyMap<string, { readonly sentAt: number }>,
): Promise<number[]> {
  const { count, ids, idBytes, times } = await receiver.ask('arrivals')
  const onTheWay: number[] = []
  const perBlock = times[0]?.length ?? 1
  for (let row = 0; row < count; row++) {
    const event = sent.get(ids.toString('latin1', row * idBytes, (row + 1) * idBytes))
    const at = times[Math.floor(row / perBlock)]?.[row % perBlock]
    if (event && at !== undefined) onTheWay.push(at - event.sentAt)
  }
  return ascending(onTheWay)
}
