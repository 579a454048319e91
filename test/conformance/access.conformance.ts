import { describe, expect, it } from 'vitest'
import type { AccountAction } from '../../src/domain/account-action.ts'
import type { AccessToken, ClientSecret, Credential } from '../../src/domain/credential.ts'
import type { CredentialId } from '../../src/domain/ids.ts'
import type { Session } from '../../src/domain/session.ts'
import type { KeyedRequest } from '../../src/store/contract/access.ts'
import type { Stage } from './stage.ts'
import { affiliate, day, hour, mintId, minute, producer } from './world.ts'

/** The suite of the contract `access`, for every store. */
export function accessConformance(stage: Stage) {
  describe('links and sessions', () => {
    const hash = (byte: number) => new Uint8Array(32).fill(byte)
    const session = (byte: number, more: Partial<Session> = {}): Session => ({
      id: mintId(stage.world.now),
      tokenHash: hash(byte),
      accountId: producer,
      userAgent: 'Browser',
      createdAt: stage.world.now,
      lastUsedAt: stage.world.now,
      expiresAt: stage.world.now + hour,
      ...more,
    })

    it('accepts a link once, and not after it has expired', async () => {
      const link = { secretHash: hash(1), accountId: producer, expiresAt: stage.world.now + minute }
      await stage.store.saveLink(link, stage.world.now)
      expect(await stage.store.useLink(hash(1), stage.world.now)).toEqual(link)
      expect(await stage.store.useLink(hash(1), stage.world.now)).toBeNull()
      await stage.store.saveLink(link, stage.world.now)
      expect(await stage.store.useLink(hash(1), stage.world.now + minute)).toBeNull()
      expect(await stage.store.useLink(hash(9), stage.world.now)).toBeNull()
    })

    it('finds a session by its token until it expires or its own account ends it', async () => {
      const [first, second] = [session(1), session(2)]
      await stage.store.saveSession(first)
      await stage.store.saveSession(second)
      await stage.store.saveSession({ ...first, lastUsedAt: stage.world.now + minute })
      expect(await stage.store.findSession(hash(1), stage.world.now)).toEqual({
        ...first,
        lastUsedAt: stage.world.now + minute,
      })
      expect(await stage.store.findSession(hash(1), stage.world.now + hour)).toBeNull()
      expect((await stage.store.listSessions(producer, stage.world.now)).map((it) => it.id)).toEqual([
        second.id,
        first.id,
      ])
      expect(await stage.store.deleteSession(affiliate, first.id)).toBe(false)
      expect(await stage.store.deleteSession(producer, first.id)).toBe(true)
      expect(await stage.store.findSession(hash(1), stage.world.now)).toBeNull()
    })
  })

  describe('credentials and tokens', () => {
    const secret = (credentialId: CredentialId, more: Partial<ClientSecret> = {}): ClientSecret => ({
      id: mintId(stage.world.now),
      credentialId,
      sealed: 'v1.k.client',
      createdAt: stage.world.now,
      expiresAt: null,
      ...more,
    })
    const action = (more: Partial<AccountAction> = {}): AccountAction => ({
      id: mintId(stage.world.now),
      accountId: producer,
      at: stage.world.now,
      by: 'console',
      kind: 'credential-created',
      subject: 'Zapier',
      detail: null,
      ...more,
    })
    const token = (credential: Credential, byte: number, more: Partial<AccessToken> = {}): AccessToken => ({
      id: mintId(stage.world.now),
      tokenHash: new Uint8Array(32).fill(byte),
      credentialId: credential.id,
      secretId: credential.secrets[0]?.id ?? mintId(stage.world.now),
      accountId: producer,
      scopes: ['read'],
      createdAt: stage.world.now,
      expiresAt: stage.world.now + day,
      ...more,
    })
    async function create(more: Partial<Credential> = {}): Promise<Credential> {
      const id = mintId(stage.world.now)
      const credential: Credential = {
        id,
        accountId: producer,
        name: 'Zapier',
        scopes: ['read', 'write'],
        secrets: [secret(id)],
        createdAt: stage.world.now,
        lastUsedAt: null,
        expiresAt: null,
        ...more,
      }
      expect(await stage.store.createCredential(credential, action(), 100)).toBe(true)
      return credential
    }
    const hashOf = (byte: number) => new Uint8Array(32).fill(byte)

    it('keep every field over a restart, and are absent for another account', async () => {
      const credential = await create({ expiresAt: stage.world.now + 30 * day, scopes: ['read'] })
      await stage.store.noteCredentialUse(credential.id, stage.world.now + hour)
      await stage.reopen()
      const kept = { ...credential, lastUsedAt: stage.world.now + hour }
      expect(await stage.store.getCredential(producer, credential.id, stage.world.now)).toEqual(kept)
      expect(await stage.store.findCredential(credential.id, stage.world.now)).toEqual(kept)
      expect(await stage.store.getCredential(affiliate, credential.id, stage.world.now)).toBeNull()
      expect(await stage.store.listCredentials(affiliate, { before: null, limit: 10 }, stage.world.now)).toEqual([])
    })

    it('are listed newest first, in pages, and their number is limited', async () => {
      const [first, second, third] = [await create(), await create(), await create()]
      const page = await stage.store.listCredentials(producer, { before: null, limit: 2 }, stage.world.now)
      expect(page.map((it) => it.id)).toEqual([third.id, second.id])
      const rest = await stage.store.listCredentials(producer, { before: second.id, limit: 2 }, stage.world.now)
      expect(rest.map((it) => it.id)).toEqual([first.id])
      const id = mintId(stage.world.now)
      const actions = await stage.store.listAccountActions(producer, { before: null, limit: 10 })
      expect(await stage.store.createCredential({ ...first, id, secrets: [secret(id)] }, action(), 3)).toBe(false)
      expect(await stage.store.listAccountActions(producer, { before: null, limit: 10 })).toEqual(actions)
    })

    it('accept an old secret, and tokens issued for it, until its overlap ends', async () => {
      const credential = await create()
      await stage.store.saveAccessToken(token(credential, 1))
      await stage.store.saveAccessToken(token(credential, 2, { expiresAt: stage.world.now + minute }))
      const next = secret(credential.id)
      const rotate = (accountId: string) =>
        stage.store.rotateClientSecret(accountId, next, { endAt: stage.world.now + hour, most: 3 }, action())
      expect(await rotate(affiliate)).toBe(false)
      expect(await rotate(producer)).toBe(true)
      const rotated = await stage.store.getCredential(producer, credential.id, stage.world.now)
      expect(rotated?.secrets).toEqual([next, { ...credential.secrets[0], expiresAt: stage.world.now + hour }])
      await stage.store.saveAccessToken(token(credential, 3, { secretId: next.id }))
      expect((await stage.store.findAccessToken(hashOf(1), stage.world.now))?.token.expiresAt).toBe(
        stage.world.now + hour,
      )
      expect((await stage.store.findAccessToken(hashOf(2), stage.world.now))?.token.expiresAt).toBe(
        stage.world.now + minute,
      )
      stage.world.now += hour
      expect(await stage.store.findAccessToken(hashOf(1), stage.world.now)).toBeNull()
      expect((await stage.store.findAccessToken(hashOf(3), stage.world.now))?.token.expiresAt).toBe(
        stage.world.now + day - hour,
      )
      expect((await stage.store.getCredential(producer, credential.id, stage.world.now))?.secrets).toEqual([next])
    })

    it('end the oldest secrets at once if they are rotated too often', async () => {
      const credential = await create()
      await stage.store.saveAccessToken(token(credential, 1))
      const rotations: ClientSecret[] = []
      for (let i = 0; i < 3; i++) {
        const next = secret(credential.id)
        rotations.unshift(next)
        await stage.store.rotateClientSecret(producer, next, { endAt: stage.world.now + day, most: 2 }, action())
      }
      const kept = await stage.store.getCredential(producer, credential.id, stage.world.now)
      expect(kept?.secrets.map((it) => it.id)).toEqual(rotations.map((it) => it.id))
      expect(await stage.store.findAccessToken(hashOf(1), stage.world.now)).toBeNull()
    })

    it('are found by a token until it ends, with the name of the credential', async () => {
      const credential = await create()
      const kept = token(credential, 1)
      await stage.store.saveAccessToken(kept)
      await stage.reopen()
      expect(await stage.store.findAccessToken(hashOf(1), stage.world.now)).toEqual({
        token: kept,
        credential: { name: 'Zapier', lastUsedAt: null },
      })
      expect(await stage.store.findAccessToken(hashOf(2), stage.world.now)).toBeNull()
      expect(await stage.store.findAccessToken(hashOf(1), stage.world.now + day)).toBeNull()
    })

    it('can be removed by their own account, together with their tokens', async () => {
      const [credential, other] = [await create(), await create()]
      await stage.store.saveAccessToken(token(credential, 1))
      await stage.store.saveAccessToken(token(other, 2))
      expect(await stage.store.removeCredential(affiliate, credential.id, action())).toBe(false)
      expect(await stage.store.findAccessToken(hashOf(1), stage.world.now)).not.toBeNull()
      const removal = action({ kind: 'credential-revoked' })
      expect(await stage.store.removeCredential(producer, credential.id, removal)).toBe(true)
      expect(await stage.store.removeCredential(producer, credential.id, action())).toBe(false)
      expect(await stage.store.findCredential(credential.id, stage.world.now)).toBeNull()
      expect(await stage.store.findAccessToken(hashOf(1), stage.world.now)).toBeNull()
      expect(await stage.store.findAccessToken(hashOf(2), stage.world.now)).not.toBeNull()
      expect((await stage.store.listAccountActions(producer, { before: null, limit: 1 }))[0]).toEqual(removal)
    })

    it('have a list of past actions, newest first and in pages, for their own account', async () => {
      const actions = [action(), action({ kind: 'hottok-revealed', subject: null, detail: 'x' }), action()]
      for (const one of actions) await stage.store.addAccountAction(one)
      await stage.store.addAccountAction(action({ accountId: affiliate }))
      await stage.reopen()
      const [first, second, third] = actions
      const page = await stage.store.listAccountActions(producer, { before: null, limit: 2 })
      expect(page).toEqual([third, second])
      expect(await stage.store.listAccountActions(producer, { before: second?.id ?? null, limit: 2 })).toEqual([first])
    })

    it('are stored with the configurations that they created', async () => {
      const { id } = await create()
      const configuration = await stage.world.configuration({ credentialId: id })
      await stage.reopen()
      const record = await stage.store.getConfiguration(producer, configuration.id)
      expect(record?.configuration.credentialId).toBe(id)
    })
  })

  describe('answers by key', () => {
    const request = (changes: Partial<KeyedRequest> = {}): KeyedRequest => ({
      scope: 'acc',
      key: 'k',
      bodyHash: 'h',
      until: stage.world.now + minute,
      ...changes,
    })
    const begin = (changes: Partial<KeyedRequest> = {}) => stage.store.beginAnswer(request(changes), stage.world.now)
    const answer = { status: 201, body: '{"id":1}' }

    it('are returned again until they expire', async () => {
      expect(await begin()).toEqual({ kind: 'begun' })
      await stage.store.keepAnswer(request(), answer, stage.world.now + hour)
      await stage.reopen()
      expect(await begin()).toEqual({ kind: 'kept', answer })
      expect(await begin({ bodyHash: 'another' })).toEqual({ kind: 'other-body' })
      expect(await begin({ key: 'other' })).toEqual({ kind: 'begun' })
      expect(await begin({ scope: 'else' })).toEqual({ kind: 'begun' })
      stage.world.now += hour
      expect(await begin({ bodyHash: 'another' })).toEqual({ kind: 'begun' })
      const other = { ...answer, status: 202 }
      await stage.store.keepAnswer(request({ bodyHash: 'another' }), other, stage.world.now + 3 * hour)
      expect(await begin({ bodyHash: 'another' })).toEqual({ kind: 'kept', answer: other })
    })

    it('are begun by only one of several concurrent requests, even with different bodies', async () => {
      const begun = await Promise.all([begin(), begin(), begin({ bodyHash: 'another' })])
      expect(begun.map(({ kind }) => kind).toSorted()).toEqual(['begun', 'under-way', 'under-way'])
    })

    it('free the key if the request had no result', async () => {
      await begin()
      await stage.store.giveBackAnswer(request())
      expect(await begin({ bodyHash: 'another' })).toEqual({ kind: 'begun' })
    })

    it('free the key if the process ends during the request, at the latest when its time is over', async () => {
      await begin()
      await stage.reopen()
      stage.world.now += minute
      expect(await begin()).toEqual({ kind: 'begun' })
    })

    it('are the first ones, even if a request exceeds its time and another one has begun', async () => {
      const late = request()
      await begin()
      stage.world.now += minute
      expect(await begin()).toEqual({ kind: 'begun' })
      await stage.store.giveBackAnswer(late)
      expect(await begin()).toEqual({ kind: 'under-way' })
      await stage.store.keepAnswer(late, answer, stage.world.now + hour)
      expect(await begin()).toEqual({ kind: 'kept', answer })
      await stage.store.keepAnswer(request(), { ...answer, status: 202 }, stage.world.now + hour)
      expect(await begin()).toEqual({ kind: 'kept', answer })
    })
  })
}
