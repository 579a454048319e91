import { type EventName, isPurchaseEvent } from './event.ts'
import { type JsonObject, valueAt } from './text/json.ts'

/** What an event is about, and what the events that are about the same thing are ordered by. */
export type Subject =
  | { readonly kind: 'transaction'; readonly transaction: string }
  /** A subscriber code stands for one buyer's subscription to one product. */
  | { readonly kind: 'subscription'; readonly code: string }
  /** The event stands alone, even if it names the transaction to which it belongs. */
  | { readonly kind: 'itself'; readonly transaction: string | null }

const transactionAt = ['purchase', 'transaction']

/** Where the subscriber code lies in `data`, by event. */
const codeAt: Partial<Readonly<Record<EventName, readonly string[]>>> = {
  SUBSCRIPTION_CANCELLATION: ['subscriber', 'code'],
  SWITCH_PLAN: ['subscription', 'subscriber_code'],
  UPDATE_SUBSCRIPTION_CHARGE_DATE: ['subscriber', 'code'],
}

/** @param data checked: what it must name is there */
export function subjectOf(event: EventName, data: JsonObject): Subject {
  const transaction = textAt(data, transactionAt)
  if (isPurchaseEvent(event)) return { kind: 'transaction', transaction: transaction ?? '' }
  const code = codeAt[event] && textAt(data, codeAt[event])
  return code ? { kind: 'subscription', code } : { kind: 'itself', transaction }
}

/** Where the names by which an event is ordered and found lie in `data`. */
export function namesAt(event: EventName): readonly (readonly string[])[] {
  return [transactionAt, ...(codeAt[event] ? [codeAt[event]] : [])]
}

export function transactionOfSubject(subject: Subject): string | null {
  return subject.kind === 'subscription' ? null : subject.transaction
}

/** The text by which events are ordered; an event that stands alone is named by its own id. */
export function subjectText(subject: Subject, eventId: string): string {
  switch (subject.kind) {
    case 'transaction':
      return subject.transaction
    case 'subscription':
      return subject.code
    case 'itself':
      return eventId
  }
}

/** One text for each subject; null: it stands alone, and no other update is about it. */
export function subjectKey(subject: Subject): string | null {
  switch (subject.kind) {
    case 'transaction':
      return `transaction ${subject.transaction}`
    case 'subscription':
      return `subscription ${subject.code}`
    case 'itself':
      return null
  }
}

function textAt(data: JsonObject, path: readonly string[]): string | null {
  const value = valueAt(data, ...path)
  return typeof value === 'string' && value !== '' ? value : null
}
