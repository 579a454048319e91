import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../domain/delivery/delivery.ts'
import type { Entry } from '../../store/contract/ledger.ts'
import { commitsOf } from './commits.ts'

function entry(deliveries: number): Entry {
  return { event: null, deliveries: Array<Delivery>(deliveries) } as unknown as Entry
}

describe('commits of a group', () => {
  it('are one while the work is little', () => {
    const entries = Array.from({ length: 128 }, () => entry(1))
    expect(commitsOf(entries)).toEqual([entries])
    expect(commitsOf([])).toEqual([])
  })

  it('keep the order, and hold one that is large by itself', () => {
    const entries = [entry(1), entry(900), entry(1), entry(300), entry(300)]
    expect(commitsOf(entries).map((commit) => commit.map(({ deliveries }) => deliveries.length))).toEqual([
      [1],
      [900],
      [1, 300],
      [300],
    ])
  })
})
