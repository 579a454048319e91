import { expect, it } from 'vitest'
import { isOurFault } from '../send/connect.ts'
import { Shortage } from './shortage.ts'

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

it('reports once a minute that files have run out, for any number of attempts, and other trouble each time', () => {
  const said: string[] = []
  let now = 0
  const shortage = new Shortage({ trouble: (what) => said.push(what) }, () => now)
  for (now = 0; now < 120_000; now += 100) expect(shortage.trouble('attempt', failure('EMFILE'))).toBe(true)
  expect(said).toEqual(['open files', 'open files'])
  for (const _ of [1, 2, 3]) expect(shortage.trouble('signing', failure('ERR_CRYPTO'))).toBe(false)
  expect(said.slice(2)).toEqual(['signing', 'signing', 'signing'])
})

it('is recognised among the failures of other addresses of the name', () => {
  expect(isOurFault(new AggregateError([failure('ENETUNREACH'), failure('EMFILE')]))).toBe(true)
  expect(isOurFault(new AggregateError([failure('ENETUNREACH'), failure('ECONNREFUSED')]))).toBe(false)
})
