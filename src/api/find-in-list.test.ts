import { expect, test } from 'vitest'
import { findInList, wordSearch } from './find-in-list.ts'

test.each([
  ['pao', ['Pão caseiro'], true],
  ['CASEIRO pao', ['Pão caseiro'], true],
  ['case', ['Pão caseiro'], true],
  ['seiro', ['Pão caseiro'], false],
  ['pao bolo', ['Pão caseiro'], false],
  ['100', ['Pão', '1000'], true],
  ['crm.example.com/hook', ['Mailing list', 'https://crm.example.com/hooks/1'], true],
])('%s in %j: %s', (search, texts, expected) => {
  expect(wordSearch(search)?.(texts)).toBe(expected)
})

test.each([undefined, '', '  ', '…'])('%j searches for nothing', (search) => {
  expect(wordSearch(search)).toBeNull()
})

/** Numbers from 1 to `most`, after one of them. */
const numbers = (most: number) => {
  const asked: number[] = []
  const ask = async (after: number | null, limit: number) => {
    asked.push(limit)
    const first = (after ?? 0) + 1
    return Array.from({ length: Math.max(0, Math.min(limit, most - first + 1)) }, (_, index) => first + index)
  }
  return { ask, asked }
}

test('an answer ends with the last row that it has room for', async () => {
  const { ask } = numbers(2_000)
  expect(await findInList(ask, (it) => it % 300 === 0, 2)).toEqual({ rows: [300, 600], last: 600 })
})

test('a list that was looked at to its end has no more', async () => {
  const { ask, asked } = numbers(1_000)
  expect(await findInList(ask, (it) => it === 700, 10)).toEqual({ rows: [700], last: null })
  expect(asked).toHaveLength(3)
})

test('one answer looks at a bounded number of rows', async () => {
  const { ask, asked } = numbers(1_000_000)
  expect(await findInList(ask, () => false, 10)).toEqual({ rows: [], last: 10_000 })
  expect(asked).toHaveLength(20)
})
