import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EventName, eventsOfVersion, isPurchaseEvent, type PayloadVersion } from '../../src/domain/event.ts'
import { usualFieldsOf } from '../../src/domain/payload/checks/missing.ts'
import { exampleData } from '../../src/domain/payload/documentation/example.ts'
import { classicData } from '../../src/domain/payload/render/classic.ts'
import { statusOfEvent } from '../../src/domain/payload/status.ts'
import { withVersionOneExamples } from '../../src/domain/payload/version-1/example.ts'
import { isJsonObject, type JsonObject } from '../../src/domain/text/json.ts'
import { mergePatch } from '../../src/domain/text/merge-patch.ts'
import { goldenBodies, goldenHottok } from '../golden/bodies.ts'
import { integrators, type SentPost } from '../receivers/integrators/all.ts'
import { always200 } from '../receivers/integrators/always-200.ts'
import { type Entry, entryOf, type Running } from '../receivers/integrators/integrator.ts'
import { typedModel } from '../receivers/integrators/typed-model.ts'
import { eventually, type Postback, type Reply, startPostback } from '../support/harness.ts'

/**
 * Receivers that were written for Hotmart work unchanged: each kind accepts every post of Postback, whether it comes from a report,
 * a test or a repeat.
 */

let postback: Postback

beforeAll(async () => {
  postback = await startPostback({ POSTBACK_RETRY_SCHEDULE: '1h,1h,1h,1h' })
})

afterAll(() => postback.close())

const rows = integrators.flatMap((integrator) =>
  integrator.versions.map((version) => [integrator.name, version, { ...integrator, version }] as const),
)

describe.each(rows)('%s, in version %s', (_name, _version, row) => {
  const ways = waysToSend.filter(([how]) => !(row.beyondHotmartsTests && how === hotmartsOwn))
  let running: Running
  let seller: Seller

  beforeAll(async () => {
    running = await row.start(goldenHottok)
    seller = await openShop(row, running.url)
  })

  afterAll(() => running?.stop())

  it(`takes a good post, and refuses ${row.refuses.what}`, async () => {
    const before = running.record().length
    const good = goodPost(row)
    const spoiled = row.refuses.spoil(good)
    expect(spoiled).not.toEqual(good)
    expect(await post(running.url, good)).toBeLessThan(300)
    expect(await post(running.url, spoiled)).toBe(row.refuses.status)
    const entries = running.record().slice(before)
    expect(entries).toEqual([
      { understood: wordFor('PURCHASE_APPROVED', row.version) },
      { refused: expect.any(String) },
    ])
  })

  it.each(ways)('accepts %s', async (_how, send) => {
    const before = running.record().length
    const events = await send(seller)
    const record = async () => running.record().slice(before)
    const entries = await eventually(record, (found) => found.length >= events.length)
    expect(entries.map(summary).toSorted()).toEqual(events.map((event) => wordFor(event, row.version)).toSorted())

    const posts = await eventually(
      () => seller.newest(events.length),
      (found) => found.every(({ status }) => status !== null),
    )
    expect(posts.filter(({ state, attemptsTotal }) => state !== 'delivered' || attemptsTotal !== 1)).toEqual([])
    expect(posts.map(({ event }) => event).toSorted()).toEqual(events.toSorted())
  })
})

it('a receiver that drops duplicates by their id handles an event once that is sent twice', async () => {
  const running = await always200(goldenHottok)
  const seller = await openShop({ name: 'Twice', version: '2.0.0' }, running.url)
  const events = await sendTest(seller, { event: 'PURCHASE_APPROVED', duplicate: true })
  const record = await eventually(
    async () => running.record(),
    ({ length }) => length === 2,
  )
  expect(record.map(summary)).toEqual([...events, 'a duplicate'])
  await running.stop()
})

