import { describe, expect, it } from 'vitest'
import { ascending, percentile, spreadOf } from './spread.ts'

describe('the spread of several runs', () => {
  it.each([
    { values: [3], spread: { median: 3, least: 3, most: 3, runs: 1 } },
    { values: [9, 1, 4], spread: { median: 4, least: 1, most: 9, runs: 3 } },
    { values: [10, 2, 1, 4], spread: { median: 3, least: 1, most: 10, runs: 4 } },
  ])('is the median, the least and the most of $values', ({ values, spread }) => {
    expect(spreadOf(values)).toEqual(spread)
  })

  it('orders numbers by size, not as text', () => {
    expect(spreadOf([100, 9, 20]).median).toBe(20)
    expect(ascending([100, 9, 20])).toEqual([9, 20, 100])
  })

  it('throws without values', () => {
    expect(() => spreadOf([])).toThrow('Nothing was measured.')
  })

  it('takes a measured value as percentile, without interpolation', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1)
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 99, 100])
    expect(percentile([], 0.5)).toBeNaN()
  })
})
