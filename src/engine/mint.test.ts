import { describe, expect, it } from 'vitest'
import { millisecondsOf } from '../domain/ids.ts'
import { createMint, pooled } from './mint.ts'

describe('mint', () => {
  const zeros = (size: number) => new Uint8Array(size)

  it('gives ids in ascending order, within a millisecond and when the clock stands still', () => {
    const mint = createMint({ now: () => 1000 }, zeros)
    const ids = Array.from({ length: 10_000 }, () => mint.id())
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('continues after the ids of a process whose clock ran ahead, and follows the clock once it has caught up', () => {
    const day = 86_400_000
    let now = 100 * day
    const newest = createMint({ now: () => now + 30 * day }, zeros).id()
    const mint = createMint({ now: () => now }, zeros)
    mint.startAfter(newest)
    const ids = [newest, ...Array.from({ length: 10_000 }, () => mint.id())]
    now += 31 * day
    ids.push(mint.id())
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    expect(millisecondsOf(ids.at(-1) ?? newest)).toBe(now)
  })

  it('does not follow a clock that was years ahead: rows with such dates would never be old enough to delete', () => {
    const newest = createMint({ now: () => Date.UTC(2099, 0) }, zeros).id()
    const mint = createMint({ now: () => Date.UTC(2026, 0) }, zeros)
    mint.startAfter(newest)
    expect(millisecondsOf(mint.id())).toBe(Date.UTC(2026, 0))
  })

  it('draws randomness from the pool piece by piece, and never the same piece twice', () => {
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
