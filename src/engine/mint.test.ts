import { describe, expect, it } from 'vitest'
import { createMint, pooled } from './mint.ts'

describe('mint', () => {
  const zeros = (size: number) => new Uint8Array(size)

  it('gives ids in ascending order, within a millisecond and when the clock stands still', () => {
    const mint = createMint({ now: () => 1000 }, zeros)
    const ids = Array.from({ length: 10_000 }, () => mint.id())
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('draws randomness from the pool piece by piece, and never the same twice', () => {
    let filled = 0
    const randomBytes = pooled((pool) => {
      filled++
      crypto.getRandomValues(pool)
    }, 64)
    const pieces = Array.from({ length: 20 }, () => Buffer.from(randomBytes(16)).toString('hex'))
    expect(new Set(pieces).size).toBe(20)
    expect(filled).toBe(5)
  })
})
