import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { eventsOfVersion } from '../../src/domain/event.ts'
import { eventually, type Postback, registerProducer, startPostback } from '../../test/support/harness.ts'
import {
  type AnyEvent,
  createReceiver,
  type EventOf,
  eventsByVersion,
  isKnownEvent,
  nodeHandler,
  payloadVersions,
} from '../src/index.ts'

/** The event types of the kit, compared with the events that Postback sends. */

const asProducer = { account: 'producer' }

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterAll(() => postback.close())

describe.each(payloadVersions)('version %s', (version) => {
  it('has the same events in the kit and in Postback', () => {
    expect(eventsByVersion[version]).toEqual(eventsOfVersion[version])
  })

  it('every event is read with its name, its version and its id', async () => {
    const events = eventsOfVersion[version]
    const received: AnyEvent[] = []
    const { url, hottok, create, stop } = await listen()
    const { id, secret } = await create({ events, version })
    const receiver = createReceiver({ hottok, secrets: secret, onUnknown: (event) => received.push(event) })
    url.handler = nodeHandler(receiver)

    const expected: { id: string; event: string; version: string }[] = []
    for (const event of events) {
      const { body } = await postback.api(
        'POST',
        '/v1/tests',
        { event, productId: 1000, configurationIds: [id] },
        asProducer,
      )
      const delivery = await eventually(
        async () => (await postback.api('GET', `/v1/deliveries/${body.deliveryIds[0]}`, undefined, asProducer)).body,
        ({ state }) => state === 'delivered' || state === 'failed',
      )
      expect(delivery, event).toMatchObject({ state: 'delivered', event, version })
      expected.push({ id: delivery.eventId, event, version })
    }
    expect(received.map(({ id, event, version }) => ({ id, event, version }))).toEqual(expected)
    expect(received.filter((event) => !isKnownEvent(event))).toEqual([])
    await stop()
  })
})

it('the parameters of a form have the type string', () => {
  expectTypeOf<EventOf<'PURCHASE_APPROVED', '1.0.0'>['data']['status']>().toEqualTypeOf<'approved'>()
  expectTypeOf<EventOf<'PURCHASE_APPROVED', '1.0.0'>['data']['prod']>().toEqualTypeOf<string>()
  expectTypeOf<EventOf<'SWITCH_PLAN', '1.0.0'>['data']['switchPlanDate']>().toEqualTypeOf<number>()
  expectTypeOf<EventOf<'CLUB_FIRST_ACCESS', '1.0.0'>>().toBeNever()
})

/** A server whose handler is replaced when the secret of its configuration is known. */
async function listen() {
  const url = { handler: nodeHandler(createReceiver({ hottok: 'not known yet' })) }
  const server = createServer((request, response) => void url.handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { hottok } = (await postback.api('GET', '/v1/hottok', undefined, asProducer)).body
  return {
    url,
    hottok: hottok as string,
    create: async (more: object): Promise<{ id: string; secret: string }> =>
      (await postback.api('POST', '/v1/configurations', { name: 'Kit', url: address, ...more }, asProducer)).body,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
