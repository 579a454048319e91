import { describe, expect, it } from 'vitest'
import type { Subject } from '../domain/subject.ts'
import { IntakeTurns } from './turns.ts'

const sale = (transaction: string, data: object = {}) => ({
  subject: { kind: 'transaction', transaction } as Subject,
  event: null,
  data: data as never,
})
const withProduct = (transaction: string, id: number) => sale(transaction, { product: { id } })

/** Enters and leaves at once. */
function pass(turns: IntakeTurns, update: Parameters<IntakeTurns['enter']>[0]): string {
  const turn = turns.enter(update)
  turns.leave(update)
  return turn
}

describe('the turn of an update', () => {
  it('is the turn of its product until an event reveals the account', () => {
    const turns = new IntakeTurns()
    expect(pass(turns, withProduct('HP1', 1))).toBe('product 1')
    turns.learn(withProduct('HP1', 1), 'ana')
    turns.learn(withProduct('HP2', 2), 'ana')
    expect(pass(turns, withProduct('HP3', 1))).toBe('account ana')
    expect(pass(turns, withProduct('HP4', 2))).toBe('account ana')
    expect(pass(turns, withProduct('HP5', 3))).toBe('product 3')
  })

  it('is the turn of the account of the last event about its subject when it names no product', () => {
    const turns = new IntakeTurns()
    expect(pass(turns, sale('HP1'))).toBe('')
    turns.learn(withProduct('HP1', 1), 'ana')
    expect(pass(turns, sale('HP1'))).toBe('account ana')
  })

  it('is the turn of the updates that wait about its subject, whether it names a product or not', () => {
    const turns = new IntakeTurns()
    const first = withProduct('HP1', 1)
    expect(turns.enter(first)).toBe('product 1')
    expect(turns.enter(sale('HP1'))).toBe('product 1')
    turns.learn(first, 'ana')
    turns.leave(first)
    expect(turns.enter(withProduct('HP1', 1))).toBe('product 1')
    for (let i = 0; i < 2; i++) turns.leave(first)
    expect(turns.enter(withProduct('HP1', 1))).toBe('account ana')
  })

  it('separates a subscription from a transaction of the same name, and goes by the product for events that stand alone', () => {
    const turns = new IntakeTurns()
    turns.enter(withProduct('X1', 1))
    const data = { product: { id: 2 }, subscriber: { code: 'X1' } } as never
    expect(
      turns.enter({ subject: { kind: 'subscription', code: 'X1' }, event: 'SUBSCRIPTION_CANCELLATION', data }),
    ).toBe('product 2')
    const subject: Subject = { kind: 'itself', transaction: 'X1' }
    expect(turns.enter({ subject, event: 'CLUB_FIRST_ACCESS', data })).toBe('product 2')
  })

  it('forgets old entries', () => {
    const turns = new IntakeTurns()
    for (let i = 0; i < 20_000; i++) turns.learn(withProduct(`HP${i}`, i), 'ana')
    expect(pass(turns, sale('HP1'))).toBe('')
    expect(pass(turns, sale('HP19000'))).toBe('account ana')
  })
})
