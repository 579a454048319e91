import { type Delivery, laneKeyOf, laneOf, queuedAt, sending } from '../../domain/delivery/delivery.ts'
import { Refusal } from '../../domain/errors.ts'
import type { DeliveryId } from '../../domain/ids.ts'
import type { Appended, Entry, Ledger, NewEvent } from '../../store/contract/ledger.ts'
import type { Dispatcher } from '../dispatch/dispatcher.ts'
import type { Observer } from '../observer.ts'
import { type Announcement, announce } from './announce.ts'
import type { Feed } from './feed.ts'

export interface KeepParts {
  readonly store: Pick<Ledger, 'append'>
  readonly dispatcher: Pick<Dispatcher, 'reserve' | 'unreserve' | 'push' | 'noteDue'>
  readonly observer: Pick<Observer, 'moved' | 'trouble'>
  readonly events: Feed<Announcement>
}

/**
 * Keeps entries in one commit, and sends what is kept on its way. Deliveries whose lanes have room are claimed by this node in the
 * commit itself; of an entry that is not kept, the places are given back.
 * @throws Refusal storage_unavailable: nothing is kept, or it is not known
 */
export async function keep(parts: KeepParts, entries: readonly Entry[]): Promise<ReadonlyMap<Entry, Appended>> {
  if (entries.length === 0) return new Map()
  const claimed = entries.map((entry) => reserve(parts, entry))
  const appended = await parts.store.append(claimed).catch((cause) => {
    for (const entry of claimed) unreserve(parts, entry)
    throw unavailable(parts, cause)
  })
  return new Map(entries.map((entry, i) => [entry, settle(parts, claimed[i] ?? entry, appended[i])]))
}

export function unavailable({ observer }: Pick<KeepParts, 'observer'>, cause: unknown): Refusal {
  observer.trouble('accepting', cause)
  return new Refusal('storage_unavailable', { cause, retryAfter: 1 })
}

function reserve({ dispatcher }: KeepParts, entry: Entry): Entry {
  const deliveries = entry.deliveries.map((delivery): Delivery => {
    const isTaken = delivery.state === 'queued' && dispatcher.reserve(laneOf(delivery))
    return isTaken ? { ...delivery, ...sending } : delivery
  })
  return { ...entry, deliveries }
}

function unreserve({ dispatcher }: KeepParts, { deliveries }: Entry) {
  for (const delivery of deliveries) if (delivery.state === 'sending') dispatcher.unreserve(laneKeyOf(delivery))
}

function settle(parts: KeepParts, claimed: Entry, result: Appended = { kind: 'outdated' }): Appended {
  if (result.kind === 'kept') sendOff(parts, asKept(parts, claimed, result.waiting))
  else unreserve(parts, claimed)
  return result
}

/** What the store has queued is not claimed: its place is given back. */
function asKept({ dispatcher }: KeepParts, claimed: Entry, waiting: readonly DeliveryId[]): Entry {
  if (waiting.length === 0) return claimed
  const deliveries = claimed.deliveries.map((delivery): Delivery => {
    if (!waiting.includes(delivery.id)) return delivery
    dispatcher.unreserve(laneKeyOf(delivery))
    return { ...delivery, ...queuedAt(delivery.createdAt) }
  })
  return { ...claimed, deliveries }
}

/** Durable now: what this node claimed goes straight to the dispatcher, and it is told when the rest is due. */
function sendOff({ dispatcher, observer, events }: KeepParts, { event, deliveries }: Entry) {
  if (event === null) return
  announce(events, event, deliveries)
  for (const delivery of deliveries) {
    if (delivery.state === 'sending') dispatcher.push({ delivery, body: bodyOf(event, delivery) })
    else if (delivery.dueAt !== null) dispatcher.noteDue(laneOf(delivery), delivery.dueAt)
    observer.moved(delivery)
  }
}

function bodyOf({ head, bodies }: NewEvent, { view, version }: Delivery) {
  const body = bodies.find((it) => it.view === view && it.version === version)
  if (!body) throw new Error(`A delivery of event ${head.id} has no body.`)
  return body
}
