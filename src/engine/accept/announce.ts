import type { Delivery } from '../../domain/delivery/delivery.ts'
import type { EventHead } from '../../domain/event.ts'
import { type EventId, millisecondsOf } from '../../domain/ids.ts'
import type { Body, NewEvent } from '../../store/contract/ledger.ts'
import type { Store } from '../../store/contract/store.ts'
import type { Feed } from './feed.ts'

/** An event as it would be sent to one account. */
export interface Announcement {
  readonly event: EventHead
  readonly body: Body
}

export interface Listener {
  readonly tell: (news: Announcement) => void
  /** Fulfilled when the listener has read everything so far, or has gone. */
  readonly pace: () => Promise<void>
  /** All earlier events have been sent. From now on events are sent live. `at`: where to continue from if no event follows. */
  readonly ready: (at: EventId) => void
  /** `count` events cannot be sent again; null: their number is unknown. */
  readonly missed: (count: number | null) => void
}

export interface ListenParts {
  readonly store: Pick<Store, 'listEventsAfter'>
  readonly feed: Feed<Announcement>
  /** Less than the id of every event still to be stored. */
  readonly boundary: () => EventId
  /** Events before this moment are forgotten. Milliseconds. */
  readonly keptSince: () => number
}

const perPage = 100
/** Events sent again to one listener that reconnects. The history has the rest. */
const toldAgainMost = 10_000
/** Above this the rest is not counted: that could read the whole history. */
const countedMost = 50_000

/**
 * Sends a listener the events of its account: first, from the store, those after the last event that it knows, then new ones. An
 * event that is announced while the listener catches up is in the store already, so none is buffered.
 * @param after the last event that the listener knows; null: it begins now
 * @returns a function that ends it
 */
export function listen(parts: ListenParts, accountId: string, after: EventId | null, listener: Listener): () => void {
  let isOpen = true
  let isLive = after === null
  let hasNews = false
  const unsubscribe = parts.feed.subscribe(accountId, (news) => {
    if (isLive) listener.tell(news)
    else hasNews = true
  })
  const begin = () => {
    isLive = true
    if (isOpen) listener.ready(parts.boundary())
  }

  const catchUp = async (from: EventId) => {
    if (millisecondsOf(from) < parts.keptSince()) listener.missed(null)
    let found = 0
    let next = from
    let isMore = true
    while (isOpen && (isMore || hasNews) && found < countedMost) {
      hasNews = false
      const { events, moreAfter } = await parts.store.listEventsAfter(accountId, next, perPage)
      for (const news of events) {
        if (found++ < toldAgainMost) listener.tell(news)
      }
      next = moreAfter ?? events.at(-1)?.event.id ?? next
      isMore = moreAfter !== null
      await listener.pace()
    }
    if (found > toldAgainMost) listener.missed(found < countedMost ? found - toldAgainMost : null)
    begin() // in the same turn as the last look at `hasNews`
  }

  if (after === null) begin()
  else {
    // The store cannot be read: report a gap of unknown size, and continue with new events.
    catchUp(after).catch(() => {
      listener.missed(null)
      begin()
    })
  }
  return () => {
    isOpen = false
    unsubscribe()
  }
}

/** Sends a stored event to the listeners of each account, in the view of that account. */
export function announce(feed: Feed<Announcement>, { head: event, bodies }: NewEvent, deliveries: readonly Delivery[]) {
  for (const accountId of feed.accounts) {
    const body = bodyFor(accountId)
    if (body) feed.publish(accountId, { event, body })
  }

  /** The body that the account is sent. A producer also hears of events that no configuration wants: its body always exists. */
  function bodyFor(accountId: string): Body | undefined {
    const delivery = deliveries.find((it) => it.accountId === accountId)
    if (!delivery && (event.test || event.accountId !== accountId)) return undefined
    const view = delivery?.view ?? 'producer'
    const ofView = bodies.filter((body) => body.view === view)
    return ofView.find((body) => body.version === '2.0.0') ?? ofView[0]
  }
}
