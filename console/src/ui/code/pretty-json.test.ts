import { expect, test } from 'vitest'
import { prettyJson } from './pretty-json.ts'

test('indents as JSON.stringify does', () => {
  const value = { a: [], b: {}, c: [1, { d: 'x,{}"[]:' }], e: null, f: true }
  expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
})

test('leaves numbers and escapes as they came', () => {
  expect(prettyJson('{"price":10.00,"id":12345678901234567890,"n":"\\u00e9\\""}')).toBe(
    '{\n  "price": 10.00,\n  "id": 12345678901234567890,\n  "n": "\\u00e9\\""\n}',
  )
})

test('text that is not JSON has no pretty form', () => {
  expect(prettyJson('<b>hello</b>')).toBeNull()
})
