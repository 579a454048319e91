import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect } from 'vitest'
import { eventually, registerProducer, sale } from './harness.ts'
import { type Stage, setStage } from './stage.ts'

/**
 * The scene of isolation: a healthy account beside a troubled one, at default limits and the default time-out of an attempt (15 s).
 */

/** The limit for the slowest post of the healthy account. */
export const worstMs = 2_000
const events = ['PURCHASE_APPROVED'] as const
export const range = (count: number) => Array.from({ length: count }, (_, i) => i)

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

export interface Site {
  readonly url: string
  /** The time of the first post about each transaction. */
  readonly arrivedAt: Map<string, number>
  /** Starts or stops hanging. On a stop, waiting requests are answered, too. */
  hang(yes: boolean): void
  readonly posts: () => number
}

/** A receiver at a new address. Paths below /hang/ get no answer while it hangs. */
export async function site({ host = '127.0.0.1', hanging = false } = {}): Promise<Site> {
  const arrivedAt = new Map<string, number>()
  const kept: ServerResponse[] = []
  let hangs = hanging
  let posts = 0
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('latin1')
    })
    request.on('end', () => {
      posts++
      const transaction = /"transaction":"(\w+)"/.exec(body)?.[1] ?? ''
      if (!arrivedAt.has(transaction)) arrivedAt.set(transaction, performance.now())
      if (hangs && request.url?.startsWith('/hang')) kept.push(response)
      else response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  cleanUp.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    arrivedAt,
    posts: () => posts,
    hang(yes) {
      hangs = yes
      if (!yes) for (const response of kept.splice(0)) response.end()
    },
  }
}

/** An account with a new product. */
export async function account(stage: Stage, name: string, productId: number) {
  await registerProducer(stage.postback, name, productId)
  return {
    name,
    configure: (url: string) =>
      stage.ok('POST', '/v1/configurations', { name: url.slice(0, 100), url, events }, name) as Promise<{ id: string }>,
    hook: (targetUrl: string) => stage.ok('POST', '/v1/hooks', { targetUrl, event: events[0] }, name),
    sell: (transaction: string) =>
      stage.ok('PUT', `/v1/transactions/${transaction}`, sale(events[0], transaction, productId)),
    /** Reports many at once, as a large platform does. */
    async sellMany(prefix: string, count: number, more: object = {}) {
      for (let from = 0; from < count; from += 500) {
        const lines = range(Math.min(500, count - from)).map((i) => {
          const data = { ...sale(events[0], `${prefix}${from + i}`, productId), ...more }
          return JSON.stringify({ event: events[0], data })
        })
        const headers = { 'content-type': 'application/x-ndjson' }
        const reply = await stage.postback.api('POST', '/v1/events/batch', lines.join('\n'), { headers })
        expect(reply.status).toBe(200)
        expect(reply.text.match(/"status":202/g)?.length).toBe(lines.length)
      }
    },
  }
}

/** Reports ten sales per second for `forMs`; answers the time of the slowest post, from its report to its arrival. */
export async function worstPost(
  seller: { readonly name: string; sell(transaction: string): Promise<unknown> },
  at: Site,
  forMs: number,
) {
  const soldAt = new Map<string, number>()
  const end = performance.now() + forMs
  const name = `${seller.name.replaceAll('-', '')}${Math.round(end)}x`
  for (let i = 0; performance.now() < end; i++) {
    soldAt.set(`${name}${i}`, performance.now())
    await seller.sell(`${name}${i}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await eventually(
    async () => [...soldAt.keys()].filter((transaction) => !at.arrivedAt.has(transaction)).length,
    (missing) => missing === 0,
  )
  return Math.max(...[...soldAt].map(([transaction, at0]) => (at.arrivedAt.get(transaction) ?? Number.NaN) - at0))
}

export async function setScene() {
  const stage = await setStage({ POSTBACK_ATTEMPT_TIMEOUT: '15s', POSTBACK_RETRY_SCHEDULE: '1m,10m,1h,6h' })
  const healthySite = await site()
  const healthy = await account(stage, 'healthy', 1)
  await healthy.configure(`${healthySite.url}/ok`)
  return { stage, healthy, healthySite, troubled: await account(stage, 'troubled', 2) }
}
