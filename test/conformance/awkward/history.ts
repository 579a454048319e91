import type { DeliveryId, EventId } from '../../../src/domain/ids.ts'
import type { JsonObject } from '../../../src/domain/json.ts'
import { subjectKey } from '../../../src/domain/subject.ts'
import type { DeliveryDetail, History, TransactionDetail } from '../../../src/store/contract/history.ts'
import type { AwkwardInstance } from './instance.ts'

/** No more of the contract `history` than the other suites need to look at what they did: it does not pass its own suite. */

export function getEvent(instance: AwkwardInstance, id: EventId): Awaited<ReturnType<History['getEvent']>> {
  const event = instance.events.get(id)
  if (!event) return null
  const data = JSON.parse(documentOfEvent(instance, id) ?? '{}') as JsonObject
  return { event: { ...event.head, data }, deliveries: deliveriesOf(instance, id) }
}

function deliveriesOf({ deliveries }: AwkwardInstance, id: EventId) {
  return [...deliveries.values()].map(({ delivery }) => delivery).filter(({ eventId }) => eventId === id)
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
    delivery: row.delivery,
    body: findBody(instance, row.delivery),
    attempts: [],
    actions: row.actions,
    revokedSince: null,
    overtaken: false,
  }
}

export function findBody({ events }: AwkwardInstance, delivery: DeliveryDetail['delivery']) {
  const { eventId, view, version } = delivery
  return events.get(eventId)?.bodies.find((body) => body.view === view && body.version === version) ?? null
}
