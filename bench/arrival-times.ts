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
  /** Whether a 429 leaves the event out rather than ending the measurement. */
  readonly mayBeRefused?: boolean
}

export interface Report {
  /** When it was handed to the network. */
  readonly sentAt: number
  readonly answeredAt: number
  readonly producer: number
}

/** What was reported and accepted, by the id of its event. */
export async function reportAtPace(postback: Postback, pace: Pace): Promise<Map<string, Report>> {
  const sent = new Map<string, Report>()
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
          if (status === 429 && pace.mayBeRefused) return
          if (status !== 202) throw new Error(`${path} was answered with ${status}: ${text}`)
          const { eventId } = JSON.parse(text) as { eventId: string }
          sent.set(eventId, { sentAt, answeredAt: machineTime(), producer: purchase.producer })
        }),
      ),
  })
  return sent
}

/** How long the platform waited for each answer, ascending. */
export function timesToAccept(sent: ReadonlyMap<string, Report>): number[] {
  return ascending([...sent.values()].map(({ sentAt, answeredAt }) => answeredAt - sentAt))
}

/** How long each event was on its way from the platform to the receiver, ascending. Events that went elsewhere are left out. */
export async function timesOnTheWay(receiver: Receiver, sent: ReadonlyMap<string, Report>): Promise<number[]> {
  return (await timesSoFar(receiver, sent)).arrived
}

/** The same, and how long those that have not arrived have been on their way until now. */
export async function timesSoFar(receiver: Receiver, sent: ReadonlyMap<string, Report>) {
  const missing = new Map(sent)
  const arrived: number[] = []
  for (const { id, at } of await arrivalsOf(receiver)) {
    const report = sent.get(id)
    if (!report) continue
    arrived.push(at - report.sentAt)
    missing.delete(id)
  }
  const now = machineTime()
  return {
    arrived: ascending(arrived),
    missing: ascending([...missing.values()].map(({ sentAt }) => now - sentAt)),
  }
}

/** In the order in which they came. */
export async function arrivalsOf(receiver: Receiver): Promise<{ readonly id: string; readonly at: number }[]> {
  const { count, ids, idBytes, times } = await receiver.ask('arrivals')
  const perBlock = times[0]?.length ?? 1
  return Array.from({ length: count }, (_, row) => ({
    id: ids.toString('latin1', row * idBytes, (row + 1) * idBytes),
    at: times[Math.floor(row / perBlock)]?.[row % perBlock] ?? Number.NaN,
  }))
}
