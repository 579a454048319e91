import type { EventName } from '@postback/sdk'
import { articleEvents } from '../../words/event-order.ts'

export type EventGroupName = 'main' | 'sales' | 'subscriptions' | 'club'

export interface EventGroup {
  readonly name: EventGroupName
  readonly events: readonly EventName[]
}

/** The seven of the help article first; each group only with what the server knows. */
export function groupEvents(known: readonly EventName[]): readonly EventGroup[] {
  const first: readonly EventName[] = articleEvents.filter((event) => known.includes(event))
  const others = Map.groupBy(
    known.filter((event) => !first.includes(event)),
    groupOf,
  )
  const groups: EventGroup[] = [
    { name: 'main', events: first },
    ...(['sales', 'subscriptions', 'club'] as const).map((name) => ({ name, events: others.get(name) ?? [] })),
  ]
  return groups.filter(({ events }) => events.length > 0)
}

function groupOf(event: EventName): EventGroupName {
  if (event === 'PURCHASE_OUT_OF_SHOPPING_CART') return 'subscriptions'
  if (event.startsWith('PURCHASE_') || event === 'ORDER_FULFILLMENT') return 'sales'
  return event.startsWith('CLUB_') ? 'club' : 'subscriptions'
}
