import type { Delivery } from '../../../src/domain/delivery/delivery.ts'
import type { DeliveryId, EventId } from '../../../src/domain/ids.ts'
import { subjectKey } from '../../../src/domain/subject.ts'
import type { JsonObject } from '../../../src/domain/text/json.ts'
import type { DeliveryDetail, History, HourlyCount, TransactionDetail } from '../../../src/store/contract/history.ts'
import type { AwkwardInstance } from './instance.ts'
import { isOvertaken, revokedSince } from './overtaken.ts'

/** No more of the contract `history` than the other suites need to look at what they did: it does not pass its own suite. */

export function getEvent(instance: AwkwardInstance, id: EventId): Awaited<ReturnType<History['getEvent']>> {
  const event = instance.events.get(id)
  if (!event) return null
  const data = JSON.parse(documentOfEvent(instance, id) ?? '{}') as JsonObject
  return { event: { ...event.head, data }, deliveries: deliveriesOf(instance, id) }
}

function deliveriesOf(instance: AwkwardInstance, id: EventId): Delivery[] {
  const all = [...instance.deliveries.values()].map(({ delivery }) => shown(instance, delivery))
  return all.filter(({ eventId }) => eventId === id)
}

/** As people see it: what waits in a lane whose receiver asked to wait comes when that is over. */
export function shown({ configurations }: AwkwardInstance, delivery: Delivery): Delivery {
  const { dueAt, configurationId, test } = delivery
  if (dueAt === null || configurationId === null || test) return delivery
  return { ...delivery, dueAt: Math.max(dueAt, configurations.get(configurationId)?.statedLimit.pausedUntil ?? 0) }
}

/** JSON text of the event's data. */
export function documentOfEvent({ events }: AwkwardInstance, id: EventId | null): string | null {
  const event = id === null ? undefined : events.get(id)
  if (!event) return null
  if (event.document !== null) return event.document
  const body = event.bodies.find(({ version, view }) => version === '2.0.0' && view === 'producer')
  return body ? JSON.stringify((JSON.parse(body.text) as { data: unknown }).data) : null
}

export function getTransaction(instance: AwkwardInstance, transaction: string): TransactionDetail | null {
  const row = instance.subjects.get(String(subjectKey({ kind: 'transaction', transaction })))
  if (!row?.transaction) return null
  const events: TransactionDetail['events'][number][] = []
  for (let next = row.newestEvent; next !== null; ) {
    const event = instance.events.get(next)
    if (event) events.push(event.head)
    next = event?.previous ?? null
  }
  return {
    state: row.transaction,
    document: row.document ?? documentOfEvent(instance, row.transaction.eventId),
    events,
  }
}

export function getDelivery(instance: AwkwardInstance, accountId: string, id: DeliveryId): DeliveryDetail | null {
  const row = instance.deliveries.get(id)
  if (row?.delivery.accountId !== accountId) return null
  return {
    delivery: shown(instance, row.delivery),
    body: findBody(instance, row.delivery),
    attempts: row.attempts.toSorted((a, b) => a.number - b.number),
    actions: row.actions.toSorted((a, b) => a.at - b.at),
    revokedSince: revokedSince(instance, row),
    overtaken: isOvertaken(instance, row),
  }
}

export function readStats({ stats }: AwkwardInstance, filter: { accountId: string; from: number; to: number }) {
  return stats
    .filter(({ accountId, hour }) => accountId === filter.accountId && hour >= filter.from && hour < filter.to)
    .map(({ accountId: _, ...row }): HourlyCount => row)
}

export function findBody({ events }: AwkwardInstance, delivery: Delivery) {
  const { eventId, view, version } = delivery
  return events.get(eventId)?.bodies.find((body) => body.view === view && body.version === version) ?? null
}
