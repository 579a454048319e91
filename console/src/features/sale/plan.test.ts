import type { SaleDetail } from '@postback/sdk'
import { expect, it } from 'vitest'
import { planOf } from './plan.ts'

const delivered = { id: 'dlv_1', state: 'delivered', trigger: 'automatic', nextAttemptAt: null }
const sale = (...routes: readonly object[]) =>
  ({
    transaction: 'HP1',
    events: [{ event: 'PURCHASE_APPROVED', routes: routes.map((it, n) => ({ name: `C${n}`, ...route, ...it })) }],
  }) as unknown as SaleDetail
const route = { configurationState: 'active', stillTrue: true, delivery: delivered }

it.each([
  ['what is not true any more', { stillTrue: false }],
  ['what was not sent', { delivery: null, stillTrue: false }],
  ['a disabled configuration', { configurationState: 'disabled' }],
  ['a removed configuration', { configurationState: 'removed' }],
  ['what is being sent', { delivery: { ...delivered, state: 'sending' } }],
  ['what waits already', { delivery: { ...delivered, state: 'queued', nextAttemptAt: '2026-01-01T00:00:00Z' } }],
])('leaves out %s', (_what, left) => {
  expect(planOf(sale(left)).all).toEqual([])
})

it('tells what has not arrived from what has', () => {
  const failed = { ...delivered, id: 'dlv_2', state: 'failed' }
  const { all, missing } = planOf(sale({}, { delivery: failed }))
  expect(all.map(({ configuration }) => configuration)).toEqual(['C0', 'C1'])
  expect(missing.map(({ configuration }) => configuration)).toEqual(['C1'])
})
