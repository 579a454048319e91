import { expect, test } from 'vitest'
import { labelStep, roundTop } from './scale.ts'

test.each([
  [0, 1],
  [1, 1],
  [3, 4],
  [7, 10],
  [15, 20],
  [41, 50],
  [230, 400],
  [1_000, 1_000],
  [1_001, 2_000],
])('a chart of up to %i ends at %i', (greatest, top) => {
  expect(roundTop(greatest)).toBe(top)
})

test('labels stand as close as they fit', () => {
  expect(labelStep(7, 700, 50)).toBe(1)
  expect(labelStep(24, 300, 50)).toBe(4)
  expect(labelStep(24, 0, 50)).toBe(1_200)
})
