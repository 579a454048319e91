import type { Configuration, EventName, PayloadVersion } from '@postback/sdk'
import type { Edited } from './merge-edits.ts'

export interface FormValues {
  name: string
  events: readonly EventName[]
  scope: 'all' | 'one'
  /** As text, because a select holds text; null: none chosen yet. */
  productId: string | null
  url: string
  version: PayloadVersion
  hottokInBody: boolean
  /** As typed; empty: no limit of its own. */
  maxPerSecond: string
}

export const formFields = ['name', 'events', 'productId', 'url', 'maxPerSecond'] as const
export type FormField = (typeof formFields)[number]

export const nameLengthMost = 100
export const maxPerSecondMost = 1_000

export const emptyForm: FormValues = {
  name: '',
  events: [],
  scope: 'all',
  productId: null,
  url: '',
  version: '2.0.0',
  hottokInBody: false,
  maxPerSecond: '',
}

export function formOf(configuration: Edited | Configuration): FormValues {
  const { name, events, productId, url, version, hottokInBody, maxPerSecond } = configuration
  return {
    name,
    events,
    scope: productId === null ? 'all' : 'one',
    productId: productId === null ? null : String(productId),
    url,
    version,
    hottokInBody,
    maxPerSecond: maxPerSecond === null ? '' : String(maxPerSecond),
  }
}

export function inputOf({
  name,
  events,
  scope,
  productId,
  url,
  version,
  hottokInBody,
  maxPerSecond,
}: FormValues): Edited {
  return {
    name: name.trim(),
    events,
    productId: scope === 'one' && productId !== null ? Number(productId) : null,
    url: url.trim(),
    version,
    hottokInBody,
    maxPerSecond: maxPerSecond === '' ? null : Number(maxPerSecond),
  }
}

/** Whether the typed text is a whole number that the server accepts, or empty. */
export function isPace(text: string): boolean {
  const pace = Number(text)
  return text === '' || (Number.isInteger(pace) && pace >= 1 && pace <= maxPerSecondMost)
}

/** Whether any of the *Advanced settings* differs from its default. */
export function hasAdvanced({ version, hottokInBody, maxPerSecond }: FormValues): boolean {
  return version !== emptyForm.version || hottokInBody || maxPerSecond !== ''
}
