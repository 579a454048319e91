import { type Answer, Caller } from './caller.ts'
import { type PurchaseText, productIdOf, transactionCode } from './payload.ts'
import { Child, within } from './processes.ts'
import type { BatchAnswer, ReportAnswer, Sale } from './senders/sender.ts'
import type { ServerAnswers } from './server.ts'

/** A running Postback, as the platform sees it. */
export interface Postback {
  readonly url: string
  readonly platformKey: string
  readonly caller: Caller
  readonly pid: number
  usage(): Promise<{ cpuMicros: number; peakRssKiB: number }>
  readonly ask: Child<ServerAnswers>['ask']
  /** Resolves when every due delivery has been attempted and recorded. */
  settled(): Promise<void>
  stop(): Promise<void>
  /** Does not wait for open attempts: an attempt at a receiver that hangs takes 15 s. */
  kill(): Promise<void>
}

const settleTimeoutMs = 600_000

export async function startPostback(
  dataDir: string,
  options: {
    connections?: number
    nodeOptions?: readonly string[]
    environment?: Readonly<Record<string, string>>
  } = {},
): Promise<Postback> {
  const child = await Child.start<ServerAnswers>('./server.ts', {
    environment: {
      POSTBACK_DATA_DIR: dataDir,
      POSTBACK_PORT: '0',
      POSTBACK_ALLOW_HTTP: 'true',
      POSTBACK_ALLOW_NETWORKS: '127.0.0.0/8',
      POSTBACK_REQUESTS_PER_MINUTE: '100000000',
      // No retries during the measurements.
      POSTBACK_RETRY_SCHEDULE: '6h,6h,6h,6h',
      ...options.environment,
    },
    ...(options.nodeOptions ? { nodeOptions: options.nodeOptions } : {}),
  })
  const { url, platformKey } = await child.ask('address')
  const caller = new Caller(url, {
    connections: options.connections ?? 64,
    headers: { authorization: `Bearer ${platformKey}` },
  })
  return {
    url,
    platformKey,
    caller,
    pid: child.pid,
    ask: (name, ...argument) => child.ask(name, ...argument),
    usage: () => child.ask('usage'),
    settled: () => within(child.ask('settled'), settleTimeoutMs, 'Deliveries are still in progress.'),
    async stop() {
      await caller.close()
      await child.stop()
    },
    async kill() {
      await caller.destroy()
      await child.kill()
    },
  }
}

export const allEvents = [
  'PURCHASE_APPROVED',
  'PURCHASE_COMPLETE',
  'PURCHASE_CANCELED',
  'PURCHASE_BILLET_PRINTED',
  'PURCHASE_REFUNDED',
]

export function accountOf(producer: number): string {
  return `producer-${producer}`
}

/** Registers an account with one product and one configuration for all events. An existing configuration is kept. */
export async function registerProducer(postback: Postback, producer: number, url: string) {
  await registerAccount(postback, producer)
  const configurations = await request(postback, 'GET', '/v1/configurations', undefined, accountOf(producer))
  const { data } = configurations as { readonly data: readonly { readonly url: string }[] }
  if (!data.some((it) => it.url === url)) await addConfiguration(postback, producer, url)
}

/** Registers an account with one product. */
export async function registerAccount(postback: Postback, producer: number) {
  const account = accountOf(producer)
  const productId = productIdOf(producer)
  await request(postback, 'PUT', `/v1/accounts/${account}`, {
    name: `Producer ${producer}`,
    email: `${account}@example.com`,
    locale: 'pt-BR',
    timeZone: 'America/Sao_Paulo',
  })
  await request(postback, 'PUT', `/v1/products/${productId}`, { name: `Product ${producer}`, accountId: account })
}

export async function addConfiguration(postback: Postback, producer: number, url: string) {
  const configuration = { name: 'All events', url, events: allEvents }
  await request(postback, 'POST', '/v1/configurations', configuration, accountOf(producer))
}

/** Subscribes a URL like Zapier does. */
export async function addHook(postback: Postback, producer: number, targetUrl: string) {
  await request(postback, 'POST', '/v1/hooks', { targetUrl, events: allEvents, source: 'zapier' }, accountOf(producer))
}

const jsonHeaders = { 'content-type': 'application/json' }

/** Reports one sale, like a checkout. */
export async function reportPurchase(postback: Postback, purchase: PurchaseText, sale: Sale): Promise<ReportAnswer> {
  const path = `/v1/transactions/${transactionCode(sale.number)}`
  const body = purchase.of({ number: sale.number, producer: sale.endpoint })
  const answer = await postback.caller.call({ method: 'PUT', path, headers: jsonHeaders, body })
  const { status, text } = answer
  if (status === 429) return { retryAfterMs: retryAfterMs(answer) }
  if (status !== 202) throw new Error(`${path} was answered with ${status}: ${text}`)
  return { id: (JSON.parse(text) as { eventId: string }).eventId }
}

const lineHeaders = { 'content-type': 'application/x-ndjson' }

/** Reports a batch, like a platform with many checkouts. @param line `PurchaseText.asLine` */
export async function postBatch(postback: Postback, line: PurchaseText, sales: readonly Sale[]): Promise<BatchAnswer> {
  const body = Buffer.allocUnsafe(sales.length * line.bytes)
  for (const [i, { number, endpoint }] of sales.entries())
    line.writeTo(body, i * line.bytes, { number, producer: endpoint })
  const answer = await postback.caller.call({ method: 'POST', path: '/v1/events/batch', headers: lineHeaders, body })
  const { status, text } = answer
  if (status === 429) return { accepted: 0, retryAfterMs: retryAfterMs(answer) }
  const lines = text.split('\n').filter((it) => it !== '')
  const bad = lines.find((it) => !/"status":(202|429)/.test(it))
  if (status !== 200 || bad) throw new Error(`A batch was answered with ${status}: ${bad ?? text}`)
  const refused = lines.filter((it) => it.includes('"status":429')).length
  return { accepted: lines.length - refused, retryAfterMs: refused === 0 ? null : retryAfterMs(answer) }
}

function retryAfterMs({ retryAfter }: Answer): number {
  return 1000 * Number(retryAfter ?? 1)
}

export async function request(
  postback: Postback,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
  account?: string,
): Promise<unknown> {
  const { status, text } = await postback.caller.call({
    method,
    path,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(account === undefined ? {} : { 'postback-account': account }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (status < 200 || status > 299) throw new Error(`${method} ${path} was answered with ${status}: ${text}`)
  return JSON.parse(text)
}
