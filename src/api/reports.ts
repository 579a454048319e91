import { type FieldError, Refusal } from '../domain/errors.ts'
import { type EventName, isPurchaseEvent, type PurchaseEvent } from '../domain/event.ts'
import { checkData } from '../domain/payload/checks/check.ts'
import { familyOf } from '../domain/payload/families/families.ts'
import { canonicalStatus, eventOfStatus, statusMismatch, statusOfEvent } from '../domain/payload/status.ts'
import { namesAt, type Subject, subjectOf } from '../domain/subject.ts'
import { isJsonObject, type JsonObject, valueAt } from '../domain/text/json.ts'
import { readTime, showTime } from './times.ts'

/** What the platform reports, made ready for the intake: completed from the address, and checked with a pointer to each fault. */

const transactionPattern = /^[A-Za-z0-9_-]{1,64}$/
/** Clocks differ by less. A time further ahead would make what comes after it look stale. */
const aheadMaxMs = 5 * 60_000

/** @throws Refusal invalid_request; invalid_data when it lies too far ahead of our clock */
export function readOccurredAt(value: string | number | undefined, pointer: string, now: number): number | null {
  if (value === undefined) return null
  const time = readTime(value, pointer)
  if (time <= now + aheadMaxMs) return time
  const detail = `must not lie more than 5 minutes ahead: it is ${showTime(time)}, and our clock says ${showTime(now)}`
  throw new Refusal('invalid_data', { errors: [{ pointer, detail }] })
}

/**
 * The document of a transaction, with the transaction that its address names.
 * @throws Refusal invalid_data
 */
export function readDocument(transaction: string, data: JsonObject): JsonObject {
  const status = valueAt(data, 'purchase', 'status')
  const known = typeof status === 'string' ? canonicalStatus(status) : undefined
  requireNoErrors(checkData((known && eventOfStatus(known)) ?? 'PURCHASE_APPROVED', data))
  const given = valueAt(data, 'purchase', 'transaction') ?? null
  if (given === transaction) return data
  if (given !== null) {
    const detail = `must be ${transaction}, as in the address, or absent`
    throw new Refusal('invalid_data', { errors: [{ pointer: '/purchase/transaction', detail }] })
  }
  return withPurchase(data, { transaction })
}

/**
 * The data of an event, which must name what it is about; a status that is left out is the event's.
 * @throws Refusal invalid_data, with pointers into the body that holds the data
 */
export function readEventData(event: EventName, given: JsonObject): { subject: Subject; data: JsonObject } {
  return atData(() => {
    const data = familyOf(event).normalize?.(given) ?? given
    return isPurchaseEvent(event) ? readPurchase(event, data) : readOther(event, data)
  })
}

function readPurchase(event: PurchaseEvent, given: JsonObject) {
  const unsaid = (valueAt(given, 'purchase', 'status') ?? null) === null && isJsonObject(given.purchase)
  const data = unsaid ? withPurchase(given, { status: statusOfEvent(event) }) : given
  const errors = new Map(checkData(event, data).map((error) => [error.pointer, error]))
  const mismatch = statusMismatch(event, data)
  if (mismatch && !errors.has(mismatch.pointer)) errors.set(mismatch.pointer, mismatch)
  const pointer = '/purchase/transaction'
  const transaction = valueAt(data, 'purchase', 'transaction')
  if (typeof transaction !== 'string' || !transactionPattern.test(transaction)) {
    errors.set(pointer, { pointer, detail: 'is required: the code of the transaction, 1 to 64 of A–Z a–z 0–9 _ -' })
  }
  requireNoErrors([...errors.values()])
  return { subject: subjectOf(event, data), data }
}

function readOther(event: EventName, data: JsonObject) {
  const errors = checkData(event, data)
  requireNoErrors(errors.length > 0 ? errors : unfitNames(event, data))
  return { subject: subjectOf(event, data), data }
}

/** Not every store can keep such a text as a key. */
function unfitNames(event: EventName, data: JsonObject): FieldError[] {
  return namesAt(event).flatMap((path) => {
    const name = valueAt(data, ...path)
    const isUnfit = typeof name === 'string' && (name.includes('\0') || !name.isWellFormed())
    return isUnfit
      ? [{ pointer: `/${path.join('/')}`, detail: 'holds a NUL or half a surrogate pair: leave it out' }]
      : []
  })
}

/** Refusals that point into the data, made to point into the body around it. */
export function atData<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw underData(error)
  }
}

export function underData(error: unknown): unknown {
  if (!(error instanceof Refusal) || error.errors.length === 0) return error
  return new Refusal(error.code, {
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    errors: error.errors.map(({ pointer, detail }) => ({ pointer: `/data${pointer}`, detail })),
    cause: error,
  })
}

function requireNoErrors(errors: readonly FieldError[]) {
  if (errors.length > 0) throw new Refusal('invalid_data', { errors })
}

function withPurchase(data: JsonObject, more: JsonObject): JsonObject {
  return { ...data, purchase: { ...(isJsonObject(data.purchase) ? data.purchase : {}), ...more } }
}
