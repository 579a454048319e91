import net from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLegacyPost } from '../../../src/api/shapes/legacy-post.ts'
import { newLegacyPost } from '../../../src/services/new-legacy-post.ts'
import { type Postback, registerProducer, sale, startPostback } from '../../support/harness.ts'
import { inProcess } from '../../support/in-process.ts'
import { type Operation, operationsOf } from '../../support/openapi.ts'

/**
 * The limits of a body: bytes, fields, values, depth, lines. The routes come from the OpenAPI document, so the tests cover each of
 * them. `npm run bench -- --only blocking` measures how long the largest body takes.
 */

let postback: Postback
let operations: readonly Operation[]
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  const { body } = await postback.api('GET', '/openapi.json')
  operations = operationsOf(body).filter(({ method }) => method !== 'GET')
})
afterAll(() => postback.close())

const account = { account: 'producer' }
const addressOf = ({ path }: Operation) => path.replaceAll(/\{\w+\}/g, '1')
const takesKey = ({ security }: Operation) => security.some((it) => !('client' in it))
const takesJson = ({ contentTypes }: Operation) =>
  contentTypes.length === 0 || contentTypes.includes('application/json')

/** Sends the head of a request without the body that it announces, so the answer cannot depend on the body. */
function answerToHead(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const { hostname, port } = new URL(postback.url)
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () =>
      socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`),
    )
    socket.once('data', (chunk) => {
      socket.destroy()
      resolve(chunk.toString())
    })
    socket.once('error', reject)
  })
}

const large = { 'content-type': 'application/json', 'content-length': String(8 * 1024 * 1024) }

describe('without a key', () => {
  it('no route waits for a body that it would refuse', async () => {
    const guarded = operations.filter(takesKey)
    expect(guarded.length).toBeGreaterThan(25)
    for (const operation of guarded) {
      const [type = 'application/json'] = operation.contentTypes
      const answer = await answerToHead(operation.method, addressOf(operation), { ...large, 'content-type': type })
      expect(answer, operation.operationId).toMatch(/^HTTP\/1\.1 401 /)
    }
  })

  it('a body has at most 16 KiB', async () => {
    const open = operations.filter((it) => !takesKey(it))
    expect(open.map(({ path }) => path)).toEqual(['/security/oauth/token', '/v1/sessions', '/v1/demo-sessions'])
    for (const operation of open) {
      const send = (bytes: number) => postback.api('POST', operation.path, `"${'x'.repeat(bytes - 2)}"`, { key: null })
      const reply = await send(16 * 1024 + 1)
      expect(reply.status, operation.path).toBe(413)
      expect(reply.text).toContain('16 KiB')
      expect((await send(16 * 1024)).status, operation.path).not.toBe(413)
      expect(await answerToHead('POST', operation.path, large)).toMatch(/^HTTP\/1\.1 413 /)
    }
  })

  it('no body is read at an unknown address, or for a method that an address does not have', async () => {
    expect(await answerToHead('POST', '/v1/nothing', large)).toMatch(/^HTTP\/1\.1 404 /)
    expect(await answerToHead('POST', '/nothing', large)).toMatch(/^HTTP\/1\.1 404 /)
    expect(await answerToHead('DELETE', '/v1/me', large)).toMatch(/^HTTP\/1\.1 405 /)
    expect((await postback.api('POST', '/v1/nothing', '{"a":')).status).toBe(404)
  })

  it('a form has at most fifty fields', async () => {
    const ask = (fields: readonly string[]) =>
      postback.api('POST', '/security/oauth/token', fields.join('&'), {
        key: null,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    const fields = (count: number) => Array.from({ length: count }, (_, n) => `a${n}=`)
    expect((await ask([...fields(49), 'grant_type=x'])).body).toMatchObject({ error: 'invalid_client' })
    expect(await ask(fields(51))).toMatchObject({ status: 413, body: { error: 'invalid_request' } })
    expect(await ask(Array(8_000).fill(''))).toMatchObject({ status: 413 })
  })
})

describe('with a key', () => {
  it('JSON has at most 5,000 values and 64 levels, on every route', async () => {
    const values = JSON.stringify(Array(5_001).fill(0))
    const levels = '['.repeat(65) + ']'.repeat(65)
    const checked = operations.filter((it) => takesKey(it) && takesJson(it))
    expect(checked.length).toBeGreaterThan(25)
    for (const operation of checked) {
      const send = (body: string) => postback.api(operation.method, addressOf(operation), body, account)
      // Routes that only a session may call refuse the key first.
      if (operation.security.every((it) => 'session' in it)) continue
      expect((await send(values)).body, operation.operationId).toMatchObject({ status: 413, code: 'payload_too_large' })
      expect((await send(levels)).body, operation.operationId).toMatchObject({ status: 400, code: 'malformed_json' })
    }
  })

  it('a line of a batch or an import has the same limits', async () => {
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 5_001 }, (_, n) => [n, 0])))
    const headers = { 'content-type': 'application/x-ndjson' }
    const batch = await postback.api('POST', '/v1/events/batch', wide, { headers })
    expect(JSON.parse(batch.text)).toMatchObject({ line: 1, status: 413, code: 'payload_too_large' })
    const imported = await postback.api('POST', '/v1/legacy-posts/import', wide, { ...account, headers })
    expect(imported.body).toMatchObject({ refused: 1, errors: [{ detail: expect.stringContaining('5,000 values') }] })
  })

  it('a transaction that grows by patches stays within the limits, and can still be patched', async () => {
    await postback.api('PUT', '/v1/transactions/GROWS', sale('PURCHASE_APPROVED', 'GROWS'))
    const many = (name: string) => Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`${name}${n}`, 0]))
    const patch = (changes: object) => postback.api('PATCH', '/v1/transactions/GROWS', changes)
    expect((await patch(many('a'))).status).toBe(200)
    expect((await patch(many('b'))).body).toMatchObject({ status: 413, code: 'payload_too_large' })
    expect((await patch({ text: 'x'.repeat(1_000_000) })).status).toBe(200)
    expect((await patch({ more: 'x'.repeat(100_000) })).body).toMatchObject({ status: 413, code: 'payload_too_large' })
    expect((await patch({ purchase: { status: 'REFUNDED' } })).status).toBe(202)
  })

  it('the changes of a test have at most 128 KiB', async () => {
    const test = { event: 'PURCHASE_APPROVED', inbox: true, data: { text: 'x'.repeat(128 * 1024) } }
    const reply = await postback.api('POST', '/v1/tests', test, account)
    expect(reply).toMatchObject({ status: 413, body: { detail: expect.stringContaining('128 KiB') } })
  })

  it('errors below a long name do not repeat it', async () => {
    const data = {
      ...sale('PURCHASE_APPROVED', 'LONG'),
      ['x'.repeat(500_000)]: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [n, '\0'])),
    }
    const reply = await postback.api('PUT', '/v1/transactions/LONG', data)
    expect(reply.status).toBe(422)
    expect(reply.text.length).toBeLessThan(10_000)
  })
})

describe('an import', () => {
  /** Counts turns of the event loop during an import. The text does not come over a socket, whose reads would yield by themselves. */
  async function turnsDuring(text: string, type: string): Promise<{ turns: number; body: unknown }> {
    const api = await inProcess(postback)
    let turns = 0
    let isOver = false
    const turn = () => {
      turns++
      if (!isOver) setImmediate(turn)
    }
    const reply = api.inject({
      method: 'POST',
      url: '/v1/legacy-posts/import',
      headers: {
        authorization: `Bearer ${postback.platformKey}`,
        'postback-account': 'producer',
        'content-type': type,
      },
      payload: text,
    })
    setImmediate(turn)
    const body = (await reply).json()
    isOver = true
    await api.close()
    return { turns, body }
  }

  it.each([
    ['lines that are wrong', 'x\n'.repeat(100_000), 'application/x-ndjson'],
    ['lines of a table that are wrong', `id,at,url,event\n${'x\n'.repeat(100_000)}`, 'text/csv'],
  ])('of many %s lets other work run in between', async (_, text, type) => {
    const { turns, body } = await turnsDuring(text, type)
    expect(body).toMatchObject({ records: 100_000, refused: 100_000 })
    expect(turns).toBeGreaterThan(20)
  })

  it('stops counting the columns of a first line that names too many', async () => {
    for (const text of [','.repeat(1_000_000), Array.from({ length: 100_000 }, (_, n) => n).join(',')]) {
      const reply = await postback.api('POST', '/v1/legacy-posts/import', text, {
        ...account,
        headers: { 'content-type': 'text/csv' },
      })
      expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })

  it('cuts every named token out of its place, and looks for a limited number of them elsewhere in a post', () => {
    const tokens = Array.from({ length: 10_000 }, (_, n) => `ABCDEFGHIJKLMNOP${n}`)
    const body = tokens.map((token) => `hottok=${token}`).join('&')
    const input = { id: '1', at: 1_500_000_000_000, url: 'https://a.example/', event: 'X', body }
    const { payload } = newLegacyPost('producer', readLegacyPost(input, Date.now()), [], 0)
    expect(payload.body.text).not.toContain('ABCDEFGHIJKLMNOP')
    expect(payload.body.hottokAt).toHaveLength(10_000)
  })
})
