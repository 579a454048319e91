import { expect, test } from 'vitest'
import { bodyTokenAdvice } from './advice.ts'

const refused = {
  state: 'retrying',
  status: 401,
  outcome: 'rejected',
  hottokInBody: false,
  test: false,
  warning: null,
} as const
const off = { state: 'active', hottokInBody: false } as const
const on = { state: 'active', hottokInBody: true } as const
const disabled = { state: 'disabled', hottokInBody: false } as const
const refunded = { status: 'REFUNDED', detail: '' }

test.each([
  ['a configuration that never had a 2xx', refused, off, false, 'try'],
  ['403 as well as 401', { ...refused, status: 403 }, off, false, 'try'],
  ['a post that has used up its attempts', { ...refused, state: 'failed' }, off, false, 'try'],
  ['a configuration that works', refused, off, true, 'switch'],
  ['a test, with any earlier answer', { ...refused, test: true }, off, true, 'try'],
  ['a test, before that is known', { ...refused, test: true }, off, undefined, 'try'],
  ['a configuration of which it is not known yet', refused, off, undefined, null],
  ['a disabled configuration', refused, disabled, false, 'switch'],
  ['a test to a disabled configuration', { ...refused, test: true }, disabled, false, 'try'],
  ['a sale that was refunded since', { ...refused, warning: refunded }, off, false, 'switch'],
  ['a switch that is on by now', refused, on, true, 'again'],
  ['a switch that is on, and nothing may be sent', refused, { ...on, state: 'disabled' }, false, null],
  ['a body that carried it', { ...refused, hottokInBody: true }, on, false, null],
  ['another answer', { ...refused, status: 500 }, off, false, null],
  ['our own time-out', { ...refused, status: 408, outcome: 'timeout' }, off, false, null],
  ['a post that was delivered once', { ...refused, state: 'delivered' }, off, true, null],
  ['a post that is on its way', { ...refused, state: 'sending' }, off, false, null],
  ['a configuration that was removed', refused, null, undefined, null],
  ['a test to an address', { ...refused, test: true }, undefined, undefined, null],
] as const)('%s', (_, delivery, configuration, accepted, advice) => {
  expect(bodyTokenAdvice({ delivery, configuration, accepted })).toBe(advice)
})
