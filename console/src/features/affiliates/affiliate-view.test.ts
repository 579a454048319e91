import type { Parameter } from '@postback/sdk'
import { expect, test } from 'vitest'
import { linesForAffiliate, payloadLines } from './affiliate-view.ts'

function parameter(name: string, affiliate: Parameter['affiliate']): Parameter {
  const rest = {
    description: '',
    format: '',
    size: '',
    presence: '',
    always: false,
    since: null,
    enum: null,
    example: null,
  }
  return { name, in: 'body', type: 'string', affiliate, ...rest }
}

const documentation = {
  example: { id: 'x', data: { buyer: { email: 'a@example.com' }, list: [{ value: 1, secret: 2 }], unknown: true } },
  parameters: [
    parameter('id', 'yes'),
    parameter('data', 'yes'),
    parameter('data.buyer', 'with-buyer-data'),
    parameter('data.buyer.email', 'with-buyer-data'),
    parameter('data.list[]', 'yes'),
    parameter('data.list[].value', 'yes'),
    parameter('data.list[].secret', 'no'),
  ],
}

function leftOut(sharesBuyerData: boolean): readonly string[] {
  return payloadLines(documentation, sharesBuyerData)
    .filter((line) => line.leftOut)
    .map(({ text }) => text)
}

test('without buyer data the buyer and undocumented fields are left out', () => {
  expect(leftOut(false)).toEqual(['"buyer": {', '"email": "a@example.com"', '},', '"secret": 2', '"unknown": true'])
})

test('with buyer data only the fields that are never sent are left out', () => {
  expect(leftOut(true)).toEqual(['"secret": 2', '"unknown": true'])
})

test('the lines are the whole payload', () => {
  const text = payloadLines(documentation, true)
    .map((line) => line.text)
    .join('')
  expect(JSON.parse(text)).toEqual(documentation.example)
})

test('the view of the affiliate is JSON, too', () => {
  const text = linesForAffiliate(payloadLines(documentation, false))
    .map((line) => line.text)
    .join('')
  expect(JSON.parse(text)).toEqual({ id: 'x', data: { list: [{ value: 1 }] } })
})
