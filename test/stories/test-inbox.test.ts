import { expect, test } from 'vitest'
import { eventually } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

/** An inbox for each account, for integrators who have no address yet. */

const inbox = 'postback:test-inbox'

test('a test to the inbox is received by Postback itself, and the delivery shows what arrived', async () => {
  // The policy forbids every address of this machine, our own server included.
  const { ok, delivery, postback } = await setStage({ POSTBACK_ALLOW_NETWORKS: '' })
  const { hottok } = await ok('GET', '/v1/hottok')
  const { deliveryIds } = await ok('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', inbox: true })
  expect(deliveryIds).toHaveLength(1)
  const arrived = await delivery('target=inbox', ({ state }) => state === 'delivered')
  expect(arrived).toMatchObject({
    id: deliveryIds[0],
    url: inbox,
    configurationId: null,
    test: true,
    status: 200,
    attemptsTotal: 1,
  })
  expect(JSON.parse(arrived.payload)).toMatchObject({ event: 'PURCHASE_APPROVED', data: { product: { id: 1000 } } })
  expect(arrived.request.headers).toMatchObject({
    'x-hotmart-hottok': '••••••••',
    'webhook-signature': 'v1,••••••••',
    'postback-test': 'true',
  })
  expect(arrived.attempts[0].response.body).toBe(
    JSON.stringify({ received: true, bytes: Buffer.byteLength(arrived.payload) }),
  )
  expect(JSON.stringify(arrived)).not.toContain(hottok)

  await ok('POST', `/v1/deliveries/${arrived.id}/resend`)
  const again = await delivery('target=inbox', ({ attemptsTotal }) => attemptsTotal === 2)
  expect(again).toMatchObject({ state: 'delivered', series: 2 })
  expect((await postback.api('GET', '/v1/stats', undefined, { account: 'producer' })).body.data).toEqual([])
})

test('the inbox works beside other targets, and holds only posts of its own account', async () => {
  const { ok, receiver, configure, deliveries, postback } = await setStage()
  const system = await receiver()
  const { id } = await configure(system.url, ['PURCHASE_APPROVED'])
  await postback.api('PUT', '/v1/accounts/other', { name: 'Other' })
  const sent = await ok('POST', '/v1/tests', {
    event: 'PURCHASE_APPROVED',
    configurationIds: [id],
    urls: [system.url],
    inbox: true,
  })
  await system.arrivals(2)
  const all = await deliveries('test=true', (them) => them.length === 3 && them.every((it) => it.state === 'delivered'))
  expect(all.map((it) => it.id).sort()).toEqual([...sent.deliveryIds].sort())
  expect(all.find((it) => it.id === sent.deliveryIds[2]).url).toBe(inbox)
  expect((await ok('GET', '/v1/deliveries?target=inbox')).data).toHaveLength(1)
  expect((await ok('GET', '/v1/deliveries?target=inbox', undefined, 'other')).data).toEqual([])
})

test('the inbox cannot be named as an address', async () => {
  const { postback } = await setStage()
  const as = { account: 'producer' }
  const test = await postback.api('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', urls: [inbox] }, as)
  expect(test).toMatchObject({ status: 400, body: { errors: [{ pointer: '/urls/0' }] } })
  const configuration = { name: 'x', url: inbox, events: ['PURCHASE_APPROVED'] }
  expect((await postback.api('POST', '/v1/configurations', configuration, as)).status).toBe(422)
})

test('tests to the inbox count towards the limit of the account', async () => {
  const { postback } = await setStage()
  const send = () =>
    postback.api('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', inbox: true }, { account: 'producer' })
  const refused = await eventually(send, ({ status }) => status !== 202)
  expect(refused).toMatchObject({
    status: 429,
    body: { code: 'test_limit', detail: expect.stringMatching(/60 test posts an hour/) },
  })
})
