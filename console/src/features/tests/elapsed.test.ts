import { expect, test } from 'vitest'
import { makeElapsed } from './elapsed.ts'

test('time that has passed is said in a unit of which there are at least two', () => {
  const elapsed = makeElapsed('en')
  const [second, hour, day] = [1_000, 3_600_000, 86_400_000]
  expect([6 * second, 90 * second, 150 * second].map(elapsed)).toEqual(['6 seconds', '90 seconds', '3 minutes'])
  expect([6 * hour + 90 * second, day, 48 * hour + 60 * second].map(elapsed)).toEqual(['6 hours', '24 hours', '2 days'])
  expect(makeElapsed('pt-BR')(3 * day)).toBe('3 dias')
})