it.each(goldenBodies.filter(({ version }) => version === '2.0.0'))(
  'the typed model demands all that Hotmart always sends in $event',
  ({ event, body }) => {
    const headers = { 'x-hotmart-hottok': goldenHottok }
    const verdict = (post: unknown) =>
      entryOf(() => typedModel({ method: 'POST', headers, body: JSON.stringify(post) }, goldenHottok))
    expect(verdict(JSON.parse(body))).toMatchObject({ understood: event })
    for (const path of usualFieldsOf(event)) {
      expect(verdict(without(JSON.parse(body), path.split('.'))), path).toMatchObject({ status: 422 })
    }
  },
)

// -- ways to send ----------------------------------------------------------------------------------------------------------

interface Seller {
  readonly productId: number
  readonly configurationId: string
  readonly version: PayloadVersion
  ok(method: string, path: string, body?: unknown, contentType?: string): Promise<Reply['body']>
  /** The newest `count` deliveries. */
  newest(count: number): Promise<readonly Reply['body'][]>
  nextTransaction(): string
}

/** @returns the events that were sent */
type Send = (seller: Seller) => Promise<readonly EventName[]>

const hotmartsOwn = 'the canned bodies of Hotmart’s own test tool'

const waysToSend: readonly (readonly [how: string, send: Send])[] = [
  ['every test event', (seller) => each(eventsOfVersion[seller.version], (event) => sendTest(seller, { event }))],
  [
    hotmartsOwn,
    (seller) => {
      const canned = eventsOfVersion[seller.version].filter((event) => classicData(event, 0) !== null)
      return each(canned, (event) => sendTest(seller, { event, set: 'classic' }))
    },
  ],
  [
    'every story',
    async (seller) => {
      const { data } = await seller.ok('GET', '/v1/test-stories')
      return each(data, ({ story }: { story: string }) => sendTest(seller, { story }))
    },
  ],
  [
    'every status of a purchase, reported whole',
    (seller) => each(statuses, (event) => put(seller, saleOf(seller, event))),
  ],
  [
    'every status of a purchase by PIX through an affiliate',
    (seller) =>
      each(statuses, (event) => {
        const affiliate = { code: 'Q58388177J', name: 'Bruno Lima' }
        return put(seller, saleOf(seller, event, { paymentType: 'PIX', affiliate }))
      }),
  ],
  ['every status of a purchase, reported as a change', (seller) => patchThrough(seller, (sale) => sale)],
  ['every status of a purchase whose platform keeps no dates', (seller) => patchThrough(seller, undated)],
  [
    'every event, reported as such',
    (seller) => each(eventsOfVersion[seller.version], (event) => report(seller, event, saleOf(seller, event))),
  ],
  [
    'reports of a platform that is careless about dates, spellings and empty fields',
    (seller) =>
      each(eventsOfVersion[seller.version], (event, i) =>
        report(seller, event, careless(event, saleOf(seller, event), i)),
      ),
  ],
]

const statuses = eventsOfVersion['2.0.0'].filter(isPurchaseEvent)

/** Reports all at once, so that they share commits. */
async function each<T>(
  items: readonly T[],
  send: (item: T, index: number) => Promise<readonly EventName[]>,
): Promise<readonly EventName[]> {
  return (await Promise.all(items.map(send))).flat()
}

async function sendTest({ ok, productId, configurationId }: Seller, what: object): Promise<readonly EventName[]> {
  const { steps } = await ok('POST', '/v1/tests', { ...what, productId, configurationIds: [configurationId] })
  return steps.map(({ event }: { event: EventName }) => event)
}

async function put({ ok }: Seller, data: JsonObject): Promise<readonly EventName[]> {
  const { event } = await ok('PUT', `/v1/transactions/${transactionOf(data)}`, data)
  return [event]
}

async function report({ ok }: Seller, event: EventName, data: JsonObject): Promise<readonly EventName[]> {
  await ok('POST', '/v1/events', { event, data })
  return [event]
}

