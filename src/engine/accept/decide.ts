import { type Affiliation, affiliateCodePattern } from '../../domain/account.ts'
import { type Delivery, held, newDelivery, queuedAt } from '../../domain/delivery/delivery.ts'
import { Refusal } from '../../domain/errors.ts'
import { type EventHead, type EventName, isPurchaseEvent } from '../../domain/event.ts'
import { deliveryIdOf, type EventId } from '../../domain/ids.ts'
import { match, rolesFor, viewOfRole } from '../../domain/matching.ts'
import { withoutContradicted } from '../../domain/payload/carried.ts'
import { checkData } from '../../domain/payload/checks/check.ts'
import { missingFieldsOf } from '../../domain/payload/checks/missing.ts'
import { unknownsOf } from '../../domain/payload/checks/unknowns.ts'
import { familyOf } from '../../domain/payload/families/families.ts'
import { approvedDateOf, withApprovedDate } from '../../domain/payload/families/purchase/approval.ts'
import { orderDateOf, withOrderDate } from '../../domain/payload/families/purchase/order.ts'
import { canonicalStatus, eventOfStatus } from '../../domain/payload/status.ts'
import { hasHottokInBody } from '../../domain/secrets/hottok.ts'
import { subjectText, transactionOfSubject } from '../../domain/subject.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../../domain/text/json.ts'
import { requireBounded } from '../../domain/text/json-text.ts'
import { mergePatch } from '../../domain/text/merge-patch.ts'
import { moveTransaction, type TransactionState } from '../../domain/transaction.ts'
import type { StampedUpdate } from '../../domain/update.ts'
import type { Entry, Known, NewEvent } from '../../store/contract/ledger.ts'
import type { Audience } from './audiences.ts'
import type { Findings } from './intake-report.ts'
import { renderer } from './renderer.ts'

/** The state of a subject that an update is decided on: as stored, or as the update before it left it. */
export type Standing = Pick<Known, 'revision' | 'transaction' | 'sequence' | 'newestEvent'> & {
  /** Text: as stored. Object: as the update before left it. null: there is none, or it was not asked for. */
  readonly document: string | JsonObject | null
}

/** All that a decision depends on. */
export interface Ground {
  readonly standing: Standing
  /** The audiences that the update may concern; null: there is no such product. */
  readonly audiences: readonly (Audience | null)[]
  /** The id of the event, if there is one. */
  readonly id: EventId
  /** Milliseconds. */
  readonly now: number
  /** By account: how long its oldest delivery has been waiting for us, milliseconds. Absent: not at all. */
  readonly lags: ReadonlyMap<string, number>
}

export interface Decision {
  /** null: the update makes no event. */
  readonly event: NewEvent | null
  /** Why there is no event. */
  readonly why: 'unchanged' | 'stale' | null
  /** null: there is nothing to keep. */
  readonly entry: Entry | null
  /** The state that the next update about the subject finds. */
  readonly after: Standing
  readonly findings: Findings
}

/**
 * Decides what a reported update makes of the known state: an event with its deliveries, or nothing. Pure: the same update on the
 * same ground gives the same ids.
 * @throws Refusal
 */
export function decide(update: StampedUpdate, ground: Ground): Decision {
  const { subject, event } = update
  if (event !== null && !isPurchaseEvent(event)) return decideEvent(event, update, ground)
  if (subject.kind !== 'transaction') throw new Error(`A purchase cannot be about a ${subject.kind}.`)
  return decidePurchase(subject.transaction, update, ground)
}

/** An update that is not about a purchase always makes an event, as it was reported. */
function decideEvent(event: EventName, update: StampedUpdate, ground: Ground): Decision {
  const { data } = update
  const audience = audienceOf(event, data, ground)
  const head = headOf(event, update, update.occurredAt ?? update.receivedAt, audience, ground)
  return emit(update, head, { document: data, sent: data }, { transaction: null, isStale: false }, audience, ground)
}

/** The next event of the subject. */
function headOf(
  event: EventName,
  { subject }: StampedUpdate,
  occurredAt: number,
  { product }: Audience,
  { id, now, standing }: Ground,
): EventHead {
  return {
    id,
    name: event,
    subject: subjectText(subject, id),
    sequence: standing.sequence + 1,
    transaction: transactionOfSubject(subject),
    productId: product.id,
    accountId: product.accountId,
    occurredAt,
    createdAt: now,
    test: false,
  }
}

