import { expect, it } from 'vitest'
import { machineTime } from '../machine-time.ts'
import { Outstanding } from './outstanding.ts'

function receiverOf(arrived: { count: number }) {
  return { count: async () => arrived.count }
}

it('limits the outstanding events, and takes more when some have arrived', async () => {
  const arrived = { count: 0 }
  const outstanding = new Outstanding(receiverOf(arrived), 10)
  const never = machineTime() + 60_000
  expect(await outstanding.take(6, never)).toBe(true)
  let taken = false
  const waiting = outstanding.take(6, never).then(() => (taken = true))
  expect(await outstanding.take(4, never)).toBe(true)
  expect(taken).toBe(false)
  arrived.count = 6
  await waiting
  expect(await outstanding.take(1, machineTime())).toBe(false)
})

it('gives back the room of events that were not accepted', async () => {
  const outstanding = new Outstanding(receiverOf({ count: 0 }), 10)
  await outstanding.take(10, machineTime())
  outstanding.giveBack(3)
  expect(await outstanding.take(3, machineTime())).toBe(true)
  expect(await outstanding.take(1, machineTime())).toBe(false)
})
