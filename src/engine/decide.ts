import type { Affiliation, Product } from '../domain/account.ts'
import { laneKeyOf } from '../domain/delivery.ts'
import { Refusal } from '../domain/errors.ts'
import { type Event, type EventName, isPurchaseEvent } from '../domain/event.ts'
import { hasHottokInBody } from '../domain/hottok.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../domain/json.ts'
import { requireBounded } from '../domain/json-text.ts'
import { match, rolesFor, viewOfRole } from '../domain/matching.ts'
import { mergePatch } from '../domain/merge-patch.ts'
import { withoutCarried } from '../domain/payload/carried.ts'
import { checkData } from '../domain/payload/check.ts'
import { familyOf } from '../domain/payload/families.ts'
import { missingFieldsOf } from '../domain/payload/missing.ts'
import { approvedDateOf, withApprovedDate } from '../domain/payload/purchase/approval.ts'
import { orderDateOf, withOrderDate } from '../domain/payload/purchase/order.ts'
import { renderBody } from '../domain/payload/render.ts'
import { canonicalStatus, eventOfStatus } from '../domain/payload/status.ts'
import { unknownsOf } from '../domain/payload/unknowns.ts'
import { subjectText, transactionOfSubject } from '../domain/subject.ts'
import { moveTransaction, type TransactionState } from '../domain/transaction.ts'
import type { ReportedUpdate } from '../domain/update.ts'
import type { Body, Decision, Emission, Facts, NewDelivery } from '../store/contract/ledger.ts'
import type { Findings } from './intake-report.ts'
import type { Mint } from './mint.ts'

/** What deciding needs beside the facts. */
export interface DecideTools {
  readonly now: number
  readonly mint: Mint
  /** Claims a new delivery for this process when its lane has room. */
  readonly take: (key: string, delivery: NewDelivery) => boolean
  /** How long the account's oldest delivery has been waiting for us, milliseconds. */
  readonly lagOf: (accountId: string) => number
  /** Hears what the dictionary does not know of the event's data, and what they lack. */
  readonly note: (findings: Findings) => void
}

/** A reported update, put to what is true at its turn: an event with its deliveries, or nothing, or a refusal. */
export function decide(update: ReportedUpdate, facts: Facts, tools: DecideTools): Decision {
  const { subject, event } = update
  if (event !== null && !isPurchaseEvent(event)) return decideEvent(event, update, facts, tools)
  if (subject.kind !== 'transaction') throw new Error(`A purchase cannot be about a ${subject.kind}.`)
  return decidePurchase(subject.transaction, update, facts, tools)
}

/** Whatever is no purchase is told once, as it was reported. */
function decideEvent(event: EventName, update: ReportedUpdate, facts: Facts, tools: DecideTools): Decision {
  const { data, subject } = update
  const product = productOf(event, data, facts)
  const id = tools.mint.id()
  const emission = emit(
    {
      id,
      event,
      subject: subjectText(subject, id),
      sequence: facts.sequence + 1,
      transaction: transactionOfSubject(subject),
      productId: product.id,
      accountId: product.accountId,
      occurredAt: update.occurredAt ?? tools.now,
      createdAt: tools.now,
      test: false,
    },
    { document: data, sent: data },
    product,
    false,
    facts,
    tools,
  )
  return { kind: 'emit', emission: { ...emission, transaction: null, sequenceOnly: null } }
}

function decidePurchase(transaction: string, update: ReportedUpdate, facts: Facts, tools: DecideTools): Decision {
  const current = facts.transaction
  // Without a date: now, and after all that is known. What the platform says without a date is never stale.
  const occurredAt = update.occurredAt ?? Math.max(tools.now, current?.occurredAt ?? 0)
  if (update.via === 'patch' && isOlder(current, occurredAt) && !update.emitStale) return stale
  const reported = documentOf(transaction, update, facts)
  if (current) requireSameProduct(reported, current)
  const product = productOf('PURCHASE_APPROVED', reported, facts)
  const status = statusOf(reported)
  const recurrence = Number(valueAt(reported, 'purchase', 'recurrence_number') ?? 0)
  const before = current?.recurrence === recurrence ? datesBefore(reported, facts) : noDates
  const approved = withApprovedDate(reported, { status, occurredAt, before: before.approved })
  const data = withOrderDate(approved, { occurredAt, before: before.ordered })
  const event = eventOfStatus(status)
  const move = moveTransaction(current, {
    status,
    silent: event === null,
    recurrence,
    occurrence: update.occurrence,
    occurredAt,
    emitStale: update.emitStale,
  })
  if (move === 'stale') return stale
  if (move === 'keep' || event === null) {
    return {
      kind: 'quiet',
      why: 'unchanged',
      keep: {
        state: keptState(current, {
          transaction,
          occurrence: update.occurrence,
          product,
          status,
          recurrence,
          occurredAt,
          now: tools.now,
        }),
        document: JSON.stringify(data),
      },
    }
  }
  const sequence = (current?.sequence ?? 0) + 1
  const id = tools.mint.id()
  const moved: TransactionState = {
    transaction,
    productId: product.id,
    status,
    recurrence,
    occurrence: update.occurrence,
    sequence,
    eventId: id,
    occurredAt,
    updatedAt: tools.now,
  }
  const emission = emit(
    {
      id,
      event,
      subject: transaction,
      sequence,
      transaction,
      productId: product.id,
      accountId: product.accountId,
      occurredAt,
      createdAt: tools.now,
      test: false,
    },
    { document: data, sent: withoutCarried(event, data, update.data) },
    product,
    move === 'emit-stale',
    facts,
    tools,
  )
  return {
    kind: 'emit',
    emission: {
      ...emission,
      transaction: move === 'emit' ? moved : null,
      sequenceOnly: move === 'emit-stale' && current ? { ...current, sequence } : null,
    },
  }
}