function decidePurchase(transaction: string, update: StampedUpdate, ground: Ground): Decision {
  const { now, standing } = ground
  const current = standing.transaction
  // Without a date: the moment of arrival, but not before the known state. So an update without a date is never stale.
  const occurredAt = update.occurredAt ?? Math.max(update.receivedAt, current?.occurredAt ?? 0)
  if (update.via === 'patch' && isOlder(current, occurredAt) && !update.emitStale) return keepNothing(update, ground)
  const reported = documentOf(transaction, update, standing)
  if (current) requireSameProduct(reported, current)
  const audience = audienceOf('PURCHASE_APPROVED', reported, ground)
  const { product } = audience
  const status = statusOf(reported)
  const recurrence = Number(valueAt(reported, 'purchase', 'recurrence_number') ?? 0)
  const before = current?.recurrence === recurrence ? datesBefore(reported, standing) : noDates
  const approved = withApprovedDate(reported, { status, occurredAt, before: before.approved })
  const data = withOrderDate(approved, { occurredAt, before: before.ordered })
  const event = eventOfStatus(status)
  const { occurrence } = update
  const move = moveTransaction(current, {
    status,
    silent: event === null,
    recurrence,
    occurrence,
    occurredAt,
    emitStale: update.emitStale,
  })
  if (move === 'stale') return keepNothing(update, ground)
  const moved: TransactionState = {
    transaction,
    productId: product.id,
    status,
    recurrence,
    occurrence,
    sequence: 0,
    eventId: null,
    occurredAt,
    updatedAt: now,
  }
  if (move === 'keep' || event === null) {
    return keepDocument(update, current ? { ...current, occurredAt, updatedAt: now } : moved, data, audience, ground)
  }
  const head = headOf(event, update, occurredAt, audience, ground)
  const { id, sequence } = head
  const isStale = move === 'emit-stale'
  return emit(
    update,
    head,
    { document: data, sent: withoutContradicted(event, data, update.data) },
    // The next number of the subject is used up even when the transaction stays as it is.
    { transaction: isStale ? current && { ...current, sequence } : { ...moved, sequence, eventId: id }, isStale },
    audience,
    ground,
  )
}

/** An update older than the known state is never merged. Only its names are kept. */
function keepNothing(update: StampedUpdate, { standing }: Ground): Decision {
  const basedOn = { revision: standing.revision, accounts: noAccounts }
  const entry = update.names.length > 0 ? { ...bareEntry(update), basedOn } : null
  return { event: null, why: 'stale', entry, after: standing, findings: nothingFound }
}

/** The status is unchanged: no event, only the new document. */
function keepDocument(
  update: StampedUpdate,
  transaction: TransactionState,
  data: JsonObject,
  { versions }: Audience,
  { standing }: Ground,
): Decision {
  const { revision } = standing
  const basedOn = { revision, accounts: versions }
  return {
    event: null,
    why: 'unchanged',
    entry: { ...bareEntry(update), basedOn, transaction, document: JSON.stringify(data) },
    after: { ...standing, revision: revision + 1, transaction, document: data },
    findings: nothingFound,
  }
}

function bareEntry({ subject, names }: StampedUpdate): Omit<Entry, 'basedOn'> {
  return { subject, names, event: null, deliveries: [], transaction: null, document: null }
}

const noAccounts: ReadonlyMap<string, number> = new Map()
const nothingFound: Findings = { unknown: [], missing: [] }

function isOlder(current: TransactionState | null, occurredAt: number): boolean {
  return current !== null && occurredAt < current.occurredAt
}

