import type { Product } from '../domain/account.ts'
import { Refusal } from '../domain/errors.ts'
import type { Event, EventHead, EventName } from '../domain/event.ts'
import { match, type Role, rolesFor, viewOfRole } from '../domain/matching.ts'
import { documentEvent } from '../domain/payload/documentation/documentation.ts'
import { exampleData } from '../domain/payload/documentation/example.ts'
import { testTransaction } from '../domain/stories/codes.ts'
import { subjectOf, subjectText } from '../domain/subject.ts'
import type { JsonObject } from '../domain/text/json.ts'
import { renderer } from '../engine/accept/renderer.ts'
import type { Clock } from '../engine/clock.ts'
import type { Mint } from '../engine/mint.ts'
import type { Store } from '../store/contract/store.ts'
import { rolesOf } from './routing.ts'

export interface SampleFilter {
  /** null: any. */
  readonly event: EventName | null
  /** null: any. */
  readonly productId: number | null
}

export interface Samples {
  /** What a hook would be sent: bodies of version 2.0.0. */
  readonly bodies: readonly JsonObject[]
  readonly from: 'events' | 'examples'
}

/** Enough for a person to recognise one, and what programs like Zapier ask for. */
const samplesMax = 3
const versionOfHooks = '2.0.0'
const usualEvent: EventName = 'PURCHASE_APPROVED'

/**
 * What a hook of the account would be sent: the newest events that there are, in the account's own view of today, or else an
 * example that is made up but whole.
 * @throws Refusal unknown_product
 */
export async function sampleFor(
  parts: { store: Store; clock: Clock; mint: Mint },
  accountId: string,
  { event, productId }: SampleFilter,
): Promise<Samples> {
  const { store } = parts
  const own = await ownProduct(store, accountId, productId)
  const recent = await store.listRecentEvents(
    { accountId, ...(event && { event }), ...(productId !== null && { productId }) },
    samplesMax,
  )
  const bodies: JsonObject[] = []
  for (const one of recent) {
    const body = await bodyOf(store, accountId, one)
    if (body) bodies.push(body)
  }
  if (bodies.length > 0) return { bodies, from: 'events' }
  const name = event ?? usualEvent
  const example = own
    ? await exampleBody(parts, accountId, name, own)
    : documentEvent(name, versionOfHooks, { locale: 'en' }).example
  return { bodies: [example], from: 'examples' }
}

/** The product that the account means: the one that it names, else its first. null: it names none and has none. */
async function ownProduct(
  store: Store,
  accountId: string,
  id: number | null,
): Promise<{ product: Product; role: Role } | null> {
  const product =
    id === null ? (await store.listProducts(accountId, { after: null, limit: 1 }))[0] : await store.getProduct(id)
  const affiliations = product ? await store.listAffiliations(product.id, { after: null, limit: 1, accountId }) : []
  const role = product && rolesFor(product, affiliations).find((it) => it.accountId === accountId)
  if (product && role) return { product, role }
  if (id === null) return null
  throw new Refusal('unknown_product', {
    errors: [{ pointer: '?productId', detail: `This account has no product ${id}.` }],
  })
}

/** null: it is not for this account any more. */
async function bodyOf(store: Store, accountId: string, { data, ...event }: Event): Promise<JsonObject | null> {
  const product = await store.getProduct(event.productId)
  const role = (await rolesOf(store, { ...event, data })).find((it) => it.accountId === accountId)
  const anyOfThem = { status: { state: 'active' }, events: [event.name], productId: null } as const
  if (!product || !role || match(anyOfThem, role, event) !== 'matched') return null
  return render(store, event, data, product, role)
}

async function exampleBody(
  { store, clock, mint }: { store: Store; clock: Clock; mint: Mint },
  accountId: string,
  name: EventName,
  { product, role }: { product: Product; role: Role },
): Promise<JsonObject> {
  const now = clock.now()
  const [account, producer] = [await store.getAccount(accountId), await store.getAccount(product.accountId)]
  const transaction = testTransaction(Buffer.from(mint.randomBytes(6)).readUIntBE(0, 6))
  const data = exampleData({
    event: name,
    product,
    producer: { name: producer?.name ?? '' },
    transaction,
    now,
    ...(role.kind === 'affiliate' ? { affiliate: { code: role.code, name: account?.name ?? '' } } : {}),
  })
  const id = mint.id()
  const event: EventHead = {
    id,
    name: name,
    subject: subjectText(subjectOf(name, data), id),
    sequence: 1,
    transaction,
    productId: product.id,
    accountId: product.accountId,
    occurredAt: now,
    createdAt: now,
    test: true,
  }
  return render(store, event, data, product, role)
}

async function render(
  store: Store,
  event: EventHead,
  data: JsonObject,
  product: Product,
  role: Role,
): Promise<JsonObject> {
  const producer = await store.getAccount(product.accountId)
  const bodies = renderer(event, { document: data }, { product, producer: { name: producer?.name ?? '' } })
  const view = viewOfRole(role)
  bodies.render(view, versionOfHooks)
  const body = bodies.result().bodies.find((it) => it.view === view && it.version === versionOfHooks)
  return JSON.parse(body?.text ?? '{}') as JsonObject
}
