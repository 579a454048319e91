import { describe, expect, it } from 'vitest'
import { type LegacyAttemptResult, legacyStateOf } from '../../src/domain/legacy-post.ts'
import type { LegacyPostFilter, LegacyPostPlace, NewLegacyPost } from '../../src/store/contract/legacy-posts.ts'
import type { Stage } from './stage.ts'
import { affiliate, day, hour, minute, producer, productId, start } from './world.ts'

/** What every store does, whatever it is made of: the contract `legacy-posts`. */
export function legacyPostsConformance(stage: Stage) {
  function post(id: string, changes: Partial<NewLegacyPost['post']> = {}): NewLegacyPost {
    const status = changes.status === undefined ? 500 : changes.status
    return {
      post: {
        accountId: producer,
        id,
        at: start - 30 * day,
        url: { text: 'https://members.example/hook?hottok=&x=1', hottokAt: [36] },
        event: 'PURCHASE_APPROVED',
        transaction: `HP-${id}`,
        productId,
        state: legacyStateOf(status),
        status,
        attempts: 3,
        contentType: 'application/x-www-form-urlencoded',
        importedAt: stage.world.now,
        ...changes,
      },
      payload: {
        body: { text: 'hottok=&status=approved&name=Jo%C3%A3o', hottokAt: [7] },
        response: 'Olá, wrong key 🔑',
        responseTruncated: false,
      },
      fingerprint: new TextEncoder().encode(id.padEnd(16, '.').slice(0, 16)),
    }
  }

  async function keep(...posts: readonly NewLegacyPost[]) {
    return (await stage.store.keepLegacyPosts(posts)).map(({ kind }) => kind)
  }

  async function listed(
    filter: Partial<LegacyPostFilter> = {},
    page: { before?: LegacyPostPlace | null; limit?: number } = {},
  ) {
    const found = await stage.store.listLegacyPosts(
      { accountId: producer, ...filter },
      { before: page.before ?? null, limit: page.limit ?? 100 },
    )
    return { ids: found.posts.map(({ id }) => id), next: found.next }
  }

  async function detail(id: string, accountId = producer) {
    const found = await stage.store.getLegacyPost(accountId, id)
    if (!found) throw new Error(`There is no post ${id}.`)
    return found
  }

  /** The post with its new attempt; a code: it was refused. */
  async function begin(id: string, changes: { by?: string; at?: number; until?: number } = {}) {
    const { now } = stage.world
    const attempt = { by: 'console', at: now, until: now + minute, ...changes }
    const begun = await stage.store.beginLegacyAttempt(producer, id, attempt)
    return begun.kind === 'begun' ? begun.detail : begun.code
  }

  function result(changes: Partial<LegacyAttemptResult> = {}): LegacyAttemptResult {
    return {
      outcome: 'delivered',
      status: 200,
      cause: null,
      timings: { totalMs: 12.5, reusedConnection: false },
      responseHeaders: [['content-type', 'text/plain']],
      responseBody: new TextEncoder().encode('thanks'),
      responseTruncated: false,
      ...changes,
    }
  }

  const failed = result({ outcome: 'rejected', status: 503 })

  describe('legacy posts', () => {
    it('are kept whole, over a restart', async () => {
      const all = post('whole')
      const bare = post('bare', { transaction: null, productId: null, status: null, attempts: 0, event: 'approved' })
      const plain: NewLegacyPost = {
        ...bare,
        post: { ...bare.post, url: { text: 'https://members.example/hook', hottokAt: [] } },
        payload: { body: { text: '', hottokAt: [] }, response: null, responseTruncated: true },
      }
      expect(await keep(all, plain)).toEqual(['kept', 'kept'])
      await stage.reopen()
      for (const { post, payload } of [all, plain]) {
        expect(await detail(post.id)).toEqual({
          post: { ...post, lastAttemptAt: null, sendingUntil: null },
          payload,
          attempts: [],
        })
      }
    })

    it('are kept once: the same again adds nothing, another of the same id is told apart', async () => {
      const first = post('1')
      expect(await keep(first, first, post('2'))).toEqual(['kept', 'present', 'kept'])
      const other = { ...post('1', { event: 'PURCHASE_REFUNDED' }), fingerprint: new Uint8Array(16) }
      expect(await keep(first, other, post('3'))).toEqual(['present', 'different', 'kept'])
      expect((await detail('1')).post.event).toBe('PURCHASE_APPROVED')
      expect((await listed()).ids).toEqual(['3', '2', '1'])
    })

    it('that cannot be written do not spoil their neighbours, and leave nothing half kept', async () => {
      const good = post('good')
      const bad = { ...post('bad'), payload: { ...good.payload, body: { text: null as never, hottokAt: [] } } }
      expect(await keep(good, bad, post('fine'))).toEqual(['kept', 'broken', 'kept'])
      expect(await stage.store.getLegacyPost(producer, 'bad')).toBeNull()
      expect((await listed()).ids).toEqual(['good', 'fine'])
    })

    it('belong to their account: ids of others are free, and others see none of them', async () => {
      expect(await keep(post('1'), post('1', { accountId: affiliate, event: 'theirs' }))).toEqual(['kept', 'kept'])
      expect((await detail('1')).post.event).toBe('PURCHASE_APPROVED')
      expect((await detail('1', affiliate)).post.event).toBe('theirs')
      await keep(post('2'))
      expect(await stage.store.getLegacyPost(affiliate, '2')).toBeNull()
      expect((await listed({ accountId: affiliate })).ids).toEqual(['1'])
      const { now } = stage.world
      expect(await stage.store.beginLegacyAttempt(affiliate, '2', { by: 'x', at: now, until: now + 1 })).toEqual({
        kind: 'refused',
        code: 'not_found',
      })
      expect(await stage.store.recordLegacyAttempt(affiliate, '2', 1, result())).toBeNull()
    })

    it('are listed newest first, of one moment by id, in pages that miss none and repeat none', async () => {
      const posts = Array.from({ length: 25 }, (_, n) => post(`p${n}`, { at: start - (n % 5) * hour }))
      await keep(...posts)
      const expected = posts
        .map(({ post }) => post)
        .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id)
      const seen: string[] = []
      let before: LegacyPostPlace | null = null
      do {
        const page: Awaited<ReturnType<typeof listed>> = await listed({}, { before, limit: 4 })
        seen.push(...page.ids)
        before = page.next
      } while (before !== null)
      expect(seen).toEqual(expected)
    })

    it('are narrowed by each filter, and by several', async () => {
      await keep(
        post('a', { status: 200, at: 1_000 }),
        post('b', { status: 404, at: 2_000, event: 'PURCHASE_REFUNDED' }),
        post('c', { status: null, at: 3_000, transaction: 'HP-a' }),
        post('d', { status: -1, at: 4_000, productId: null, transaction: null }),
        post('e', { status: 204, at: 5_000, productId: 7 }),
      )
      const ids = async (filter: Partial<LegacyPostFilter>) => (await listed(filter)).ids.join('')
      expect(await ids({})).toBe('edcba')
      expect(await ids({ state: 'sent' })).toBe('ea')
      expect(await ids({ state: 'pending' })).toBe('dcb')
      expect(await ids({ event: 'PURCHASE_REFUNDED' })).toBe('b')
      expect(await ids({ transaction: 'HP-a' })).toBe('ca')
      expect(await ids({ productId })).toBe('cba')
      expect(await ids({ status: -1 })).toBe('d')
      expect(await ids({ status: null })).toBe('c')
      expect(await ids({ from: 2_000, to: 4_000 })).toBe('cb')
      expect(await ids({ state: 'pending', transaction: 'HP-a', event: 'PURCHASE_APPROVED', to: 3_001 })).toBe('c')
      expect(await ids({ state: 'sent', status: 404 })).toBe('')
    })

    it('are looked through a bounded number at a time: a page may be empty and lead on', async () => {
      const many = Array.from({ length: 6_000 }, (_, n) => post(`m${n}`, { at: start - n, status: 200 }))
      const last = post('rare', { at: start - 10_000, status: 200, event: 'rare' })
      await keep(...many, last)
      const first = await listed({ event: 'rare' })
      expect(first.ids).toEqual([])
      expect(first.next).not.toBeNull()
      expect(await listed({ event: 'rare' }, { before: first.next })).toEqual({ ids: ['rare'], next: null })
      expect(await listed({ event: 'rare', from: start - 3_000 })).toEqual({ ids: [], next: null })
      const bounded = { event: 'rare', from: start - 5_500, to: start - 10 }
      const begun = await listed(bounded)
      expect(begun.next).not.toBeNull()
      expect(await listed(bounded, { before: begun.next })).toEqual({ ids: [], next: null })
      expect((await listed({ to: start - 5_998 }, { before: { at: start, id: 'm0' } })).ids).toEqual(['m5999', 'rare'])
    })

    it('are sent again one attempt at a time', async () => {
      await keep(post('1'))
      const { now } = stage.world
      const begun = await begin('1')
      expect(begun).toMatchObject({
        post: { state: 'pending', sendingUntil: now + minute, lastAttemptAt: now },
        payload: { body: { hottokAt: [7] } },
        attempts: [{ number: 1, by: 'console', at: now, result: null }],
      })
      expect(await begin('1')).toBe('post_sending')
      const recorded = await stage.store.recordLegacyAttempt(producer, '1', 1, failed)
      expect(recorded).toMatchObject({ state: 'pending', status: 503, attempts: 4, sendingUntil: null })
      expect((await detail('1')).attempts).toEqual([{ number: 1, by: 'console', at: now, result: failed }])
      expect(await begin('1')).toMatchObject({ attempts: [{ number: 1 }, { number: 2, result: null }] })
    })

    it('become sent with a 2xx, for good', async () => {
      await keep(post('1'), post('2', { status: 200 }))
      await begin('1')
      expect(await stage.store.recordLegacyAttempt(producer, '1', 1, result())).toMatchObject({
        state: 'sent',
        status: 200,
        attempts: 4,
      })
      expect(await listed({ state: 'pending' })).toEqual({ ids: [], next: null })
      expect(await begin('1')).toBe('post_sent')
      expect(await begin('2')).toBe('post_sent')
    })

    it('keep the first result of an attempt', async () => {
      await keep(post('1'))
      await begin('1')
      await stage.store.recordLegacyAttempt(producer, '1', 1, failed)
      expect(await stage.store.recordLegacyAttempt(producer, '1', 1, result())).toMatchObject({
        status: 503,
        attempts: 4,
      })
      expect((await detail('1')).attempts[0]?.result?.status).toBe(503)
    })

    it('can be sent again when an attempt outlasts its time, and a late result still counts', async () => {
      const world = stage.world
      await keep(post('1'))
      await begin('1')
      world.now += minute
      expect(await begin('1')).toMatchObject({ attempts: [{ result: null }, { number: 2, result: null }] })
      const late = await stage.store.recordLegacyAttempt(producer, '1', 1, result())
      expect(late).toMatchObject({ state: 'sent', sendingUntil: world.now + minute })
      const after = await stage.store.recordLegacyAttempt(producer, '1', 2, failed)
      expect(after).toMatchObject({ state: 'sent', status: 503, sendingUntil: null, attempts: 5 })
    })

    it('are given back when the process ends in the middle of an attempt', async () => {
      await keep(post('1'))
      await begin('1')
      await stage.reopen()
      const world = stage.world
      world.now += minute
      expect(await stage.store.recoverLegacyAttempts()).toBe(1)
      expect(await stage.store.recoverLegacyAttempts()).toBe(0)
      expect(await detail('1')).toMatchObject({
        post: { state: 'pending', status: 500, attempts: 3, sendingUntil: null },
        attempts: [{ number: 1, result: null }],
      })
      expect(await begin('1')).toMatchObject({ attempts: [{}, { number: 2 }] })
    })

    it('are as old as their import, or our last attempt at them, and the pending ones stay twice as long', async () => {
      const world = stage.world
      const forget = async () => {
        const { now } = world
        const cutoffs = { now, history: now - 60 * day, force: now - 120 * day, transactions: now - 400 * day }
        let steps = 1
        while (await stage.store.forget(cutoffs)) if (++steps > 1_000) expect.fail()
      }
      await stage.world.saveAccount('acc_many')
      const many = Array.from({ length: 1_200 }, (_, n) => post(`m${n}`, { accountId: 'acc_many', status: 200 }))
      await keep(...many, post('sent', { status: 200 }), post('pending'), post('tried'))
      world.now += 30 * day
      await keep(post('younger', { status: 200 }))
      await begin('tried')
      await stage.store.recordLegacyAttempt(producer, 'tried', 1, result())
      await forget()
      expect((await listed()).ids).toHaveLength(4)
      world.now += 31 * day
      await forget()
      expect((await listed()).ids).toEqual(['younger', 'tried', 'pending'])
      expect((await listed({ accountId: 'acc_many' })).ids).toEqual([])
      world.now += 30 * day
      await forget()
      expect((await listed()).ids).toEqual(['pending'])
      world.now += 30 * day
      await forget()
      expect((await listed()).ids).toEqual([])
      expect(await keep(post('sent', { status: 200 }))).toEqual(['kept'])
    })
  })
}
