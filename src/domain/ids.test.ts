import { describe, expect, it } from 'vitest'
import {
  deliveryIdOf,
  firstUuidAt,
  isUuid,
  millisecondsOf,
  mintUuid,
  rangeBeside,
  uuidFromBytes,
  uuidToBytes,
} from './ids.ts'

const zeros = (size: number) => new Uint8Array(size)
const ones = (size: number) => new Uint8Array(size).fill(255)

describe('ids', () => {
  it('are UUIDs of version 7 and carry their time', () => {
    const id = mintUuid(1_760_000_000_123, 0, ones)
    expect(isUuid(id)).toBe(true)
    expect(id[14]).toBe('7')
    expect('89ab').toContain(id[19])
    expect(millisecondsOf(id)).toBe(1_760_000_000_123)
  })

  it('sort by time, then by counter, with any randomness', () => {
    const ids = [mintUuid(5, 0, ones), mintUuid(5, 1, zeros), mintUuid(5, 4095, zeros), mintUuid(6, 0, zeros)]
    expect(ids.toSorted()).toEqual(ids)
  })

  it('of one event are adjacent', () => {
    const event = mintUuid(1_760_000_000_123, 77, ones)
    const { from, to } = rangeBeside(event)
    for (const target of ['one', 'another']) {
      const delivery = deliveryIdOf(event, target)
      expect(isUuid(delivery)).toBe(true)
      expect(delivery >= from && delivery <= to).toBe(true)
      expect(millisecondsOf(delivery)).toBe(1_760_000_000_123)
    }
  })

  it('of a moment sort after all older ids', () => {
    expect(mintUuid(999, 4095, ones) < firstUuidAt(1000)).toBe(true)
    expect(mintUuid(1000, 0, zeros) > firstUuidAt(1000)).toBe(true)
  })

  it('survive conversion to bytes and back', () => {
    const id = mintUuid(1_760_000_000_123, 9, ones)
    expect(uuidFromBytes(uuidToBytes(id))).toBe(id)
  })
})
