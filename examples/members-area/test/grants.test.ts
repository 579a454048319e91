import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventsThatMatter, type PurchaseFact, type SubscriptionFact } from '../facts.ts'
import { accessOf, grantOf, usualPolicy } from '../grants.ts'

const purchaseEvents = eventsThatMatter.filter((name) => name.startsWith('PURCHASE_')) as PurchaseFact['event'][]

/** No two facts at the same moment: their order would be undefined. */
const moments = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 8 })

const histories = fc.tuple(moments, fc.infiniteStream(fc.nat())).map(([times, numbers]) => {
  const product = { id: 1, name: 'Violão', offer: null, plan: null }
  const next = () => numbers.next().value as number
  return times.map((at): PurchaseFact | SubscriptionFact => {
    const common = { id: String(at), at, subscription: 'SUB1' }
    const paidUntil = next() % 3 === 0 ? null : 1_000 + (next() % 500)
    switch (next() % 5) {
      case 0:
        return { ...common, kind: 'cancelled', paidUntil }
      case 1:
        return { ...common, kind: 'switched', product: { ...product, name: 'Cavaquinho' } }
      default: {
        const event = purchaseEvents[next() % purchaseEvents.length] ?? 'PURCHASE_APPROVED'
        const sale = { order: 'HP1', email: 'ana@example.com', name: 'Ana', product, paidUntil, partly: false }
        return { ...common, ...sale, kind: 'purchase', event }
      }
    }
  })
})

function grantAfter(facts: readonly (PurchaseFact | SubscriptionFact)[]) {
  return grantOf(
    facts.filter((fact) => fact.kind === 'purchase'),
    facts.filter((fact) => fact.kind !== 'purchase'),
    usualPolicy,
  )
}

test('the same facts give the same access, in any order of arrival and with any repetition', () => {
  void fc.assert(
    fc.property(
      histories.chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }))),
      ([facts, shuffled]) => {
        expect(grantAfter(shuffled)).toEqual(grantAfter(facts))
        expect(grantAfter([...facts, ...shuffled])).toEqual(grantAfter(facts))
      },
    ),
  )
})

test('after a refund or a chargeback that order never gives access again', () => {
  const back = new Set(['PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK'])
  void fc.assert(
    fc.property(histories, fc.integer({ min: 0, max: 2_000 }), (facts, now) => {
      fc.pre(facts.some((fact) => fact.kind === 'purchase' && back.has(fact.event)))
      const grant = grantAfter(facts)
      expect(grant?.state).toBe('revoked')
      expect(grant && accessOf([grant], now)).toMatchObject([{ access: 'no' }])
    }),
  )
})

test('an order that was never approved, completed or late gives no access', () => {
  const opening = new Set(['PURCHASE_APPROVED', 'PURCHASE_COMPLETE', 'PURCHASE_DELAYED'])
  void fc.assert(
    fc.property(histories, fc.integer({ min: 0, max: 2_000 }), (facts, now) => {
      fc.pre(!facts.some((fact) => fact.kind === 'purchase' && opening.has(fact.event)))
      const grant = grantAfter(facts)
      expect(grant === null || accessOf([grant], now)[0]?.access === 'no').toBe(true)
    }),
  )
})
