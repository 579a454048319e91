import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../support/harness.ts'

/** Products and configurations are found by words. */

const account = 'producer'
const other = 'other'
let postback: Postback

beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  await registerProducer(postback, other, 9000)
  for (const [id, name] of [
    [2000, 'Pão de fermentação natural'],
    [2001, 'Bolos e pães'],
    [2002, 'Bread for two'],
  ] as const) {
    await postback.api('PUT', `/v1/products/${id}`, { name, accountId: account })
  }
  for (const [name, url] of [
    ['Área de membros', 'https://members.example.invalid/hooks/1'],
    ['Mailing list', 'https://crm.example.invalid/hooks/2'],
    ['Invoices', 'https://crm.example.invalid/invoices'],
  ]) {
    await postback.api('POST', '/v1/configurations', { name, url, events: ['PURCHASE_APPROVED'] }, { account })
  }
})

afterAll(() => postback.close())

async function list(path: string, as = account) {
  const { status, body } = await postback.api('GET', path, undefined, { account: as })
  expect(status).toBe(200)
  return body
}

const ids = (page: { data: { id: number }[] }) => page.data.map(({ id }) => id)
const names = (page: { data: { name: string }[] }) => page.data.map(({ name }) => name)

test('products by words of their name, by their number, and page by page', async () => {
  expect(ids(await list('/v1/products?q=PAO'))).toEqual([2000])
  expect(ids(await list('/v1/products?q=pa'))).toEqual([2000, 2001])
  expect(ids(await list('/v1/products?q=200'))).toEqual([2000, 2001, 2002])
  expect(ids(await list('/v1/products?q=bread%20two'))).toEqual([2002])
  expect(ids(await list('/v1/products?q=%20'))).toEqual([1000, 2000, 2001, 2002])
  const first = await list('/v1/products?q=200&limit=2')
  expect(ids(first)).toEqual([2000, 2001])
  const second = await list(`/v1/products?q=200&limit=2&cursor=${first.nextCursor}`)
  expect(ids(second)).toEqual([2002])
  expect(second.nextCursor).toBeNull()
})

test('products by their numbers, and only those of the account', async () => {
  expect(ids(await list('/v1/products?ids=2002,1000,2002,4711,9000'))).toEqual([2002, 1000])
  expect(ids(await list('/v1/products?ids=9000', other))).toEqual([9000])
  expect(ids(await list('/v1/products?q=bread', other))).toEqual([9000])
})

test('more than fifty numbers are refused', async () => {
  const many = Array.from({ length: 51 }, (_, index) => index + 1).join()
  const { status, text } = await postback.api('GET', `/v1/products?ids=${many}`, undefined, { account })
  expect(status).toBe(400)
  expect(text).toContain('?ids')
})

test('configurations by words of their name or address, newest first, and page by page', async () => {
  expect(names(await list('/v1/configurations?q=area'))).toEqual(['Área de membros'])
  expect(names(await list('/v1/configurations?q=crm.example'))).toEqual(['Invoices', 'Mailing list'])
  expect(names(await list('/v1/configurations?q=crm', other))).toEqual([])
  const first = await list('/v1/configurations?q=crm&limit=1')
  expect(names(first)).toEqual(['Invoices'])
  const second = await list(`/v1/configurations?q=crm&limit=1&cursor=${first.nextCursor}`)
  expect(names(second)).toEqual(['Mailing list'])
})