/** One sale goes through every status. Each report has the fields that the platform could know by then. */
async function patchThrough(seller: Seller, as: (sale: JsonObject) => JsonObject): Promise<readonly EventName[]> {
  const day = 86_400_000
  let now = Date.now() - 10 * day
  const sale = as(saleOf(seller, 'PURCHASE_BILLET_PRINTED', { now }))
  const report = async (method: 'PUT' | 'PATCH', data: JsonObject, contentType?: string): Promise<EventName> => {
    const path = `/v1/transactions/${transactionOf(sale)}?occurredAt=${new Date(now).toISOString()}`
    now += day
    return (await seller.ok(method, path, data, contentType)).event
  }
  const events = [await report('PUT', sale)]
  const guarantee = { product: { warranty_date: '2026-01-22T00:00:00Z' } }
  const refused = (status: string) => ({ purchase: { status, payment: { refusal_reason: 'Insufficient funds' } } })
  for (const change of [
    { purchase: { status: 'EXPIRED' } },
    refused('DELAYED'),
    { ...guarantee, purchase: { status: 'APPROVED' } },
    ...['COMPLETED', 'DISPUTE', 'REFUNDED', 'CHARGEBACK'].map((status) => ({ purchase: { status } })),
    refused('CANCELED'),
    { purchase: { status: 'BILLET_PRINTED' } },
  ]) {
    events.push(await report('PATCH', change, 'application/merge-patch+json'))
  }
  return events
}

// -- what is reported ------------------------------------------------------------------------------------------------------

