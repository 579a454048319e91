import type { Configuration, ConfigurationInput, EventName, PayloadVersion } from '@postback/sdk'

export interface FormValues {
  name: string
  events: readonly EventName[]
  scope: 'all' | 'one'
  /** As text, as it is what a select holds; null: none chosen yet. */
  productId: string | null
  url: string
  version: PayloadVersion
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
  version: '2.0.0',
  hottokInBody: false,
}

export function formOf(configuration: Configuration): FormValues {
  const { name, events, productId, url, version, hottokInBody } = configuration
  return {
    name,
    events,
    scope: productId === null ? 'all' : 'one',
    productId: productId === null ? null : String(productId),
    url,
    version,
    hottokInBody,
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
}: FormValues): ConfigurationInput {
  return {
    name: name.trim(),
    events,
    productId: scope === 'one' && productId !== null ? Number(productId) : null,
    url: url.trim(),
    version,
    hottokInBody,
  }
}
