import { describe, expect, it } from 'vitest'
import type { Credential } from '../../src/domain/credential.ts'
import type { SealedPlace, SealedText } from '../../src/store/contract/lifetime.ts'
import type { Stage } from './stage.ts'
import { affiliate, day, mintId, producer } from './world.ts'

/** The suite of the contract `lifetime`, for every store. */
export function lifetimeConformance(stage: Stage) {
  describe('lifetime', () => {
    it('can be stopped twice, and says that it is writable while it is open', async () => {
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

    it('replaces the value of a fact', async () => {
      await stage.store.setFact('clock', 'one')
      await stage.store.setFact('clock', 'two')
      await stage.reopen()
      expect(await stage.store.getFact('clock')).toBe('two')
    })

    it('returns its newest id', async () => {
      const made = await stage.world.configuration()
      expect(await stage.store.newestId()).toBe(made.id)
      const { event } = await stage.world.accept()
      expect(await stage.store.newestId()).toBe(event.id)
      await stage.reopen()
      expect(await stage.store.newestId()).toBe(event.id)
      expect((await stage.world.configuration()).id).toBe(await stage.store.newestId())
    })

    it('lists all texts that may be sealed, and replaces them', async () => {
      const { id } = await stage.world.configuration({ hottok: 'v1.k.its-own' })
      await stage.store.keepFact('key-check', 'one')
      const request = { scope: 'acc', key: 'k', bodyHash: 'h', until: stage.world.now + day }
      await stage.store.keepAnswer(request, { status: 200, body: 'two' }, stage.world.now + day)
      const before = (await stage.store.getAccount(producer))?.hottok
      const credential = await createCredential()
      const found = await listAllSealed()
      const isReplaced = (place: SealedPlace) =>
        place.kind === 'fact' ? place.name === 'key-check' : !['hottok', 'testSecret'].includes(place.kind)
      const anew = found
        .filter(({ place }) => isReplaced(place))
        .map(({ place, sealed }) => ({ place, before: sealed, sealed: `${sealed}, anew` }))
      expect(await stage.store.replaceSealed(anew)).toBe(5)
      expect(await stage.store.replaceSealed(anew)).toBe(0)
      const [secret] = await stage.store.listSecrets(id, stage.world.now)
      expect(found.map(({ place }) => place)).toEqual(
        expect.arrayContaining([
          { kind: 'hottok', accountId: producer },
          { kind: 'testSecret', accountId: producer },
          { kind: 'hookHottok', id, accountId: producer },
          { kind: 'signingSecret', id: secret?.id, configurationId: id, accountId: producer },
          { kind: 'clientSecret', id: credential.secrets[0]?.id, credentialId: credential.id, accountId: producer },
          { kind: 'answer', scope: 'acc', key: 'k' },
          { kind: 'fact', name: 'key-check' },
        ]),
      )
      await stage.reopen()
      expect(await stage.store.keepFact('key-check', 'one')).toBe('one, anew')
      const answer = { status: 200, body: 'two, anew' }
      expect(await stage.store.beginAnswer(request, stage.world.now)).toEqual({ kind: 'kept', answer })
      expect((await stage.store.getAccount(producer))?.hottok).toEqual(before)
      expect((await stage.store.getConfiguration(producer, id))?.configuration.hottok).toBe('v1.k.its-own, anew')
      expect(await stage.store.listSecrets(id, stage.world.now)).toEqual([{ ...secret, sealed: 'v1.k.secret, anew' }])
      const after = await stage.store.findCredential(credential.id, stage.world.now)
      expect(after?.secrets[0]?.sealed).toBe('v1.k.client, anew')
    })

    it('replaces both tokens of a rotation, and refuses an edit that is based on the old ones', async () => {
      const hottok = { current: 'one', next: 'two', switchAt: stage.world.now + day }
      await stage.world.changeAccount(producer, { hottok })
      const { revision, ...read } = (await stage.store.getAccount(producer)) ?? expect.fail()
      const tokens = (await listAllSealed()).filter(
        ({ place, sealed }) => place.kind === 'hottok' && /one|two/.test(sealed),
      )
      const anew = tokens.map(({ place, sealed }) => ({ place, before: sealed, sealed: `${sealed}, anew` }))
      expect(await stage.store.replaceSealed(anew)).toBe(2)
      expect(await stage.store.saveAccount({ ...read, name: 'Ana' }, revision)).toBe('outdated')
      const after = await stage.store.getAccount(producer)
      expect(after?.hottok).toEqual({ ...hottok, current: 'one, anew', next: 'two, anew' })
    })

    it('pages through texts that may be sealed, past rows without any', async () => {
      for (let i = 0; i < 3; i++) await stage.world.configuration()
      const { id } = await stage.world.configuration({ hottok: 'v1.k.its-own' })
      await stage.world.configuration()
      const inOne = await listAllSealed(1_000)
      expect(await listAllSealed(1)).toEqual(inOne)
      expect(inOne).toContainEqual({ place: { kind: 'hookHottok', id, accountId: producer }, sealed: 'v1.k.its-own' })
      const accounts = inOne.flatMap(({ place }) => (place.kind === 'testSecret' ? place.accountId : []))
      expect(accounts.toSorted()).toEqual([affiliate, producer].toSorted())
    })

    async function createCredential(): Promise<Credential> {
      const { now } = stage.world
      const [id, accountId] = [mintId(now), producer]
      const secret = { id: mintId(now), credentialId: id, sealed: 'v1.k.client', createdAt: now, expiresAt: null }
      const more = { name: 'Zapier', scopes: ['read'], createdAt: now, lastUsedAt: null, expiresAt: null } as const
      const credential: Credential = { id, accountId, secrets: [secret], ...more }
      const action = { id: mintId(now), accountId, at: now, by: 'console', subject: 'Zapier', detail: null }
      await stage.store.createCredential(credential, { ...action, kind: 'credential-created' }, 10)
      return credential
    }

    async function listAllSealed(limit = 2): Promise<SealedText[]> {
      const found: SealedText[] = []
      let after: SealedPlace | null = null
      for (;;) {
        const page = await stage.store.listSealed(after, limit)
        found.push(...page)
        after = page.at(-1)?.place ?? null
        if (after === null) return found
      }
    }
  })
}