const stale: Decision = { kind: 'quiet', why: 'stale', keep: null }

function isOlder(current: TransactionState | null, occurredAt: number): boolean {
  return current !== null && occurredAt < current.occurredAt
}

/** The transaction's document as it stands after the update. */
function documentOf(transaction: string, update: ReportedUpdate, facts: Facts): JsonObject {
  if (update.via !== 'patch') return update.data
  const text = facts.document()
  if (facts.transaction === null || text === null) {
    throw new Refusal('not_found', {
      detail: `Nothing is known of transaction ${transaction}: report it whole (PUT) before sending changes.`,
    })
  }
  // What is stored was read strictly when it came.
  const merged = mergePatch(JSON.parse(text) as Json, update.data)
  if (!isJsonObject(merged)) throw new Refusal('invalid_data', { detail: 'A merge patch must leave an object.' })
  // Patch by patch it would grow without end.
  requireBounded(merged)
  const errors = checkData('PURCHASE_APPROVED', merged)
  if (errors.length > 0) throw new Refusal('invalid_data', { errors })
  if (valueAt(merged, 'purchase', 'transaction') !== transaction) {
    throw new Refusal('invalid_data', {
      errors: [{ pointer: '/purchase/transaction', detail: `must stay ${transaction}` }],
    })
  }
  return merged
}

/** Moments that are known of a purchase; null: unknown. */
interface Dates {
  readonly approved: number | null
  readonly ordered: number | null
}

const noDates: Dates = { approved: null, ordered: null }

/** Looked up only where the update leaves one out that is known: the document is long. */
function datesBefore(reported: JsonObject, facts: Facts): Dates {
  const lacks = [
    ...(approvedDateOf(reported) === null ? ['"approved_date"'] : []),
    ...(orderDateOf(reported) === null ? ['"order_date"'] : []),
  ]
  if (lacks.length === 0) return noDates
  const text = facts.document()
  if (text === null || !lacks.some((key) => text.includes(key))) return noDates
  const document = JSON.parse(text) as Json
  return isJsonObject(document) ? { approved: approvedDateOf(document), ordered: orderDateOf(document) } : noDates
}

function requireSameProduct(data: JsonObject, current: TransactionState) {
  if (Number(valueAt(data, 'product', 'id')) === current.productId) return
  throw new Refusal('invalid_data', {
    errors: [{ pointer: '/product/id', detail: `must stay ${current.productId}, which this transaction is about` }],
  })
}

function productOf(event: EventName, data: JsonObject, facts: Facts): Product {
  const path = [...familyOf(event).productAt, 'id']
  const product = facts.product(Number(valueAt(data, ...path)))
  if (product) return product
  throw new Refusal('unknown_product', {
    errors: [{ pointer: `/${path.join('/')}`, detail: 'is no registered product' }],
  })
}

function statusOf(data: JsonObject) {
  const text = valueAt(data, 'purchase', 'status')
  const status = typeof text === 'string' ? canonicalStatus(text) : undefined
  if (status === undefined) {
    throw new Refusal('invalid_data', { errors: [{ pointer: '/purchase/status', detail: 'must be a known status' }] })
  }
  return status
}

function keptState(
  current: TransactionState | null,
  seen: {
    transaction: string
    occurrence: string
    product: Product
    status: string
    recurrence: number
    occurredAt: number
    now: number
  },
): TransactionState {
  if (current) return { ...current, occurredAt: seen.occurredAt, updatedAt: seen.now }
  return {
    transaction: seen.transaction,
    productId: seen.product.id,
    status: seen.status,
    recurrence: seen.recurrence,
    occurrence: seen.occurrence,
    sequence: 0,
    eventId: null,
    occurredAt: seen.occurredAt,
    updatedAt: seen.now,
  }
}

