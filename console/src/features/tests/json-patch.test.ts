import { expect, test } from 'vitest'
import { memberAt, mergePatchBetween, withMember } from './json-patch.ts'

const before = { buyer: { name: 'Ana', email: 'ana@example.com' }, list: [1, 2], gone: true, same: { deep: [{}] } }

test('a patch holds only the changed, added and removed members', () => {
  const after = { buyer: { name: 'Bia', email: 'ana@example.com' }, list: [1], same: { deep: [{}] }, added: 'x' }
  expect(mergePatchBetween(before, after)).toEqual({ buyer: { name: 'Bia' }, list: [1], gone: null, added: 'x' })
})

test('an unchanged payload makes an empty patch', () => {
  expect(mergePatchBetween(before, structuredClone(before))).toEqual({})
})

test('a member can be read and changed at any depth', () => {
  const changed = withMember(before, ['buyer', 'name'], 'Caio')
  expect(memberAt(changed, ['buyer', 'name'])).toBe('Caio')
  expect(memberAt(changed, ['buyer', 'email'])).toBe('ana@example.com')
  expect(memberAt(before, ['buyer', 'name'])).toBe('Ana')
  expect(memberAt(before, ['list', 'name'])).toBeUndefined()
})
