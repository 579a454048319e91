import { expect, test } from 'vitest'
import { formParameters } from './form-parameters.ts'

test('reads a form as receivers do, in order and with empty values', () => {
  expect(formParameters('hottok=••••••••&aff=&name=Jo%C3%A3o+%26+Cia&off=a%2Bb&aff=2')).toEqual([
    { name: 'hottok', value: '••••••••' },
    { name: 'aff', value: '' },
    { name: 'name', value: 'João & Cia' },
    { name: 'off', value: 'a+b' },
    { name: 'aff', value: '2' },
  ])
})
