import { expect, it } from 'vitest'
import { expiryOf, today } from './expiry.ts'

const noon = new Date(2026, 0, 15, 12).getTime()

it('a credential never expires, or after the given number of days', () => {
  expect(expiryOf('never', '', noon)).toBeNull()
  expect(Date.parse(expiryOf('quarter', '', noon) ?? '') - noon).toBe(90 * 86_400_000)
  expect(Date.parse(expiryOf('year', '', noon) ?? '') - noon).toBe(365 * 86_400_000)
})

it('a credential expires at the end of the chosen day, today at the earliest', () => {
  expect(Date.parse(expiryOf('date', '2026-01-15', noon) ?? '')).toBe(new Date(2026, 0, 15, 23, 59, 59, 999).getTime())
  expect(expiryOf('date', '2026-01-14', noon)).toBeUndefined()
  expect(expiryOf('date', '', noon)).toBeUndefined()
})

it('today is the day of the browser', () => {
  expect(today(new Date(2026, 0, 15, 0, 30).getTime())).toBe('2026-01-15')
  expect(today(new Date(2026, 0, 15, 23, 30).getTime())).toBe('2026-01-15')
})