/** With the fields that only version 1.0.0 sends. */
function saleOf(seller: Seller, event: EventName, more: Partial<Parameters<typeof exampleData>[0]> = {}): JsonObject {
  const data = exampleData({
    event,
    product: { id: seller.productId, name: 'Baking Bread at Home', ucode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f' },
    producer: { name: 'Padaria Boa Ltda' },
    transaction: seller.nextTransaction(),
    now: Date.now(),
    ...more,
  })
  return withVersionOneExamples(event, data)
}

function undated({ purchase, ...rest }: JsonObject): JsonObject {
  const { order_date: _, approved_date: __, ...others } = isJsonObject(purchase) ? purchase : {}
  return { ...rest, purchase: others }
}

function transactionOf({ purchase }: JsonObject): string {
  return isJsonObject(purchase) ? String(purchase.transaction) : ''
}

const documentedStatuses: Readonly<Record<string, readonly string[]>> = {
  COMPLETED: ['COMPLETE'],
  CANCELED: ['CANCELLED'],
  BILLET_PRINTED: ['PRINTED_BILLET', 'WAITING_PAYMENT'],
  DISPUTE: ['PROTESTED'],
  DELAYED: ['OVERDUE', 'NO_FUNDS'],
}
const guarantees = ['2026-01-22', '2026-01-22T00:00:00.000Z', '2026-01-21T21:00:00-03:00']

/** The same facts, in none of Hotmart's formats. */
function careless(event: EventName, data: JsonObject, i: number): JsonObject {
  const inexact = JSON.parse(JSON.stringify(data), (key, value) => {
    if (/^(approved_date|order_date|date_next_charge|pix_expiration_date)$/.test(key)) return value + 123
    if (key === 'warranty_date') return guarantees[i % guarantees.length]
    return value
  })
  if (isPurchaseEvent(event)) {
    const names = documentedStatuses[statusOfEvent(event)] ?? [statusOfEvent(event)]
    const { product, purchase, commissions, subscription = null, ...rest } = inexact
    return {
      ...rest,
      subscription,
      commissions: commissions.toReversed().map((entry: JsonObject) => ({ ...entry, currency_conversion: null })),
      affiliates: i % 2 === 0 ? null : [],
      product: { warranty_date: null, content: null, ...product },
      purchase: {
        approved_date: null,
        recurrence_number: null,
        date_next_charge: null,
        event_tickets: null,
        origin: { src: null, sck: null, xcod: null },
        ...purchase,
        offer: { ...purchase.offer, coupon_code: null },
        payment: { pix_code: null, refusal_reason: 'None', ...purchase.payment },
        status: names[i % names.length],
      },
    }
  }
  const changes: Partial<Record<EventName, JsonObject>> = {
    SWITCH_PLAN: { subscription: { status: 'CANCELLED_BY_SELLER' } },
    UPDATE_SUBSCRIPTION_CHARGE_DATE: { subscription: { status: 'DELAYED' } },
    CLUB_MODULE_COMPLETED: { product: { id: Number(inexact.product?.id) } },
  }
  const changed = mergePatch(inexact, changes[event] ?? {})
  return { ...(isJsonObject(changed) ? changed : {}), affiliates: [{ affiliate_code: 'Q58388177J', name: null }] }
}

// ------------------------------------------------------------------------------------------------------------------------

let shops = 0

interface Shop {
  readonly name: string
  readonly version: PayloadVersion
  readonly hottokInBody?: boolean
}

async function openShop({ name, version, hottokInBody = false }: Shop, url: string): Promise<Seller> {
  shops += 1
  const [account, productId] = [`shop-${shops}`, 1000 + shops]
  let transactions = productId * 1_000_000
  const ok: Seller['ok'] = async (method, path, body, contentType) => {
    const headers = contentType === undefined ? {} : { 'content-type': contentType }
    const reply = await postback.api(method, path, body, { account, headers })
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`)
    return reply.body
  }
  await ok('PUT', `/v1/accounts/${account}`, { name: account, hottok: goldenHottok })
  await ok('PUT', `/v1/products/${productId}`, { name: 'Baking Bread at Home', accountId: account })
  const { id } = await ok('POST', '/v1/configurations', {
    name,
    url,
    events: eventsOfVersion[version],
    version,
    hottokInBody,
  })
  return {
    productId,
    configurationId: id,
    version,
    ok,
    newest: async (count) => (await ok('GET', `/v1/deliveries?limit=${count}`)).data,
    nextTransaction: () => `HP${++transactions}`,
  }
}

function summary(entry: Entry): string {
  return 'refused' in entry ? `refused: ${entry.refused}` : entry.understood
}

/** The receiver's name for the event. */
function wordFor(event: EventName, version: PayloadVersion): string {
  if (version === '2.0.0') return event
  if (isPurchaseEvent(event)) return statusOfEvent(event).toLowerCase()
  const words: Partial<Record<EventName, string>> = {
    PURCHASE_OUT_OF_SHOPPING_CART: 'cart',
    SUBSCRIPTION_CANCELLATION: 'cancellation',
    SWITCH_PLAN: 'switch',
  }
  return words[event] ?? event
}

function goodPost({ version, hottokInBody }: Shop): SentPost {
  const golden = goldenBodies.find((it) => it.event === 'PURCHASE_APPROVED' && it.version === version)
  if (!golden) throw new Error('There is no such golden body.')
  const body = hottokInBody ? golden.body.replace(/}$/, `,"hottok":"${goldenHottok}"}`) : golden.body
  return {
    headers: {
      accept: '*/*',
      'content-type': golden.contentType,
      'user-agent': 'Postback/1.0.0',
      'x-hotmart-hottok': goldenHottok,
    },
    body,
  }
}

/** Uses a plain HTTP client, because fetch adds its own headers. */
function post(url: string, { headers, body }: SentPost): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A body without one field. In a list, the first entry lacks the field. */
function without(value: JsonObject, [part = '', ...rest]: readonly string[]): JsonObject {
  const key = part.replace('[]', '')
  if (rest.length === 0) {
    const { [key]: _, ...others } = value
    return others
  }
  const member = value[key] ?? null
  if (Array.isArray(member)) {
    const [first, ...others] = member
    return { ...value, [key]: [isJsonObject(first) ? without(first, rest) : first, ...others] }
  }
  return { ...value, [key]: isJsonObject(member) ? without(member, rest) : member }
}
