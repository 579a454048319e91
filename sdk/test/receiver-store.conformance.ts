import { beforeAll, describe, expect, it } from 'vitest'
import { createReceiver } from '../src/receive/receiver.ts'
import type { Hold, ReceiverStore } from '../src/receive/stores/store.ts'

const day = 86_400_000
export const start = 1_768_478_400_000
let keys = 0
const newKey = () => `event:${keys++}`

export function hold(change: Partial<Hold> = {}): Hold {
  return { token: 'a', now: start, until: start + 1000, once: true, ...change }
}

/** What every store must keep to. Two that are opened on the same place stand for two processes. */
export function receiverStoreConformance(name: string, open: () => ReceiverStore) {
  describe(`the store in ${name}`, () => {
    let store: ReceiverStore
    let other: ReceiverStore
    beforeAll(() => {
      store = open()
      other = open()
    })

    it('gives a key to one at a time', async () => {
      const key = newKey()
      expect(await store.hold(key, hold())).toEqual({ held: true, value: null })
      expect(await store.hold(key, hold({ token: 'b' }))).toEqual({ held: false, value: null })
      expect(await other.hold(key, hold({ token: 'c' }))).toEqual({ held: false, value: null })
      expect(await other.hold(newKey(), hold({ token: 'c' }))).toEqual({ held: true, value: null })
    })

    it('of many at the same moment to exactly one', async () => {
      const key = newKey()
      const all = await Promise.all(
        Array.from({ length: 40 }, (_, i) => (i % 2 ? store : other).hold(key, hold({ token: `token ${i}` }))),
      )
      expect(all.filter(({ held }) => held)).toHaveLength(1)
    })

    it('keeps the value, and does not give the key again to those who want it once', async () => {
      const key = newKey()
      await store.hold(key, hold())
      await store.keep(key, 'a', start + 5, start + 5)
      expect(await other.hold(key, hold({ token: 'b', now: start + 9 }))).toEqual({ held: false, value: start + 5 })
      const again = hold({ token: 'b', once: false, now: start + 9, until: start + 99 })
      expect(await other.hold(key, again)).toEqual({ held: true, value: start + 5 })
      expect(await store.hold(key, { ...again, token: 'c' })).toEqual({ held: false, value: start + 5 })
      await other.release(key, 'b')
      expect(await store.hold(key, { ...again, token: 'c' })).toEqual({ held: true, value: start + 5 })
    })

    it('gives a key again that was let go without a value', async () => {
      const key = newKey()
      await store.hold(key, hold())
      await store.release(key, 'a')
      expect(await other.hold(key, hold({ token: 'b' }))).toEqual({ held: true, value: null })
    })

    it('gives a key again when the hold has expired, and ignores the old holder', async () => {
      const key = newKey()
      await store.hold(key, hold())
      expect(await other.hold(key, hold({ token: 'b', now: start + 999 }))).toMatchObject({ held: false })
      expect(await other.hold(key, hold({ token: 'b', now: start + 1000, until: start + 2000 }))).toMatchObject({
        held: true,
      })
      await store.keep(key, 'a', 1, start + 1001)
      await store.release(key, 'a')
      expect(await store.hold(key, hold({ token: 'c', now: start + 1500 }))).toEqual({ held: false, value: null })
    })

    it('lets a receiver handle one event once, however many copies come at the same moment to two processes', async () => {
      let handled = 0
      const receivers = [store, other].map((dedupe) =>
        createReceiver({ hottok: 'token', dedupe, order: true, onUnknown: () => void handled++ }),
      )
      const request = {
        headers: { 'x-hotmart-hottok': 'token', 'postback-sequence': '1' },
        body: JSON.stringify({
          id: newKey(),
          event: 'SWITCH_PLAN',
          version: '2.0.0',
          data: { subscription: { subscriber_code: newKey() } },
        }),
      }
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => receivers[i % 2]?.receive(request)))
      expect(handled).toBe(1)
      expect(answers.filter((answer) => answer?.result === 'handled')).toHaveLength(1)
      expect(answers.filter((answer) => !/^(handled|busy|duplicate)$/.test(answer?.result ?? ''))).toEqual([])
    })
  })
}

export function oldRowsConformance(name: string, open: (table: string) => ReceiverStore) {
  it(`old rows are forgotten after 90 days in ${name}, those of the last days are not`, async () => {
    const before = open('cleaned')
    for (const [key, at] of [
      ['old', start],
      ['new', start + 2 * day],
    ] as const) {
      await before.hold(key, hold({ now: at, until: at + 1000 }))
      await before.keep(key, 'a', at, at)
    }
    const later = { token: 'b', now: start + 91 * day, until: start + 91 * day + 1, once: true }
    const after = open('cleaned')
    expect(await after.hold('new', later)).toEqual({ held: false, value: start + 2 * day })
    expect(await after.hold('old', later)).toEqual({ held: true, value: null })
  })
}
