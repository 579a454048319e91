import { expect, it } from 'vitest'
import { changeOf, type Edited, mergeEdits } from './merge-edits.ts'

const before: Edited = {
  name: 'Members area',
  events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'],
  productId: null,
  url: 'https://members.example/',
  version: '2.0.0',
  hottokInBody: false,
  maxPerSecond: null,
}

it('sends what was changed and nothing else; the order of events is no change', () => {
  expect(changeOf(before, { ...before, events: before.events.toReversed() })).toEqual({})
  expect(changeOf(before, { ...before, name: 'Club', productId: 7 })).toEqual({ name: 'Club', productId: 7 })
  expect(changeOf({ ...before, maxPerSecond: 5 }, before)).toEqual({ maxPerSecond: null })
})

it('takes over what only others changed, and asks about what both changed in different ways', () => {
  const mine: Edited = { ...before, name: 'Mine', events: ['PURCHASE_APPROVED'], hottokInBody: true }
  const theirs: Edited = { ...before, name: 'Theirs', maxPerSecond: 5, hottokInBody: true }
  expect(mergeEdits({ before, mine, theirs })).toEqual({ contested: ['name'], taken: ['maxPerSecond'] })
})

it('has nothing to ask when others changed nothing that the form shows', () => {
  expect(mergeEdits({ before, mine: { ...before, name: 'Mine' }, theirs: before })).toEqual({
    contested: [],
    taken: [],
  })
})
