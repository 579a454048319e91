import { expect, it } from 'vitest'
import { findSections } from './find-sections.ts'
import type { Guide } from './guide.ts'

const guide: Guide = {
  ...{ slug: 'receiving', title: 'Receiving', summary: '', html: '' },
  sections: [
    { id: 'body', title: 'The raw body', text: 'Take the bytes before JSON is parsed, or the Signature differs.' },
    { id: 'signature', title: 'Signature', text: 'HMAC-SHA256 over id, timestamp and body.' },
  ],
}

const titles = (query: string) => findSections([guide], query).map(({ section }) => section.title)

it('finds sections that contain every word, in any case, titles first', () => {
  expect(titles('signature')).toEqual(['Signature', 'The raw body'])
  expect(titles('signature parsed')).toEqual(['The raw body'])
  expect(titles('receiving hmac')).toEqual(['Signature'])
  expect(titles('nothing')).toEqual([])
  expect(titles('  ')).toEqual([])
})

it('shows the text around the word', () => {
  const text = `${'far '.repeat(60)}needle ${'after '.repeat(60)}`
  const found = findSections([{ ...guide, sections: [{ id: 'a', title: 'A', text }] }], 'needle')
  expect(found[0]?.excerpt).toMatch(/^… (far ){9,11}needle after .* …$/)
})
