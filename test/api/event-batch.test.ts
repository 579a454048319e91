import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../support/harness.ts'

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterAll(() => postback.close())

const ndjson = { headers: { 'content-type': 'application/x-ndjson' } }

async function batch(lines: readonly (object | string)[]) {
  const body = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const reply = await postback.api('POST', '/v1/events/batch', body, ndjson)
  const results =
    reply.status === 200
      ? reply.text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
      : []
  return { reply, results }
}

function approved(transaction: string, more: object = {}) {
  return { event: 'PURCHASE_APPROVED', data: sale('PURCHASE_APPROVED', transaction), ...more }
}

describe('a batch', () => {
  it('answers one line for each, in order, and a bad line affects no other line', async () => {
    const { reply, results } = await batch([
      approved('B1'),
      'nonsense',
      approved('B2', { colour: 'red' }),
      '',
      approved('B3', { id: 'b3' }),
      { event: 'PURCHASE_APPROVED', data: sale('PURCHASE_APPROVED', 'B4', 4711) },
      approved('B5', { id: 'b3' }),
    ])
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson')
    expect(results.map(({ line, status, code }) => [line, status, code])).toEqual([
      [1, 202, undefined],
      [2, 400, 'malformed_json'],
      [3, 400, 'invalid_request'],
      [5, 202, undefined],
      [6, 422, 'unknown_product'],
      [7, 200, undefined],
    ])
    expect(results[2].errors).toMatchObject([{ pointer: '/colour' }])
    expect(results[4].errors).toMatchObject([{ pointer: '/data/product/id' }])
    expect(results[5]).toMatchObject({ duplicate: true, eventId: results[3].eventId })
  })

  it('keeps the order of updates of one transaction', async () => {
    const steps = ['PURCHASE_BILLET_PRINTED', 'PURCHASE_APPROVED', 'PURCHASE_COMPLETE', 'PURCHASE_REFUNDED'] as const
    const lines = steps.flatMap((event, i) =>
      Array.from({ length: 50 }, (_, n) => ({
        event,
        data: sale(event, `T${n}`),
        occurredAt: Date.UTC(2026, 0, 1, i),
      })),
    )
    const { results } = await batch(lines)
    expect(results.every(({ status }) => status === 202)).toBe(true)
    const { body } = await postback.api('GET', '/v1/transactions/T7')
    expect(body.events.map((it: { event: string }) => it.event).toSorted()).toEqual([...steps].toSorted())
    const inOrder = body.events.toSorted((a: { sequence: number }, b: { sequence: number }) => a.sequence - b.sequence)
    expect(inOrder.map((it: { event: string }) => it.event)).toEqual([...steps])
  })

  it('takes a thousand lines and no more', async () => {
    const lines = Array.from({ length: 1_000 }, (_, n) => approved(`M${n}`))
    const { results } = await batch(lines)
    expect(results).toHaveLength(1_000)
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set([202]))
    const { reply } = await batch([...lines, approved('M1000')])
    expect(reply.body).toMatchObject({ status: 413, code: 'too_many_lines' })
  })

  it('takes up to 8 MiB', async () => {
    const { reply } = await batch(['x'.repeat(8 * 1024 * 1024 + 1)])
    expect(reply.body).toMatchObject({ status: 413, code: 'payload_too_large' })
    const mebibyte = 1024 * 1024
    const { results } = await batch(['x'.repeat(mebibyte), 'x'.repeat(mebibyte + 1), ' '.repeat(5 * mebibyte)])
    expect(results).toMatchObject([
      { line: 1, status: 400, code: 'malformed_json' },
      { line: 2, status: 413, code: 'payload_too_large' },
    ])
  })

  it('counts empty lines, and millions of them do not delay other requests', async () => {
    const { results } = await batch(['\n'.repeat(5_000_000), approved('E1'), '\r', '  ', approved('E2')])
    expect(results.map(({ line, status }) => [line, status])).toEqual([
      [5_000_002, 202],
      [5_000_005, 202],
    ])
    const loop = monitorEventLoopDelay({ resolution: 5 })
    loop.enable()
    const { reply } = await batch(['\n'.repeat(8 * 1024 * 1024)])
    loop.disable()
    expect(reply.body).toMatchObject({ status: 400, code: 'invalid_request' })
    // Splitting it into lines took more than 1 s. The exact time depends on the machine.
    expect(loop.max / 1e6).toBeLessThan(500)
  })

  it('stops being accepted when its caller disconnects', async () => {
    const lines = Array.from({ length: 1_000 }, (_, n) => approved(`G${n}`))
    const gone = new AbortController()
    const call = fetch(`${postback.url}/v1/events/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${postback.platformKey}`, 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
      signal: gone.signal,
    })
    const isKnown = async (n: number) => (await postback.api('GET', `/v1/transactions/G${n}`)).status === 200
    await eventually(
      () => isKnown(0),
      (known) => known,
    )
    gone.abort()
    await expect(call).rejects.toThrow(/abort/i)
    // The intake takes these reports only after the lines of the batch that it still accepts.
    for (let n = 0; n < 20; n++) await batch([approved(`AFTER${n}`)])
    expect(await isKnown(0)).toBe(true)
    expect(await isKnown(999)).toBe(false)
  })

  it('is refused when empty', async () => {
    const { reply } = await batch(['', ' '])
    expect(reply.body).toMatchObject({ status: 400, code: 'invalid_request' })
  })
})
