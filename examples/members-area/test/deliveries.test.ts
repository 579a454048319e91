import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { Stage } from './stage.ts'

/** The same proofs, with a running Postback instead of posts made by the test. */

const asProducer = { account: 'producer' }
const events = ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED', 'PURCHASE_PROTEST', 'PURCHASE_COMPLETE']

let postback: Postback
let stage: Stage
let configuration: string

beforeEach(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  stage = new Stage()
  await stage.open()
  const wanted = { name: 'Give access', url: `${stage.url}/webhook`, events }
  const created = (await postback.api('POST', '/v1/configurations', wanted, asProducer)).body
  configuration = created.id
  const { hottok } = (await postback.api('GET', '/v1/hottok', undefined, asProducer)).body
  const port = Number(new URL(stage.url).port)
  await stage.open({ port, secrets: { hottoks: [hottok], signingSecrets: [created.secret] } })
})
afterEach(async () => {
  await postback.close()
  await stage.close()
})

async function report(event: Parameters<typeof sale>[0], transaction: string) {
  await postback.api('PUT', `/v1/transactions/${transaction}`, sale(event, transaction))
}

interface Delivery {
  id: string
  event: string
  state: string
  series: number
}

/** All deliveries, newest first, once that many are delivered and none is under way. */
async function delivered(count: number): Promise<readonly Delivery[]> {
  return eventually(
    async (): Promise<readonly Delivery[]> =>
      (await postback.api('GET', `/v1/deliveries?configurationId=${configuration}`, undefined, asProducer)).body.data,
    (rows) => rows.length === count && rows.every(({ state }) => state === 'delivered'),
  )
}

async function processAgain(delivery: Delivery | undefined) {
  const { status } = await postback.api('POST', `/v1/deliveries/${delivery?.id}/resend`, undefined, asProducer)
  expect(status).toBe(202)
}

test('approved, refunded, and the approval processed again: no access', async () => {
  await report('PURCHASE_APPROVED', 'HP1')
  await stage.sees({ 'ana.souza@example.com': 'Baking Bread at Home yes by HP1: paid' })
  await report('PURCHASE_REFUNDED', 'HP1')
  await stage.sees({ 'ana.souza@example.com': 'Baking Bread at Home no by HP1: refunded' })
  await processAgain((await delivered(2)).find(({ event }) => event === 'PURCHASE_APPROVED'))
  await eventually(
    () => delivered(2),
    (rows) => rows.some(({ series }) => series === 2),
  )
  await stage.sees({ 'ana.souza@example.com': 'Baking Bread at Home no by HP1: refunded' })
  expect(await stage.page()).toContain('after 2 webhooks.')
})

test('two orders, one of them refunded: access stays', async () => {
  await report('PURCHASE_APPROVED', 'HP1')
  await report('PURCHASE_APPROVED', 'HP2')
  await report('PURCHASE_REFUNDED', 'HP1')
  await delivered(3)
  await stage.sees({ 'ana.souza@example.com': 'Baking Bread at Home yes by HP2: paid' })
})

test('the same delivery three times: one grant, and one line among the changes', async () => {
  await report('PURCHASE_APPROVED', 'HP1')
  for (const series of [2, 3]) {
    await processAgain((await delivered(1))[0])
    await eventually(
      () => delivered(1),
      (rows) => rows[0]?.series === series,
    )
  }
  await stage.sees({ 'ana.souza@example.com': 'Baking Bread at Home yes by HP1: paid' })
  const page = await stage.page()
  expect(page).toContain('after 1 webhook.')
  expect(page.match(/<li>/g)).toHaveLength(1)
})