/** The event with a delivery for each configuration that wants it; bodies are rendered here, once for each view. */
function emit(
  event: Omit<Event, 'data'>,
  { document, sent }: { document: JsonObject; sent: JsonObject },
  product: Product,
  isStale: boolean,
  facts: Facts,
  tools: DecideTools,
): Omit<Emission, 'transaction' | 'sequenceOnly'> {
  tools.note({ unknown: unknownsOf(event.event, document), missing: missingFieldsOf(event.event, document) })
  const bodies = renderer(event, { document, sent }, product, facts)
  const deliveries: NewDelivery[] = []
  for (const role of rolesFor(product, affiliationsOf(document, product.id, facts))) {
    const view = viewOfRole(role)
    for (const configuration of facts.configurations(role.accountId)) {
      if (match(configuration, role, event) !== 'matched') continue
      refuseIfBehind(configuration.accountId, tools)
      bodies.render(view, configuration.version)
      const waits = configuration.status.state !== 'active'
      const delivery: NewDelivery = {
        id: tools.mint.idBeside(event.id),
        eventId: event.id,
        configurationId: configuration.id,
        accountId: configuration.accountId,
        event: event.event,
        productId: event.productId,
        transaction: event.transaction,
        subject: event.subject,
        sequence: event.sequence,
        view,
        version: configuration.version,
        hottokInBody: hasHottokInBody(event.event, configuration),
        withHottok: true,
        test: false,
        stale: isStale,
        freeUrl: null,
        state: waits ? 'held' : 'queued',
        trigger: 'automatic',
        dueAt: waits ? null : event.createdAt,
        createdAt: event.createdAt,
      }
      deliveries.push(waits ? delivery : takeIfRoom(delivery, tools))
    }
  }
  return { event, ...bodies.result(), deliveries }
}

/** More is not accepted than can be delivered; what waits for a receiver does not count. */
const lagMostMs = 5_000
const askAgainSeconds = 2

function refuseIfBehind(accountId: string, tools: DecideTools) {
  const lagMs = tools.lagOf(accountId)
  if (lagMs <= lagMostMs) return
  throw new Refusal('deliveries_behind', {
    detail: `The oldest delivery of account ${accountId} has been waiting for ${Math.round(lagMs / 1000)} s.`,
    retryAfter: askAgainSeconds,
  })
}

export function takeIfRoom(delivery: NewDelivery, tools: Pick<DecideTools, 'take'>): NewDelivery {
  const taken: NewDelivery = { ...delivery, state: 'sending', dueAt: null }
  return tools.take(laneKeyOf(delivery), taken) ? taken : delivery
}

function affiliationsOf(document: JsonObject, productId: number, facts: Facts): readonly Affiliation[] {
  const affiliates = valueAt(document, 'affiliates')
  if (!Array.isArray(affiliates)) return []
  const codes = affiliates
    .map((affiliate: Json) => valueAt(affiliate, 'affiliate_code'))
    .filter((code): code is string => typeof code === 'string' && code !== '')
  return codes.length === 0 ? [] : facts.affiliations(productId, codes)
}

/**
 * Bodies by view and version, each made once, of what is sent of the document. The producer's is always there: it is the event's own
 * record.
 */
export function renderer(
  event: Omit<Event, 'data'>,
  { document, sent = document }: { document: JsonObject; sent?: JsonObject },
  product: Product,
  facts: Pick<Facts, 'account'>,
  { classic = false } = {},
) {
  const producer = facts.account(product.accountId)
  const known = {
    product: {
      id: product.id,
      name: product.name,
      ucode: product.ucode,
      hasCoProduction: product.coProducers.length > 0,
    },
    producer: { name: producer?.name ?? '' },
    occurredAt: event.occurredAt,
  }
  const data = classic ? sent : familyOf(event.event).complete(sent, known)
  const made = new Map<string, Body>()
  const render = (view: Body['view'], version: Body['version']) => {
    const key = `${version} ${view}`
    if (made.has(key)) return undefined
    const { whole, ...body } = renderBody({
      event: event.event,
      version,
      view,
      id: event.id,
      creationDate: event.createdAt,
      data,
      productUcode: product.ucode,
      classic,
    })
    made.set(key, { version, view, ...body })
    return whole
  }
  // Most often the body says all that the document does: then it is kept once.
  const same = render('producer', '2.0.0') === true && data === document
  return {
    render,
    result() {
      return { document: same ? null : JSON.stringify(document), bodies: [...made.values()] }
    },
  }
}
