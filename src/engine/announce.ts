import type { Event } from '../domain/event.ts'
import type { Body, Emission } from '../store/store.ts'
import type { Feed } from './feed.ts'

/** An event as one account would be sent it. */
export interface Announcement {
  readonly event: Omit<Event, 'data'>
  readonly body: Body
}

/** Tells those who listen of an event that has been stored, each in the view of their own account. */
export function announce(feed: Feed<Announcement>, { event, bodies, deliveries }: Emission) {
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
