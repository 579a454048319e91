import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../test/support/harness.ts'
import {
  createReceiver,
  expressHandler,
  fastifyPlugin,
  fetchHandler,
  honoHandler,
  keepRawBody,
  nodeHandler,
  type Receiver,
} from '../src/index.ts'

/** Each adapter in its own framework, with deliveries from a real Postback. */

/** A server that runs a receiver at /webhook. */
interface Running {
  readonly url: string
  stop(): Promise<unknown>
}
type Start = (receiver: Receiver) => Promise<Running>

const bodyBytesMax = 65_536
const asProducer = { account: 'producer' }

let postback: Postback
let hottok: string
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  hottok = (await postback.api('GET', '/v1/hottok', undefined, asProducer)).body.hottok
})
afterAll(() => postback.close())

const frameworks: readonly { readonly name: string; readonly start: Start }[] = [
  { name: 'node:http', start: (receiver) => listening(createServer(nodeHandler(receiver))) },
  {
    name: 'Express, above the JSON parser',
    start: (receiver) => {
      const app = express()
      app.post('/webhook', expressHandler(receiver))
      app.use(express.json())
      return listening(createServer(app))
    },
  },
  {
    name: 'Express, below a JSON parser that keeps the bytes',
    start: (receiver) => {
      const app = express()
      app.use(express.json({ verify: keepRawBody }))
      app.post('/webhook', expressHandler(receiver))
      return listening(createServer(app))
    },
  },
  {
    name: 'Express, after express.raw',
    start: (receiver) => {
      const app = express()
      app.post('/webhook', express.raw({ type: '*/*' }), expressHandler(receiver))
      return listening(createServer(app))
    },
  },
  {
    name: 'Express, after express.text',
    start: (receiver) => {
      const app = express()
      app.post('/webhook', express.text({ type: '*/*' }), expressHandler(receiver))
      return listening(createServer(app))
    },
  },
  {
    name: 'Fastify',
    start: async (receiver) => {
      const app = Fastify()
      app.register(fastifyPlugin(receiver), { prefix: '/webhook' })
      app.post('/orders', async ({ body }) => body)
      const url = await app.listen({ host: '127.0.0.1', port: 0 })
      return { url, stop: () => app.close() }
    },
  },
  {
    name: 'Hono',
    start: (receiver) => {
      const app = new Hono()
      app.post('/webhook', honoHandler(receiver))
      return listening(serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server)
    },
  },
  {
    name: 'Hono, after a middleware that read the body',
    start: (receiver) => {
      const app = new Hono()
      const look = createMiddleware(async (context, next) => {
        await context.req.json()
        await next()
      })
      app.post('/webhook', look, honoHandler(receiver))
      return listening(serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server)
    },
  },
  {
    name: 'Request and Response',
    start: (receiver) => listening(serve({ fetch: fetchHandler(receiver), hostname: '127.0.0.1', port: 0 }) as Server),
  },
]

