import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UpdateId } from '../../src/domain/ids.ts'
import type { StampedUpdate } from '../../src/domain/update.ts'
import type { Fate, Intake } from '../../src/intake/intake.ts'
import { type Postback, registerProducer, sale, startPostback } from '../support/harness.ts'
import { type InProcess, inProcess } from '../support/in-process.ts'

/** An intake with a buffer. The test says when the buffer is handed over. */
function buffering(postback: Postback) {
  const waiting: StampedUpdate[] = []
  const fates = new Map<UpdateId, Fate>()
  const intake: Intake = {
    async start() {},
    async stop() {},
    async report(update) {
      waiting.push(update)
      fates.set(update.id, { kind: 'buffered' })
      return { kind: 'buffered', updateId: update.id }
    },
    find: async (id) => fates.get(id) ?? null,
  }
  async function handOver() {
    const group = waiting.splice(0)
    for (const [i, result] of (await postback.engine.accept(group)).entries()) {
      const { id } = group[i] ?? expect.fail()
      if (result.kind === 'done') fates.set(id, { kind: 'decided', reported: result.reported })
      if (result.kind === 'refused') {
        const { code, detail, errors } = result.refusal
        fates.set(id, structuredClone({ kind: 'refused', code, detail: detail ?? null, errors }))
      }
    }
  }
  return { intake, handOver }
}

describe('a report that is buffered', () => {
  let postback: Postback
  let handOver: () => Promise<void>
  let server: InProcess
  beforeEach(async () => {
    postback = await startPostback()
    await registerProducer(postback)
    const buffer = buffering(postback)
    handOver = buffer.handOver
    server = await inProcess(postback, { intake: buffer.intake })
  })
  afterEach(async () => {
    await server.close()
    await postback.close()
  })

  async function call(method: 'GET' | 'PUT' | 'PATCH' | 'POST', url: string, payload?: object | string) {
    const type = typeof payload === 'string' ? 'application/x-ndjson' : 'application/json'
    const headers = {
      authorization: `Bearer ${postback.platformKey}`,
      ...(payload === undefined ? {} : { 'content-type': type }),
    }
    const reply = await server.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
    return { status: reply.statusCode, body: typeof payload === 'string' ? reply.body : reply.json() }
  }
  const put = (transaction: string, productId?: number) =>
    call('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction, productId))
  const fateOf = async (updateId: string) => (await call('GET', `/v1/intake/${updateId}`)).body

  it('is answered with its id on every route', async () => {
    const buffered = { updateId: expect.stringMatching(/^upd_[0-9a-f]{32}$/), buffered: true }
    expect(await put('HP1')).toEqual({ status: 202, body: buffered })
    const event = { event: 'PURCHASE_APPROVED', data: sale('PURCHASE_APPROVED', 'HP2') }
    expect(await call('POST', '/v1/events', event)).toEqual({ status: 202, body: buffered })
    const { body } = await call('POST', '/v1/events/batch', `${JSON.stringify(event)}\n`)
    expect(JSON.parse(String(body))).toEqual({ line: 1, status: 202, ...buffered })
  })

  it('can be read: first as buffered, then with its result', async () => {
    const [first, patch, unknown] = [
      await put('HP1'),
      await call('PATCH', '/v1/transactions/HP1', { purchase: { status: 'APPROVED' } }),
      await put('HP2', 9),
    ].map(({ body }) => body.updateId)
    expect(await fateOf(first)).toEqual({ updateId: first, state: 'buffered', eventId: null, problem: null })
    await handOver()
    const told = await fateOf(first)
    expect(told).toEqual({ updateId: first, state: 'event', eventId: expect.any(String), problem: null })
    expect((await call('GET', `/v1/events/${told.eventId}`)).body.transaction).toBe('HP1')
    expect(await fateOf(patch)).toMatchObject({ state: 'unchanged', eventId: null })
    expect(await fateOf(unknown)).toMatchObject({
      state: 'refused',
      problem: { code: 'unknown_product', errors: [{ pointer: '/product/id' }] },
    })
  })

  it('is not found under an unknown id, or where the intake has no buffer', async () => {
    expect((await call('GET', `/v1/intake/upd_${'0'.repeat(32)}`)).status).toBe(404)
    expect((await call('GET', '/v1/intake/nonsense')).status).toBe(404)
    expect((await postback.api('GET', `/v1/intake/upd_${'0'.repeat(32)}`)).status).toBe(404)
  })
})
