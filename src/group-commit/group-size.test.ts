import { describe, expect, it } from 'vitest'
import { GroupSize } from './group-size.ts'

/** Feeds full groups, one after the other, with a fixed time per item. */
function sizeAfter(size: GroupSize, groups: number, msEach: number) {
  for (let i = 0; i < groups; i++) size.learn({ items: size.items, ms: size.items * msEach })
  return size.items
}

describe('the size of a group', () => {
  it('is the number of items that take 10 ms', () => {
    const size = new GroupSize(8)
    expect(sizeAfter(size, 5, 0.05)).toBe(128)
    expect(sizeAfter(size, 1, 0.125)).toBe(80)
    expect(sizeAfter(size, 5, 0.1)).toBe(100)
  })

  it('falls at once and rises by doubling, between a minimum and a maximum', () => {
    const size = new GroupSize(8)
    expect(sizeAfter(size, 1, 6)).toBe(8)
    expect(sizeAfter(size, 1, 0.001)).toBe(16)
    expect(sizeAfter(size, 10, 0.001)).toBe(128)
    expect(sizeAfter(size, 1, 0)).toBe(128)
  })

  it('does not follow the time of a small group', () => {
    const size = new GroupSize(8)
    size.learn({ items: 2, ms: 0.001 })
    size.learn({ items: 2, ms: 9 })
    expect(size.items).toBe(32)
  })
})
