import type { StatsRow } from '@postback/sdk'
import { expect, test } from 'vitest'
import { figuresOf, volumesOf } from './figures.ts'
import { spanOf } from './span.ts'

const now = Date.parse('2026-03-10T14:20:30Z')

function row(at: string, key: string, count: number, delivered = 0): StatsRow {
  return { at, key, count, delivered, failed: count - delivered, p50Ms: 50, p95Ms: 250 }
}

test('a day of hours ends with the one that is running', () => {
  const { starts, from, since } = spanOf('24h', now)
  expect(starts).toHaveLength(24)
  expect(from).toBe('2026-03-09T15:00:00.000Z')
  expect(since).toBe('2026-03-09T14:20:00.000Z')
  expect(new Date(starts.at(-1) ?? 0).toISOString()).toBe('2026-03-10T14:00:00.000Z')
})

test('days begin at midnight UTC', () => {
  expect(spanOf('30d', now).from).toBe('2026-02-09T00:00:00.000Z')
})

test('posts are counted, not attempts: those that arrived, and those that failed in the hour in which they came', () => {
  const rows = [row('2026-03-10T14:00:00.000Z', 'delivered', 3, 3), row('2026-03-10T14:00:00.000Z', 'timeout', 7)]
  const failures = [
    { at: '2026-03-10T14:00:00.000Z', failed: 2 },
    { at: '2026-03-10T13:00:00.000Z', failed: 1 },
  ]
  const hours = figuresOf(rows, failures, spanOf('24h', now))
  expect(hours).toMatchObject({ delivered: 3, failed: 3 })
  expect(hours.points[0]).toMatchObject({ delivered: 0, failed: 0, p50Ms: null })
  expect(hours.points.at(-1)).toMatchObject({ delivered: 3, failed: 2, p95Ms: 250 })
  expect(figuresOf([], failures, spanOf('7d', now)).points.at(-1)).toMatchObject({ failed: 3 })
})

test('volumes are summed over the intervals, the largest first', () => {
  const rows = [
    row('2026-03-10T13:00:00.000Z', 'PURCHASE_REFUNDED', 1, 1),
    row('2026-03-10T13:00:00.000Z', 'PURCHASE_APPROVED', 2, 1),
    row('2026-03-10T14:00:00.000Z', 'PURCHASE_APPROVED', 3, 3),
    row('2026-03-10T14:00:00.000Z', 'PURCHASE_EXPIRED', 5),
  ]
  expect(volumesOf(rows, spanOf('24h', now))).toEqual([
    { event: 'PURCHASE_APPROVED', delivered: 4 },
    { event: 'PURCHASE_REFUNDED', delivered: 1 },
  ])
})
