import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually, registerProducer, sale } from '../support/harness.ts'
import { type Stage, setStage } from '../support/stage.ts'

/**
 * One account's receivers do not stop another account's, at default limits and the default time of an attempt (15 s). A healthy
 * account sells beside each kind of trouble; the bound on its worst post is one that only a broken promise reaches.
 */

const worstMs = 2_000
const events = ['PURCHASE_APPROVED'] as const
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

interface Site {
  readonly url: string
  /** When the first post about a transaction came. */
  readonly arrivedAt: Map<string, number>
  /** From now on it answers, what it has kept waiting too; or nothing at all. */
  hang(yes: boolean): void
  readonly posts: () => number
}

/** A receiver at an address of its own. Paths below /hang/ never get an answer while it hangs. */
async function site({ host = '127.0.0.1', hanging = false } = {}): Promise<Site> {
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

/** An account with a product of its own. */
async function account(stage: Stage, name: string, productId: number) {
  await registerProducer(stage.postback, name, productId)
  return {
    name,
    configure: (url: string) =>
      stage.ok('POST', '/v1/configurations', { name: url.slice(0, 100), url, events }, name) as Promise<{ id: string }>,
    hook: (targetUrl: string) => stage.ok('POST', '/v1/hooks', { targetUrl, event: events[0] }, name),
    sell: (transaction: string) =>
      stage.ok('PUT', `/v1/transactions/${transaction}`, sale(events[0], transaction, productId)),
    /** Many at once, as a platform reports them that has much to say. */
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

/** Sells one thing after another, ten a second, for so long; answers how long the slowest was on its way. */
async function worstPost(
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

async function setScene() {
  const stage = await setStage({ POSTBACK_ATTEMPT_TIMEOUT: '15s', POSTBACK_RETRY_SCHEDULE: '1m,10m,1h,6h' })
  const healthySite = await site()
  const healthy = await account(stage, 'healthy', 1)
  await healthy.configure(`${healthySite.url}/ok`)
  return { stage, healthy, healthySite, troubled: await account(stage, 'troubled', 2) }
}

describe('a healthy account gets its posts', { timeout: 90_000 }, () => {
  it('beside twelve configurations that hang and 2,500 sales to each', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(12)) await troubled.configure(`${hanging.url}/hang/${i}`)
    const selling = troubled.sellMany('T', 2_500)
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await selling
    expect(await worstPost(healthy, healthySite, 2_000)).toBeLessThan(worstMs)
  })

  it('beside forty hosts of one account that hang', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    for (const i of range(40)) {
      const hanging = await site({ host: `127.0.1.${i + 1}`, hanging: true })
      await troubled.configure(`${hanging.url}/hang`)
    }
    const selling = troubled.sellMany('T', 100)
    expect(await worstPost(healthy, healthySite, 5_000)).toBeLessThan(worstMs)
    await selling
  })

  it('beside forty configurations that hang at the host that it shares with them', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    healthySite.hang(true)
    for (const i of range(40)) await troubled.configure(`${healthySite.url}/hang/${i}`)
    const selling = troubled.sellMany('T', 500)
    expect(await worstPost(healthy, healthySite, 5_000)).toBeLessThan(worstMs)
    await selling
  })

  it('beside five hundred hooks that hang and five sales a second to all of them', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(500)) await troubled.hook(`${hanging.url}/hang/${i}`)
    let selling = true
    const sales = (async () => {
      for (let i = 0; selling; i++) {
        await troubled.sell(`T${i}`)
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    })()
    expect(await worstPost(healthy, healthySite, 8_000)).toBeLessThan(worstMs)
    selling = false
    await sales
  })

  it('beside ten accounts that hang at once', async () => {
    const { stage, healthy, healthySite } = await setScene()
    const selling: Promise<void>[] = []
    for (const i of range(10)) {
      const hanging = await site({ host: `127.0.2.${i + 1}`, hanging: true })
      const troubled = await account(stage, `troubled-${i}`, 100 + i)
      for (const j of range(40)) await troubled.configure(`${hanging.url}/hang/${j}`)
      selling.push(troubled.sellMany(`T${i}x`, 50))
    }
    // An account that nothing is known of yet does not wait behind them either.
    const newSite = await site({ host: '127.0.0.3' })
    const newcomer = await account(stage, 'newcomer', 3)
    await newcomer.configure(`${newSite.url}/ok`)
    const worst = await Promise.all([worstPost(healthy, healthySite, 6_000), worstPost(newcomer, newSite, 6_000)])
    expect(Math.max(...worst)).toBeLessThan(worstMs)
    await Promise.all(selling)
  })

  it('beside accounts whose receivers answered until now, in the middle of a burst', async () => {
    const { stage, healthy, healthySite } = await setScene()
    const bursts: Promise<void>[] = []
    const sites: Site[] = []
    for (const i of range(4)) {
      const turning = await site({ host: `127.0.3.${i + 1}` })
      sites.push(turning)
      const troubled = await account(stage, `troubled-${i}`, 100 + i)
      for (const j of range(10)) await troubled.configure(`${turning.url}/hang/${j}`)
      bursts.push(troubled.sellMany(`T${i}x`, 500))
    }
    await eventually(
      async () => Math.min(...sites.map((it) => it.posts())),
      (posts) => posts > 200,
    )
    for (const it of sites) it.hang(true)
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await Promise.all(bursts)
  })

  it('beside an account whose posts are large and go nowhere', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(12)) await troubled.configure(`${hanging.url}/hang/${i}`)
    const selling = (async () => {
      for (const i of range(20)) await troubled.sellMany(`T${i}x`, 8, { note: 'x'.repeat(800_000) })
    })()
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await selling
  })

  it('of its own, beside configurations of its own that hang', async () => {
    const { healthy, healthySite } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(40)) await healthy.configure(`${hanging.url}/hang/${i}`)
    const selling = healthy.sellMany('T', 300)
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await selling
  })

  it('of its own, beside four hundred hooks of its own that hang', async () => {
    const { healthy, healthySite } = await setScene()
    await healthy.sell('KNOWN1')
    await eventually(
      async () => healthySite.arrivedAt.size,
      (count) => count === 1,
    )
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(400)) await healthy.hook(`${hanging.url}/hang/${i}`)
    const selling = healthy.sellMany('T', 50)
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await selling
  })

  it('while the backlog of a host that hung drains, which it does when the host is back', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(4)) await troubled.configure(`${hanging.url}/hang/${i}`)
    await troubled.sellMany('T', 1_000)
    expect(await worstPost(healthy, healthySite, 2_000)).toBeLessThan(worstMs)
    hanging.hang(false)
    const drained = eventually(
      async () => hanging.posts(),
      (posts) => posts >= 4_000,
    )
    expect(await worstPost(healthy, healthySite, 4_000)).toBeLessThan(worstMs)
    await drained
  })
})