/** The transaction's document after the update. */
function documentOf(transaction: string, update: StampedUpdate, standing: Standing): JsonObject {
  if (update.via !== 'patch') return update.data
  const before = documentBefore(standing)
  if (standing.transaction === null || before === null) {
    throw new Refusal('not_found', {
      detail: `Nothing is known of transaction ${transaction}: report it whole (PUT) before sending changes.`,
    })
  }
  const merged = mergePatch(before, update.data)
  if (!isJsonObject(merged)) throw new Refusal('invalid_data', { detail: 'A merge patch must leave an object.' })
  // Without this check it could grow patch by patch without limit.
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

/** A stored document was read strictly when it came, so a plain parse is enough. */
export function documentBefore({ document }: Pick<Standing, 'document'>): JsonObject | null {
  if (typeof document !== 'string') return document
  const json = JSON.parse(document) as Json
  return isJsonObject(json) ? json : null
}

/** Known moments of a purchase; null: unknown. */
interface Dates {
  readonly approved: number | null
  readonly ordered: number | null
}

const noDates: Dates = { approved: null, ordered: null }

/** The document is long, so it is parsed only if the update leaves out a date that it may hold. */
function datesBefore(reported: JsonObject, { document }: Standing): Dates {
  const lacks = datesLacking(reported)
  if (lacks.length === 0 || document === null) return noDates
  if (typeof document === 'string' && !lacks.some((key) => document.includes(`"${key}"`))) return noDates
  const before = documentBefore({ document })
  return before === null ? noDates : { approved: approvedDateOf(before), ordered: orderDateOf(before) }
}

function datesLacking(reported: JsonObject): readonly string[] {
  return [
    ...(approvedDateOf(reported) === null ? ['approved_date'] : []),
    ...(orderDateOf(reported) === null ? ['order_date'] : []),
  ]
}

/** Whether an update can only be decided with the document before it. */
export function needsDocument({ via, event, data }: StampedUpdate): boolean {
  const isPurchase = event === null || isPurchaseEvent(event)
  return isPurchase && (via === 'patch' || datesLacking(data).length > 0)
}

function requireSameProduct(data: JsonObject, current: TransactionState) {
  if (Number(valueAt(data, 'product', 'id')) === current.productId) return
  throw new Refusal('invalid_data', {
    errors: [{ pointer: '/product/id', detail: `must stay ${current.productId}, which this transaction is about` }],
  })
}

function audienceOf(event: EventName, data: JsonObject, { audiences }: Ground): Audience {
  const path = [...familyOf(event).productAt, 'id']
  const id = Number(valueAt(data, ...path))
  const audience = audiences.find((it) => it?.product.id === id)
  if (audience) return audience
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

/** The event with a delivery for each configuration that wants it; bodies are rendered here, once for each view. */
function emit(
  update: StampedUpdate,
  head: EventHead,
  { document, sent }: { document: JsonObject; sent: JsonObject },
  { transaction, isStale }: { transaction: TransactionState | null; isStale: boolean },
  audience: Audience,
  { standing, lags }: Ground,
): Decision {
  const bodies = renderer(head, { document, sent }, audience)
  const deliveries: Delivery[] = []
  for (const role of rolesFor(audience.product, affiliationsIn(audience, document))) {
    const view = viewOfRole(role)
    for (const configuration of audience.configurations.get(role.accountId) ?? []) {
      if (match(configuration, role, head) !== 'matched') continue
      refuseIfBehind(configuration.accountId, lags)
      bodies.render(view, configuration.version)
      deliveries.push(
        newDelivery(
          {
            id: deliveryIdOf(head.id, configuration.id),
            eventId: head.id,
            configurationId: configuration.id,
            accountId: configuration.accountId,
            event: head.name,
            productId: head.productId,
            transaction: head.transaction,
            subject: head.subject,
            sequence: head.sequence,
            view,
            version: configuration.version,
            hottokInBody: hasHottokInBody(head.name, configuration),
            withHottok: true,
            test: false,
            stale: isStale,
            freeUrl: null,
            trigger: 'automatic',
            createdAt: head.createdAt,
          },
          configuration.status.state === 'active' ? queuedAt(head.createdAt) : held,
        ),
      )
    }
  }
  const { revision, newestEvent } = standing
  const event: NewEvent = { head, ...bodies.result(), previous: newestEvent }
  return {
    event,
    why: null,
    entry: {
      subject: update.subject,
      names: update.names,
      basedOn: { revision, accounts: audience.versions },
      event,
      deliveries,
      transaction,
      document: null,
    },
    after: {
      revision: revision + 1,
      transaction: transaction ?? standing.transaction,
      sequence: head.sequence,
      newestEvent: head.id,
      document: isStale ? standing.document : document,
    },
    findings: { unknown: unknownsOf(head.name, document), missing: missingFieldsOf(head.name, document) },
  }
}

/** The audience may also hold the affiliations of other updates of the group. */
function affiliationsIn({ affiliations }: Audience, document: JsonObject): readonly Affiliation[] {
  if (affiliations.length === 0) return []
  const codes = new Set(codesIn(document))
  return affiliations.filter(({ affiliateCode }) => codes.has(affiliateCode))
}

const affiliateCode = new RegExp(affiliateCodePattern)

/** The codes of the affiliates that a document names, each once. A text that is not a code belongs to no affiliate. */
export function codesIn(document: JsonObject): readonly string[] {
  const affiliates = valueAt(document, 'affiliates')
  if (!Array.isArray(affiliates)) return []
  const codes = affiliates
    .map((affiliate: Json) => valueAt(affiliate, 'affiliate_code'))
    .filter((code): code is string => typeof code === 'string' && affiliateCode.test(code))
  return [...new Set(codes)]
}

/** Back-pressure: no more is accepted than can be delivered. Deliveries that wait for a receiver do not count. */
const lagMostMs = 5_000
const askAgainSeconds = 2

function refuseIfBehind(accountId: string, lags: ReadonlyMap<string, number>) {
  const lagMs = lags.get(accountId) ?? 0
  if (lagMs <= lagMostMs) return
  throw new Refusal('deliveries_behind', {
    detail: `The oldest delivery of account ${accountId} has been waiting for ${Math.round(lagMs / 1000)} s.`,
    retryAfter: askAgainSeconds,
  })
}
