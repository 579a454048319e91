import { expect, it } from 'vitest'
import { messagesOf } from './event-stream.ts'

it('makes the bytes of a message once for all listeners of one piece of news', () => {
  let shown = 0
  const messageOf = messagesOf('delivery', (news: { readonly id: string }) => ({ ...news, shown: ++shown }))
  const [first, second] = [{ id: 'a' }, { id: 'ü' }]
  expect(messageOf(first)).toBe(messageOf(first))
  expect(new TextDecoder().decode(messageOf(second))).toBe('event: delivery\ndata: {"id":"ü","shown":2}\n\n')
  expect(shown).toBe(2)
})
