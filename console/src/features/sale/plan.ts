import type { DeliveryState, EventName, SaleDetail } from '@postback/sdk'

export interface PlannedPost {
  readonly id: string
  readonly event: EventName
  readonly configuration: string
}

export interface Plan {
  /** What a replay of the latest sends. */
  readonly all: readonly PlannedPost[]
  /** Those among them that no receiver has confirmed. */
  readonly missing: readonly PlannedPost[]
}

/** States in which a post has not arrived and can be processed again. */
export const missingStates = ['failed', 'retrying', 'cancelled'] as const satisfies readonly DeliveryState[]
const isMissing = new Set<DeliveryState>(missingStates)
const onTheWay = new Set<DeliveryState>(['queued', 'sending', 'held'])

/** What *Process again* of a sale sends now: only what is still true of it, and what would not be refused. */
export function planOf(sale: SaleDetail): Plan {
  const all = sale.events.flatMap(({ event, routes }) =>
    routes.flatMap(({ name, configurationState, delivery, stillTrue }) => {
      if (delivery === null || !stillTrue || onTheWay.has(delivery.state)) return []
      if (configurationState === 'disabled' || configurationState === 'removed') return []
      return [{ id: delivery.id, event, configuration: name, state: delivery.state }]
    }),
  )
  return { all, missing: all.filter(({ state }) => isMissing.has(state)) }
}
