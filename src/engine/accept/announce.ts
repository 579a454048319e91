import type { Delivery } from '../../domain/delivery/delivery.ts'
import type { EventHead } from '../../domain/event.ts'
import { type EventId, millisecondsOf } from '../../domain/ids.ts'
import type { Body, NewEvent } from '../../store/contract/ledger.ts'
import type { Store } from '../../store/contract/store.ts'
import type { Feed } from './feed.ts'

/** An event as one account would be sent it. */
export interface Announcement {
  readonly event: EventHead
  readonly body: Body
}

export interface Listener {
  readonly tell: (news: Announcement) => void
  /** Fulfilled when the listener has read what it was told, or has gone. */
  readonly pace: () => Promise<void>
  /** Everything that came before has been told; from now on news come as they happen. `at`: where to go on when nothing comes. */
  readonly ready: (at: EventId) => void
  /** So many events could not be had again; null: their number is not known. */
  readonly missed: (count: number | null) => void
}

export interface ListenParts {
  readonly store: Pick<Store, 'listEventsAfter'>
  readonly feed: Feed<Announcement>
  /** Less than the id of any event that is still to be stored. */
  readonly boundary: () => EventId
  /** Older events are forgotten, milliseconds. */
  readonly keptSince: () => number
}

const perPage = 100
/** Told again to one listener that comes back. The history has the rest. */
const toldAgainMost = 10_000
/** Beyond, counting the rest would read the whole history: its number stays unknown. */
const countedMost = 50_000

/**
 * Tells a listener of the events of its account: first those that came after the last that it knows, from the store, then those
 * that come. What comes meanwhile is in the store when it is told of, so nothing is kept for later.
 * @param after the last event that the listener knows; null: it begins now
 * @returns what ends it
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
    // A store that cannot be read leaves a gap of unknown size: the listener is told so, and hears what comes.
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

/** Tells those who listen of an event that has been stored, each in the view of their own account. */
export function announce(feed: Feed<Announcement>, { head: event, bodies }: NewEvent, deliveries: readonly Delivery[]) {
  for (const accountId of feed.accounts) {
    const body = bodyFor(accountId)
    if (body) feed.publish(accountId, { event, body })
  }

  /** What it is sent; a producer hears of events that no configuration wants, too: their body is always there. */
  function bodyFor(accountId: string): Body | undefined {
    const delivery = deliveries.find((it) => it.accountId === accountId)
    if (!delivery && (event.test || event.accountId !== accountId)) return undefined
    const view = delivery?.view ?? 'producer'
    const ofView = bodies.filter((body) => body.view === view)
    return ofView.find((body) => body.version === '2.0.0') ?? ofView[0]
  }
}
