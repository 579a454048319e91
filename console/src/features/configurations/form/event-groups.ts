import type { EventName } from '@postback/sdk'
import { articleEvents } from '../../../words/event-order.ts'

export type EventGroupName = 'purchase' | 'payment' | 'cart' | 'subscription' | 'members' | 'other'

export interface EventGroup {
  readonly name: EventGroupName
  readonly events: readonly EventName[]
}

const groups: readonly EventGroup[] = [
  { name: 'purchase', events: articleEvents },
  { name: 'payment', events: ['PURCHASE_COMPLETE', 'PURCHASE_BILLET_PRINTED'] },
  { name: 'cart', events: ['PURCHASE_OUT_OF_SHOPPING_CART'] },
  { name: 'subscription', events: ['SUBSCRIPTION_CANCELLATION', 'SWITCH_PLAN', 'UPDATE_SUBSCRIPTION_CHARGE_DATE'] },
  { name: 'members', events: ['CLUB_FIRST_ACCESS', 'CLUB_MODULE_COMPLETED'] },
]

/** In the order of the form; events that only a newer server knows come last. */
export function groupEvents(known: readonly EventName[]): readonly EventGroup[] {
  const grouped = new Set(groups.flatMap(({ events }) => events))
  const other: EventGroup = { name: 'other', events: known.filter((event) => !grouped.has(event)) }
  return [...groups, other]
    .map(({ name, events }) => ({ name, events: events.filter((event) => known.includes(event)) }))
    .filter(({ events }) => events.length > 0)
}
