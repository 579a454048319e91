import type { EventName } from '../event.ts'
import { type Cast, castOf } from './cast.ts'
import * as purchases from './purchase-stories.ts'
import type { Step, StoryFacts } from './story.ts'
import * as subscriptions from './subscription-stories.ts'

/** Every story, in display order. */
export const storyNames = [
  'card-complete',
  'boleto-approved',
  'pix-expired',
  'refund',
  'chargeback',
  'subscription',
  'plan-switch',
  'cart-recovered',
  'order-bump',
] as const
export type StoryName = (typeof storyNames)[number]

const stories: Readonly<Record<StoryName, (cast: Cast) => readonly Step[]>> = {
  'card-complete': purchases.cardComplete,
  'boleto-approved': purchases.boletoApproved,
  'pix-expired': purchases.pixExpired,
  refund: purchases.refund,
  chargeback: purchases.chargeback,
  subscription: subscriptions.subscription,
  'plan-switch': subscriptions.planSwitch,
  'cart-recovered': purchases.cartRecovered,
  'order-bump': purchases.orderBump,
}

/**
 * The events of a story, first to last: one buyer, one subscriber code, transactions from the test range, dates that move forward
 * and prices that add up. The same facts always give the same story.
 */
export function tellStory(name: StoryName, facts: StoryFacts): readonly Step[] {
  return stories[name](castOf(facts))
}

/** The course of a story, without its data. */
export function outlineOf(name: StoryName): readonly { readonly event: EventName; readonly after: number }[] {
  const noFacts = { product: { id: 0, name: '', ucode: '' }, producer: { name: '' }, seed: 0, startedAt: 0 }
  return tellStory(name, noFacts).map(({ event, after }) => ({ event, after }))
}

/** Milliseconds from the beginning of a story to its last event. */
export function lengthOf(name: StoryName): number {
  return outlineOf(name).at(-1)?.after ?? 0
}
