import { expect, test } from 'vitest'
import { mintUuid } from '../../../domain/ids.ts'
import { countInSteps } from './list-deliveries.ts'

/** A history of `total` matches; each step finds `perStep` of them. */
function history(total: number, perStep: number) {
  const asked: number[] = []
  let left = total
  return {
    asked,
    step: async (_before: unknown, limit: number) => {
      asked.push(limit)
      const count = Math.min(left, perStep, limit)
      left -= count
      return { count, next: left > 0 || perStep === 0 ? mintUuid(1, 0, (size) => new Uint8Array(size)) : null }
    },
  }
}

test('a count goes on step by step until all rows were examined', async () => {
  const { step, asked } = history(25, 10)
  expect(await countInSteps(step, 100)).toEqual({ count: 25, exact: true })
  expect(asked).toEqual([101, 91, 81])
})

test('a count ends as soon as it exceeds the limit', async () => {
  const { step, asked } = history(1_000, 10)
  expect(await countInSteps(step, 25)).toEqual({ count: 25, exact: false })
  expect(asked).toHaveLength(3)
})

test('a count without matches ends after a bounded number of steps, and says that it is not exact', async () => {
  expect(await countInSteps(history(1, 0).step, 100)).toEqual({ count: 0, exact: false })
})
