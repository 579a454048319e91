import type { StatsRow } from '@postback/sdk'
import { expect, test } from 'vitest'
import { figuresOf, volumesOf } from './figures.ts'
import { spanOf } from './overview-range.ts'

const now = Date.parse('2026-03-10T14:20:00Z')

function row(at: string, key: string, count: number, delivered = 0): StatsRow {
  return { at, key, count, delivered, failed: count - delivered, p50Ms: 50, p95Ms: 250 }
}

test('a day of hours ends with the current hour', () => {
  const { starts, from } = spanOf('24h', now)
  expect(starts).toHaveLength(24)
  expect(from).toBe('2026-03-09T15:00:00.000Z')
  expect(new Date(starts.at(-1) ?? 0).toISOString()).toBe('2026-03-10T14:00:00.000Z')
})

test('days begin at midnight UTC', () => {
  expect(spanOf('30d', now).from).toBe('2026-02-09T00:00:00.000Z')
})

test('intervals without attempts are included, with gaps instead of figures', () => {
  const rows = [row('2026-03-10T14:00:00.000Z', 'delivered', 3, 3), row('2026-03-10T14:00:00.000Z', 'timeout', 1)]
  const { points, attempts, delivered, seen } = figuresOf(rows, spanOf('24h', now))
  expect({ attempts, delivered, seen }).toEqual({ attempts: 4, delivered: 3, seen: ['delivered', 'timeout'] })
  expect(points[0]).toMatchObject({ attempts: 0, successRate: null, p50Ms: null })
  expect(points.at(-1)).toMatchObject({ attempts: 4, successRate: 0.75, p95Ms: 250 })
})

test('volumes are summed over the intervals, the largest first', () => {
  const rows = [
    row('2026-03-10T13:00:00.000Z', 'PURCHASE_REFUNDED', 1, 1),
    row('2026-03-10T13:00:00.000Z', 'PURCHASE_APPROVED', 2, 1),
    row('2026-03-10T14:00:00.000Z', 'PURCHASE_APPROVED', 3, 3),
  ]
  expect(volumesOf(rows, spanOf('24h', now))).toEqual([
    { event: 'PURCHASE_APPROVED', attempts: 5, delivered: 4 },
    { event: 'PURCHASE_REFUNDED', attempts: 1, delivered: 1 },
  ])
})
