import { type EventName, eventsOfVersion, isPurchaseEvent } from '../../event.ts'
import { cancellationParameters } from '../fields/version-1/cancellation.ts'
import { cartParameters } from '../fields/version-1/cart.ts'
import { purchaseFormParameters } from '../fields/version-1/form.ts'
import { switchPlanParameters } from '../fields/version-1/switch-plan.ts'
import { belongsTo } from '../parameter.ts'
import type { FormParameter } from './form-parameter.ts'
import type { JsonParameter } from './json-parameter.ts'

/** The body of an event in version 1.0.0: a form for purchases, JSON without an envelope for other events. */
export type VersionOneBody =
  | { readonly kind: 'form'; readonly parameters: readonly FormParameter[] }
  | { readonly kind: 'json'; readonly parameters: readonly JsonParameter[] }

const jsonBodies = new Map<EventName, readonly JsonParameter[]>([
  ['PURCHASE_OUT_OF_SHOPPING_CART', cartParameters],
  ['SUBSCRIPTION_CANCELLATION', cancellationParameters],
  ['SWITCH_PLAN', switchPlanParameters],
])

const bodies = new Map(eventsOfVersion['1.0.0'].map((event) => [event, bodyFor(event)]))

/** With the parameters that belong to the event, in the order of the wire. */
export function versionOneBody(event: EventName): VersionOneBody {
  const body = bodies.get(event)
  if (!body) throw new Error(`Version 1.0.0 has no ${event}.`)
  return body
}

function bodyFor(event: EventName): VersionOneBody {
  if (!isPurchaseEvent(event)) return { kind: 'json', parameters: jsonBodies.get(event) ?? [] }
  return {
    kind: 'form',
    parameters: purchaseFormParameters.filter((parameter) => belongsTo(parameter, event, '1.0.0')),
  }
}
