import type { Configuration, ConfigurationInput, EventName } from '@postback/sdk'

export interface FormValues {
  name: string
  events: readonly EventName[]
  scope: 'all' | 'one'
  /** As text, as it is what a select holds; null: none chosen yet. */
  productId: string | null
  url: string
  hottokInBody: boolean
}

export const formFields = ['name', 'events', 'productId', 'url'] as const
export type FormField = (typeof formFields)[number]

export const nameLengthMost = 100

export const emptyForm: FormValues = {
  name: '',
  events: [],
  scope: 'all',
  productId: null,
  url: '',
  hottokInBody: false,
}

export function formOf(configuration: Configuration): FormValues {
  const { name, events, productId, url, hottokInBody } = configuration
  return {
    name,
    events,
    scope: productId === null ? 'all' : 'one',
    productId: productId === null ? null : String(productId),
    url,
    hottokInBody,
  }
}

export function inputOf({ name, events, scope, productId, url, hottokInBody }: FormValues): ConfigurationInput {
  return {
    name: name.trim(),
    events,
    productId: scope === 'one' && productId !== null ? Number(productId) : null,
    url: url.trim(),
    hottokInBody,
  }
}
