import type { EventName } from '@postback/sdk'

export const presetNames = ['recoverSales', 'refunds', 'overdue', 'giveAccess'] as const
export type PresetName = (typeof presetNames)[number]

const presets: Readonly<Record<PresetName, readonly EventName[]>> = {
  recoverSales: [
    'PURCHASE_PROTEST',
    'PURCHASE_CHARGEBACK',
    'PURCHASE_DELAYED',
    'PURCHASE_CANCELED',
    'PURCHASE_EXPIRED',
    'PURCHASE_BILLET_PRINTED',
    'PURCHASE_OUT_OF_SHOPPING_CART',
  ],
  refunds: ['PURCHASE_PROTEST', 'PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK'],
  overdue: ['PURCHASE_DELAYED', 'SUBSCRIPTION_CANCELLATION'],
  giveAccess: [
    'PURCHASE_APPROVED',
    'PURCHASE_COMPLETE',
    'PURCHASE_PROTEST',
    'PURCHASE_REFUNDED',
    'PURCHASE_CHARGEBACK',
    'PURCHASE_CANCELED',
    'PURCHASE_DELAYED',
    'SUBSCRIPTION_CANCELLATION',
  ],
}

/** Without what this server does not send yet. */
export function eventsOfPreset(name: PresetName, known: readonly EventName[]): readonly EventName[] {
  return presets[name].filter((event) => known.includes(event))
}

export function sameEvents(one: readonly EventName[], other: readonly EventName[]): boolean {
  return one.length === other.length && one.every((event) => other.includes(event))
}
