import { expect, test } from 'vitest'
import { addressProblem, isUnprotected, meantAddress } from './address-problem.ts'

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['https://school.example/hooks', null],
  ['  https://school.example/hooks ', null],
  ['https://school.example:8443/a?b=c', null],
  ['http://school.example/hooks', null],
  ['https://school.example/my hooks', 'spaces'],
  ['school.example/hooks', 'noScheme'],
  ['ftp://school.example', 'scheme'],
  ['https://', 'host'],
  ['https:///hooks', 'host'],
  ['https://school', 'incomplete'],
  ['https://school.example:port', 'incomplete'],
  ['https://me:secret@school.example', 'credentials'],
  ['https://localhost:3000/hooks', 'local'],
  ['https://192.168.0.10/hooks', 'local'],
  [`https://school.example/${'a'.repeat(2_048)}`, 'length'],
] as const)('the problem of %j is: %s', (address, problem) => {
  expect(addressProblem(address)).toBe(problem)
})

test.each([
  ['school.example/hooks', 'https://school.example/hooks'],
  ['//school.example/hooks', 'https://school.example/hooks'],
  ['http://school.example', 'https://school.example'],
  ['https://school.example', null],
  ['school', null],
])('the proposal for %j is: %s', (address, meant) => {
  expect(meantAddress(address)).toBe(meant)
})

test('http is told from https', () => {
  expect(isUnprotected('http://school.example')).toBe(true)
  expect(isUnprotected('https://school.example')).toBe(false)
})
