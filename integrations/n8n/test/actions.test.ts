import { beforeEach, expect, it } from 'vitest'
import type { Stage } from '../../../test/support/stage.ts'
import type { N8n } from './n8n.ts'
import { setScene } from './scene.ts'

/** Tests of the actions node, run by n8n's own packages. */

let stage: Stage
let n8n: N8n
beforeEach(async () => {
  const scene = await setScene()
  stage = scene.stage
  n8n = scene.n8n
})

it('finds an order for each item', async () => {
  await stage.report('PURCHASE_APPROVED', 'HP1')
  await stage.report('PURCHASE_REFUNDED', 'HP2')
  const found = await n8n.execute({ operation: 'findOrder', transaction: '={{ $json.order }}' }, [
    { order: 'HP1' },
    { order: 'HP2' },
  ])
  expect(found).toMatchObject([
    {
      json: { transaction: 'HP1', status: 'APPROVED', data: { buyer: { name: 'Ana Souza' } } },
      pairedItem: { item: 0 },
    },
    { json: { transaction: 'HP2', status: 'REFUNDED' }, pairedItem: { item: 1 } },
  ])
})

it('reports an error, and goes on with the next item if so configured', async () => {
  await stage.report('PURCHASE_APPROVED', 'HP1')
  const parameters = { operation: 'findOrder', transaction: '={{ $json.order }}' }
  const items = [{ order: 'HP9' }, { order: '' }, { order: 'HP1' }]
  await expect(n8n.execute(parameters, items)).rejects.toThrow(/nothing was found at this/i)
  expect(await n8n.execute(parameters, items, 'continueRegularOutput')).toMatchObject([
    { json: { error: expect.stringMatching(/nothing was found at this/i) } },
    { json: { error: 'Transaction: it is empty. See what the node before gives.' } },
    { json: { transaction: 'HP1' } },
  ])
})

it('sends a test event, and a delivery again', async () => {
  const target = await stage.receiver()
  const { id: configuration } = await stage.configure(target.url, ['PURCHASE_APPROVED'])
  const test = { operation: 'sendTestEvent', event: 'PURCHASE_APPROVED', configuration }
  const [sent] = await n8n.execute({ ...test, product: '1000' }, [{}])
  expect(sent?.json).toEqual({ id: expect.stringMatching(/^dlv_/), event: 'PURCHASE_APPROVED' })
  await stage.deliveries('test=true', ([it]) => it?.state === 'delivered')
  const again = await n8n.execute({ operation: 'resendDelivery', delivery: String(sent?.json.id) }, [{}])
  expect(again).toMatchObject([{ json: { id: sent?.json.id, event: 'PURCHASE_APPROVED' } }])
  const arrived = await target.arrivals(2)
  expect(arrived.map(({ headers }) => headers['postback-test'])).toEqual(['true', 'true'])

  await n8n.execute(test, [{}])
  await target.arrivals(3)
})

it('offers events, configurations and products', async () => {
  const { id } = await stage.configure('http://127.0.0.1:9/hook', ['PURCHASE_APPROVED'])
  expect(await n8n.list('postback', 'products')).toEqual([{ name: 'Baking Bread at Home', value: '1000' }])
  expect(await n8n.list('postback', 'configurations')).toEqual([{ name: 'Story', value: id }])
  expect(await n8n.list('postback', 'events')).toHaveLength(16)
})
