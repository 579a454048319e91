import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../support/harness.ts'

/** Configurations that would send an event to the same address twice are saved, with a warning. */

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  await postback.api('PUT', '/v1/products/1001', { name: 'Cakes', accountId: 'producer' })
})
afterAll(() => postback.close())

const api = (method: string, path: string, body?: unknown) => postback.api(method, path, body, { account: 'producer' })

async function create(more: object = {}) {
  const input = { name: 'New', url: 'http://127.0.0.1:9/hooks', events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'] }
  const { status, body } = await api('POST', '/v1/configurations', { ...input, ...more })
  expect(status).toBe(201)
  return body
}

it('a configuration that repeats the URL and events of another is saved with a warning that names both', async () => {
  const first = await create({ name: 'Invoices', productId: 1000 })
  expect(first.warnings).toEqual([])
  const second = await create({ events: ['PURCHASE_REFUNDED', 'PURCHASE_EXPIRED'] })
  expect(second.warnings).toEqual([
    {
      code: 'repeats_configuration',
      detail: '“Invoices” sends PURCHASE_REFUNDED to the same URL: there each arrives twice.',
      configurationId: first.id,
      configurationName: 'Invoices',
      events: ['PURCHASE_REFUNDED'],
    },
  ])
  expect((await api('GET', `/v1/configurations/${second.id}`)).body.name).toBe('New')
  for (const { id } of [first, second]) await api('DELETE', `/v1/configurations/${id}`)
})

it('another URL, other events, another product and removed ones are no repetition', async () => {
  const first = await create({ productId: 1000 })
  const others = [
    await create({ url: 'http://127.0.0.1:9/other' }),
    await create({ events: ['PURCHASE_EXPIRED'] }),
    await create({ productId: 1001 }),
  ]
  for (const { warnings } of others) expect(warnings).toEqual([])
  for (const { id } of [first, ...others]) await api('DELETE', `/v1/configurations/${id}`)
  const last = await create()
  expect(last.warnings).toEqual([])
  await api('DELETE', `/v1/configurations/${last.id}`)
})

it('a change that leads to a repetition is warned of, and one that does not touch it is not', async () => {
  const first = await create({ name: 'Invoices' })
  const second = await create({ url: 'http://127.0.0.1:9/other' })
  const path = `/v1/configurations/${second.id}`
  const { body } = await api('PATCH', path, { url: first.url })
  expect(body.warnings).toMatchObject([{ configurationId: first.id, events: first.events }])
  expect((await api('PATCH', path, { name: 'Renamed' })).body.warnings).toEqual([])
})