describe.each(frameworks)('the adapter for $name', ({ start }) => {
  it('passes real deliveries to the handler once, and refuses forged ones', async () => {
    const { running, handled, configuration, secret } = await connect(start)
    const transaction = `HP${Date.now()}`
    await postback.api('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction))
    const delivery = await atRest(configuration)
    expect(delivery).toMatchObject({ state: 'delivered', status: 200, attemptCount: 1 })
    expect(handled).toEqual([{ id: delivery.eventId, transaction, sequence: 1, attempt: 1, test: false }])

    await postback.api('POST', `/v1/deliveries/${delivery.id}/resend`, undefined, asProducer)
    const again = await atRest(configuration, ({ series, state }) => series === 2 && state === 'delivered')
    expect(await answerTo(again.id, 1)).toEqual({ result: 'duplicate' })
    expect(handled).toHaveLength(1)

    const post = (headers: Record<string, string>, body = '{}') =>
      fetch(`${running.url}/webhook`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
    const forged = await post({ 'x-hotmart-hottok': 'guessed' })
    expect(forged.status).toBe(401)
    expect(await forged.json()).toMatchObject({ result: 'refused', code: 'hottok_mismatch' })
    const unsigned = await post({ 'x-hotmart-hottok': hottok })
    expect(await unsigned.json()).toMatchObject({ result: 'refused', code: 'id_missing' })
    expect(secret).toMatch(/^whsec_/)

    const large = await post({ 'x-hotmart-hottok': hottok }, JSON.stringify({ text: 'x'.repeat(70_000) }))
    expect(large.status).toBe(413)
    expect((await fetch(`${running.url}/webhook`)).status).toBeOneOf([404, 405])
    await running.stop()
  })
})

describe('a body that was parsed before', () => {
  const spoilt: readonly { readonly name: string; readonly start: Start; readonly remedy: RegExp }[] = [
    {
      name: 'Express, below express.json()',
      start: (receiver) => {
        const app = express()
        app.use(express.json())
        app.post('/webhook', expressHandler(receiver))
        return listening(createServer(app))
      },
      remedy: /Mount the receiver above app\.use\(express\.json\(\)\), or .* keepRawBody/,
    },
    {
      name: 'node:http, after the stream was read',
      start: (receiver) => {
        const handle = nodeHandler(receiver)
        return listening(
          createServer(async (request, response) => {
            await request.toArray()
            await handle(request, response)
          }),
        )
      },
      remedy: /Call the receiver first/,
    },
    {
      name: 'Hono, after a form parser',
      start: (receiver) => {
        const app = new Hono()
        app.use(async (context, next) => {
          await context.req.blob()
          await next()
        })
        app.post('/webhook', honoHandler(receiver))
        return listening(serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server)
      },
      remedy: /before any middleware that parses the body/,
    },
    {
      name: 'Request, after json()',
      start: (receiver) => {
        const handle = fetchHandler(receiver)
        const fetch = async (request: Request) => {
          await request.json()
          return handle(request)
        }
        return listening(serve({ fetch, hostname: '127.0.0.1', port: 0 }) as Server)
      },
      remedy: /before anything calls json\(\) or text\(\)/,
    },
  ]

  it.each(spoilt)('$name: is not taken for a forgery; log and history name the remedy', async ({ start, remedy }) => {
    const errors: unknown[] = []
    const { running, configuration } = await connect(start, { onError: (error) => errors.push(error) })
    const transaction = `HP${Date.now()}`
    await postback.api('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction))
    const delivery = await atRest(configuration)
    expect(delivery).toMatchObject({ state: 'failed', status: 503 })
    expect(await answerTo(delivery.id)).toMatchObject({
      code: 'raw_body_missing',
      message: expect.stringMatching(remedy),
    })
    expect(String(errors[0])).toMatch(remedy)
    await running.stop()
  })
})

it('the Fastify plugin does not change how other routes parse JSON', async () => {
  const app = Fastify()
  app.register(fastifyPlugin(createReceiver({ hottok: 'token' })), { prefix: '/webhook' })
  app.post('/orders', async ({ body }) => ({ got: body }))
  const reply = await app.inject({ method: 'POST', url: '/orders', payload: { a: 1 } })
  expect(reply.json()).toEqual({ got: { a: 1 } })
  await app.close()
})

// -- verbs ----------------------------------------------------------------------------------------------------------------

interface Handled {
  id: string
  transaction: string | undefined
  sequence: number | null
  attempt: number | null
  test: boolean
}

/** A receiver in its framework, and a configuration that sends only to it. */
async function connect(start: Start, { onError }: { onError?: (error: unknown) => void } = {}) {
  const handled: Handled[] = []
  // The configuration, and so its secret, needs the URL of the running server. So the receiver is made afterwards.
  let receiver: Receiver | undefined
  const later: Receiver = {
    bodyBytesMax,
    receive: (request) => ready().receive(request),
    report: (error) => ready().report(error),
  }
  const ready = () => {
    if (!receiver) throw new Error('A request came before the receiver was made.')
    return receiver
  }
  const running = await start(later)
  const { body: created } = await postback.api(
    'POST',
    '/v1/configurations',
    { name: 'Kit', url: `${running.url}/webhook`, events: ['PURCHASE_APPROVED'] },
    asProducer,
  )
  receiver = createReceiver({
    hottok,
    secrets: created.secret,
    bodyBytesMax,
    ...(onError && { onError }),
    on: {
      PURCHASE_APPROVED: ({ id, data }, { sequence, attempt, test }) => {
        handled.push({ id, transaction: data.purchase.transaction, sequence, attempt, test })
      },
    },
  })
  const stop = async () => {
    await postback.api('DELETE', `/v1/configurations/${created.id}`, undefined, asProducer)
    await running.stop()
  }
  return { running: { url: running.url, stop }, handled, configuration: created.id as string, secret: created.secret }
}

interface DeliveryRow {
  id: string
  eventId: string
  state: string
  series: number
}

/** The newest delivery of a configuration, once it is in the wanted state. */
async function atRest(
  configuration: string,
  wanted = ({ state }: DeliveryRow) => state === 'delivered' || state === 'failed',
): Promise<DeliveryRow> {
  const [newest] = await eventually(
    async (): Promise<DeliveryRow[]> =>
      (await postback.api('GET', `/v1/deliveries?configurationId=${configuration}`, undefined, asProducer)).body.data,
    ([first]) => first !== undefined && wanted(first),
  )
  return newest as DeliveryRow
}

/** The response to an attempt, as the history shows it. */
async function answerTo(deliveryId: string, attempt = 0): Promise<unknown> {
  const { body } = await postback.api('GET', `/v1/deliveries/${deliveryId}`, undefined, asProducer)
  return JSON.parse(body.attempts[attempt].response.body)
}

async function listening(server: Server): Promise<Running> {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}
