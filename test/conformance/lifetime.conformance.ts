import { describe, expect, it } from 'vitest'
import type { SealedPlace } from '../../src/store/contract/lifetime.ts'
import type { Stage } from './stage.ts'
import { day, producer } from './world.ts'

/** What every store does, whatever it is made of: the contract `lifetime`. */
export function lifetimeConformance(stage: Stage) {
  describe('lifetime', () => {
    it('can be stopped twice, and tells that it can be written to while it is open', async () => {
      await stage.store.probe()
      await stage.store.stop()
      await stage.store.stop()
      await expect(stage.store.probe()).rejects.toThrow()
    })

    it('keeps the first value of a fact for good', async () => {
      expect(await stage.store.keepFact('key-check', 'one')).toBe('one')
      expect(await stage.store.keepFact('key-check', 'two')).toBe('one')
      await stage.reopen()
      expect([await stage.store.getFact('key-check'), await stage.store.getFact('another')]).toEqual(['one', null])
      expect(await stage.store.keepFact('key-check', 'three')).toBe('one')
    })

    it('puts one value of a fact in the place of another', async () => {
      await stage.store.setFact('clock', 'one')
      await stage.store.setFact('clock', 'two')
      await stage.reopen()
      expect(await stage.store.getFact('clock')).toBe('two')
    })

    it('names the newest id that it holds', async () => {
      const made = await stage.world.configuration()
      expect(await stage.store.newestId()).toBe(made.id)
      const { event } = await stage.world.accept()
      expect(await stage.store.newestId()).toBe(event.id)
      await stage.reopen()
      expect(await stage.store.newestId()).toBe(event.id)
      expect((await stage.world.configuration()).id).toBe(await stage.store.newestId())
    })

    it('goes through all that may be sealed, and puts other texts in its place', async () => {
      const { id } = await stage.world.configuration({ hottok: 'v1.k.its-own' })
      await stage.store.keepFact('key-check', 'one')
      await stage.store.keepAnswer('acc', 'k', { bodyHash: 'h', status: 200, body: 'two' }, stage.world.now + day)
      const before = (await stage.store.getAccount(producer))?.hottok
      const places: SealedPlace[] = []
      const replaced = await stage.store.renewSeals((sealed, place) => {
        places.push(place)
        const isOurs = place.kind === 'answer' || (place.kind === 'fact' && place.name === 'key-check')
        return isOurs ? `${sealed}, anew` : null
      })
      expect(replaced).toBe(2)
      const [secret] = await stage.store.listSecrets(id, stage.world.now)
      expect(places).toEqual(
        expect.arrayContaining([
          { kind: 'hottok', accountId: producer },
          { kind: 'testSecret', accountId: producer },
          { kind: 'hookHottok', id, accountId: producer },
          { kind: 'signingSecret', id: secret?.id, accountId: producer },
          { kind: 'answer', scope: 'acc', key: 'k' },
          { kind: 'fact', name: 'key-check' },
        ]),
      )
      await stage.reopen()
      expect(await stage.store.keepFact('key-check', 'one')).toBe('one, anew')
      expect(await stage.store.recallAnswer('acc', 'k', stage.world.now)).toMatchObject({ body: 'two, anew' })
      expect((await stage.store.getAccount(producer))?.hottok).toEqual(before)
    })
  })
}
