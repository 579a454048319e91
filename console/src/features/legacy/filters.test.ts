import { expect, test } from 'vitest'
import { legacyFilters, toLegacyPostFilter } from './filters.ts'

const none = { transaction: '', event: '', product: null, status: null, from: '', to: '' } as const

test('the state is always asked for, the rest only where it is set', () => {
  expect(toLegacyPostFilter(none, 'pending', 'UTC')).toEqual({ state: 'pending' })
  const all = { transaction: 'HP1', event: 'X', product: 7, status: 'none', from: '', to: '' } as const
  expect(toLegacyPostFilter(all, 'sent', 'UTC')).toEqual({
    state: 'sent',
    transaction: 'HP1',
    event: 'X',
    product: 7,
    status: 'none',
  })
})

test('days are those of the account, the last one included', () => {
  const days = { ...none, from: '2019-03-04', to: '2019-03-05' }
  expect(toLegacyPostFilter(days, 'sent', 'America/Sao_Paulo')).toMatchObject({
    from: '2019-03-04T03:00:00.000Z',
    to: '2019-03-06T03:00:00.000Z',
  })
})

test('an unreadable filter in the address counts as not set', () => {
  expect(legacyFilters.status.read('x')).toBeNull()
  expect(legacyFilters.status.read('-1')).toBe(-1)
  expect(legacyFilters.from.read('2019-13-45')).toBe('')
})
