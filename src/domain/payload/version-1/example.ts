import { type EventName, isPurchaseEvent } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../../text/json.ts'
import { mergePatch } from '../../text/merge-patch.ts'
import { ana, type Person } from '../families/person.ts'
import { annualPlan, monthlyPlan } from '../families/subscription/plans.ts'

/** Example data with what only version 1.0.0 sends, fitting the rest. */
export function withVersionOneExamples(event: EventName, data: JsonObject, buyer: Person = ana): JsonObject {
  const filled = mergePatch(data, additionsTo(event, data, buyer))
  return isJsonObject(filled) ? filled : data
}

function additionsTo(event: EventName, data: JsonObject, buyer: Person): JsonObject {
  if (isPurchaseEvent(event)) {
    return {
      buyer: { phone_code: '11', phone: '999990000' },
      purchase: { offer: { payment_mode: 'pagamento_unico' } },
      ...(isJsonObject(data.subscription) && { subscription: { plan: { recurrency_period: daysOf(data) } } }),
    }
  }
  switch (event) {
    case 'PURCHASE_OUT_OF_SHOPPING_CART':
      return { user_key: '5f1d2c9e', product: { category: 'cooking' }, has_negotiate: false }
    case 'SWITCH_PLAN':
      return {
        subscription: { recurrence_number: 3, user: { name: buyer.name } },
        plans: Array.isArray(data.plans) ? data.plans.map(withTerms) : [],
      }
    default:
      return {}
  }
}

const annual = { max_charge_cycles: 10, recurrency_period: 360, value: annualPlan.price, currency_code: 'BRL' }
const monthly = { max_charge_cycles: 120, recurrency_period: 30, value: monthlyPlan.price, currency_code: 'BRL' }

function daysOf(data: JsonObject): number {
  const isAnnual = valueAt(data, 'subscription', 'plan', 'id') === annualPlan.id
  return (isAnnual ? annual : monthly).recurrency_period
}

/** The change is from a monthly plan to an annual one. */
function withTerms(plan: Json): Json {
  return isJsonObject(plan) ? { ...plan, ...(plan.current === true ? annual : monthly) } : plan
}
