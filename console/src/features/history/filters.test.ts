import { deliveryStates } from '@postback/sdk'
import { expect, test } from 'vitest'
import { dayAfter, startOfDay } from '../../ui/time/days.ts'
import { historyFilters, toDeliveryFilter, viewNames, viewOf, views } from './filters.ts'

test.each([
  ['2026-01-05', 'America/Sao_Paulo', '2026-01-05T03:00:00.000Z'],
  ['2026-01-05', 'UTC', '2026-01-05T00:00:00.000Z'],
  // The days on which clocks change in New York.
  ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
  ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00.000Z'],
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
  ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
  ['2026-06-01', 'Asia/Kathmandu', '2026-05-31T18:15:00.000Z'],
])('%s begins in %s at %s', (day, zone, at) => {
  expect(startOfDay(day, zone).toISOString()).toBe(at)
})

test('the day after the last of a year', () => {
  expect(dayAfter('2026-12-31')).toBe('2027-01-01')
})

const nothing = Object.fromEntries(
  Object.entries(historyFilters).map(([name, codec]) => [name, codec.read(undefined)]),
) as unknown as Parameters<typeof toDeliveryFilter>[0]
const about = { now: Date.parse('2026-02-03T04:05:06Z'), timeZone: 'America/Sao_Paulo' }

test('no filter asks for everything', () => {
  expect(toDeliveryFilter(nothing, about)).toEqual({})
})

test('days include the last one', () => {
  const filter = toDeliveryFilter({ ...nothing, period: 'days', from: '2026-01-01', to: '2026-01-31' }, about)
  expect(filter).toEqual({ from: '2026-01-01T03:00:00.000Z', to: '2026-02-01T03:00:00.000Z' })
})

test('an unreadable filter in the address counts as not set', () => {
  expect(historyFilters.status.read('999')).toBeNull()
  expect(historyFilters.status.read('-1')).toBe(-1)
  expect(historyFilters.status.read('none')).toBe('none')
  expect(historyFilters.from.read('2026-13-45')).toBe('')
})

test.each(viewNames)('the view %s is recognised from its filters in any order', (name) => {
  const states: readonly string[] = views[name].state
  const written = [...states].reverse().join(',')
  expect(viewOf({ state: historyFilters.state.read(written), test: views[name].test })).toBe(name)
  expect(states).toEqual(deliveryStates.filter((state) => states.includes(state)))
})
