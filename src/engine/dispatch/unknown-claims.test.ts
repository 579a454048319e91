import { expect, it } from 'vitest'
import type { DeliveryId } from '../../domain/ids.ts'
import type { ClaimKey } from '../../store/contract/work.ts'
import { tellAll } from '../observer.ts'
import { UnknownClaims } from './unknown-claims.ts'

function setUp() {
  const claims: ClaimKey[] = []
  const held = new Set<DeliveryId>()
  const left = new Set<DeliveryId>()
  const returned: ClaimKey[] = []
  const unknownClaims = new UnknownClaims({
    store: {
      listClaims: async () => claims.slice(),
      giveBack: async (keys) => void returned.push(...keys),
    },
    clock: { now: () => 1 },
    dispatcher: { holds: (id) => held.has(id) },
    left,
    observer: tellAll([]),
  })
  return { claims, held, left, returned, look: () => unknownClaims.runOnce() }
}

const key = (n: number, number = 1): ClaimKey => ({ id: `0-0-0-0-${n}` as DeliveryId, number })

it('gives back claims that were unknown twice in a row', async () => {
  const { claims, held, returned, look } = setUp()
  claims.push(key(1), key(2), key(3))
  held.add(key(1).id)
  await look()
  expect(returned).toEqual([])
  // Its answer was on its way.
  held.add(key(2).id)
  await look()
  expect(returned).toEqual([key(3)])
})

it('counts another attempt of the same delivery as another claim', async () => {
  const { claims, returned, look } = setUp()
  claims.push(key(1))
  await look()
  claims[0] = key(1, 2)
  await look()
  expect(returned).toEqual([])
  await look()
  expect(returned).toEqual([key(1, 2)])
})

it('leaves a delivery claimed that was sent and cannot be recorded, and forgets it once it is not claimed', async () => {
  const { claims, left, returned, look } = setUp()
  claims.push(key(1))
  left.add(key(1).id)
  for (let i = 0; i < 3; i++) await look()
  expect(returned).toEqual([])
  claims.pop()
  await look()
  expect(left.size).toBe(0)
})
