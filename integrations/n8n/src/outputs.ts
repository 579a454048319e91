import type { ExpressionString, INodeOutputConfiguration } from 'n8n-workflow'
import type { EventName } from '../../../sdk/src/types.ts'

/** The outputs of the node, and the output through which an event leaves it. */

export type OutputMode = 'one' | 'perEvent' | 'kindOfSale'

export interface OutputParameters {
  readonly outputMode?: OutputMode
  readonly events?: readonly string[]
}

/** The entry for all events in the list. */
export const everyEvent = '*'

/** The titles that the documentation uses. */
export const eventTitles: Readonly<Record<EventName, string>> = {
  PURCHASE_CANCELED: 'Canceled purchase',
  PURCHASE_APPROVED: 'Approved purchase',
  PURCHASE_PROTEST: 'Refund claimed',
  PURCHASE_REFUNDED: 'Refunded',
  PURCHASE_CHARGEBACK: 'Chargeback',
  PURCHASE_EXPIRED: 'Purchase expired',
  PURCHASE_DELAYED: 'Delayed',
  PURCHASE_COMPLETE: 'Complete purchase',
  PURCHASE_BILLET_PRINTED: 'Waiting for payment (slip or PIX issued)',
  PURCHASE_OUT_OF_SHOPPING_CART: 'Cart abandonment',
  SUBSCRIPTION_CANCELLATION: 'Subscription cancellation',
  SWITCH_PLAN: 'Plan change',
  UPDATE_SUBSCRIPTION_CHARGE_DATE: 'Charge date change',
  CLUB_FIRST_ACCESS: 'First access',
  CLUB_MODULE_COMPLETED: 'Module completed',
  ORDER_FULFILLMENT: 'Order fulfillment',
}

/** null: all events. */
export function selectedEvents(events: readonly string[]): readonly string[] | null {
  return events.length === 0 || events.includes(everyEvent) ? null : events
}

/**
 * The outputs for the node's parameters. If there are several, the last takes events that fit none of the others: a test of an
 * event that was not chosen, or an event that is newer than this node. n8n's editor evaluates the source text of this function,
 * so it can use only its parameters.
 */
function outputsFor(
  { outputMode, events = [] }: OutputParameters,
  titles: readonly (readonly [string, string])[],
): INodeOutputConfiguration[] {
  const isEvery = events.length === 0 || events.includes('*')
  const titleOf = (event: string) => titles.find(([name]) => name === event)?.[1] ?? event
  const named = (names: readonly string[]) => names.map((displayName) => ({ type: 'main' as const, displayName }))
  if (outputMode === 'kindOfSale') return named(['Single purchase', 'New subscription', 'Renewal', 'Other'])
  if (outputMode === 'perEvent') {
    return named([...(isEvery ? titles.map(([, title]) => title) : events.map(titleOf)), 'Other'])
  }
  return [{ type: 'main' }]
}

export const outputs: ExpressionString = `={{(${outputsFor})($parameter, ${JSON.stringify(Object.entries(eventTitles))})}}`

/** The index of the output for an event, and the number of outputs. */
export function outputFor(parameters: OutputParameters, payload: Payload): { index: number; count: number } {
  const count = outputsFor(parameters, Object.entries(eventTitles)).length
  const other = count - 1
  if (parameters.outputMode === 'perEvent') {
    const events = selectedEvents(parameters.events ?? []) ?? Object.keys(eventTitles)
    const index = events.indexOf(payload.event)
    return { index: index === -1 ? other : index, count }
  }
  if (parameters.outputMode === 'kindOfSale') {
    const kind = kindOfSale(payload)
    return { index: kind === null ? other : ['single', 'newSubscription', 'renewal'].indexOf(kind), count }
  }
  return { index: 0, count }
}

export interface Payload {
  readonly id: string
  readonly event: string
  readonly data?: {
    readonly purchase?: { readonly recurrence_number?: number }
    readonly subscription?: unknown
  }
}

/** All three are the same event on the wire; the number of the charge tells a renewal. null: the event is not about a sale. */
function kindOfSale({ data }: Payload): 'single' | 'newSubscription' | 'renewal' | null {
  if (!data?.purchase) return null
  const { recurrence_number: recurrence } = data.purchase
  if (recurrence === undefined && !data.subscription) return 'single'
  return (recurrence ?? 1) > 1 ? 'renewal' : 'newSubscription'
}
