import type { EventName, PayloadVersion } from '../../event.ts'
import { spliceHottok } from '../../secrets/hottok.ts'
import type { Json, JsonObject } from '../../text/json.ts'
import { formMediaType, type MediaType } from '../../text/media-type.ts'
import { dictionaryOf } from '../dictionary.ts'
import type { PurchaseKind } from '../families/purchase/kind.ts'
import { type LocalText, textIn } from '../local-text.ts'
import type { AffiliateRule, Parameter } from '../parameter.ts'
import { renderBody } from '../render/render.ts'
import { withVersionOneExamples } from '../version-1/example.ts'
import { eventTexts } from './event-text.ts'
import { exampleData } from './example.ts'
import { jsonSchemaOf } from './json-schema.ts'
import { sizeOf } from './size.ts'

/** A row of the documentation tab: the columns of the help pages (name, affiliates, description, format, size) and more. */
export interface DocumentedParameter {
  readonly name: string
  readonly in: 'header' | 'body'
  readonly type: Parameter['type']
  readonly affiliate: AffiliateRule
  readonly description: string
  readonly format: string
  readonly size: string
  readonly presence: string
  /** Whether every delivery has it. */
  readonly always: boolean
  readonly since: string | null
  /** All values that can be sent; null: any value that fits format and size. */
  readonly enum: readonly string[] | null
  readonly example: Json
}

export interface EventDocumentation {
  readonly event: EventName
  readonly version: PayloadVersion
  readonly title: string
  readonly meaning: string
  readonly parameters: readonly DocumentedParameter[]
  /** Headers and body of a delivery to the producer. */
  readonly headers: Readonly<Record<string, string>>
  readonly contentType: MediaType
  /** The exact text of the body. */
  readonly body: string
  /** The parsed body: JSON, or the parameters of a form by name. */
  readonly example: JsonObject
  readonly schema: JsonObject
}

export interface DocumentationOptions {
  readonly locale: string
  /** The reader's own product in the example. */
  readonly product?: { readonly id: number; readonly name: string; readonly ucode: string }
  /** The kind of purchase in the example of a purchase event; if left out, the usual one for the event. */
  readonly kind?: PurchaseKind
}

export function documentEvent(
  event: EventName,
  version: PayloadVersion,
  { locale, product = exampleProduct, kind }: DocumentationOptions,
): EventDocumentation {
  const { headers, body } = dictionaryOf(event, version)
  const say = (text: LocalText) => textIn(text, locale)
  return {
    event,
    version,
    title: say(eventTexts[event].title),
    meaning: say(eventTexts[event].meaning),
    parameters: [
      ...headers.map((parameter) => documentParameter(parameter, 'header', say)),
      ...body.map((parameter) => documentParameter(parameter, 'body', say)),
    ],
    headers: exampleHeaders(headers),
    ...exampleOf(event, version, { product, ...(kind && { kind }) }),
    schema: jsonSchemaOf(event, version),
  }
}

function documentParameter(
  parameter: Parameter,
  place: 'header' | 'body',
  say: (text: LocalText) => string,
): DocumentedParameter {
  return {
    name: parameter.path,
    in: place,
    type: parameter.type,
    affiliate: parameter.affiliate,
    description: say(parameter.description),
    format: say(parameter.format),
    size: say(sizeOf(parameter)),
    always: parameter.presence.kind === 'always',
    presence: say(parameter.presence.kind === 'always' ? alwaysText : parameter.presence.words),
    since: parameter.since,
    enum: parameter.type === 'string' ? (parameter.enum ?? null) : null,
    example: parameter.example,
  }
}

const alwaysText: LocalText = { en: 'always', pt: 'sempre', es: 'siempre' }

function exampleHeaders(headers: readonly Parameter[]): Record<string, string> {
  const everyTime = headers.filter((header) => header.path !== 'postback-test')
  return Object.fromEntries(everyTime.map((header) => [header.path, String(header.example)]))
}

const exampleProduct = { id: 1234567, name: 'Baking Bread at Home', ucode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f' }
/** A fixed moment, so that the documentation never changes. The examples of the fields are from the same day. */
const exampleNow = Date.UTC(2026, 0, 15, 12)

const exampleToken = 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e'

function exampleOf(
  event: EventName,
  version: PayloadVersion,
  about: { readonly product: typeof exampleProduct; readonly kind?: PurchaseKind },
): Pick<EventDocumentation, 'contentType' | 'body' | 'example'> {
  const data = exampleData({
    event,
    ...about,
    producer: { name: 'Padaria Boa Ltda' },
    transaction: 'HP16015479281022',
    now: exampleNow,
  })
  const rendered = renderBody({
    event,
    version,
    view: 'producer',
    id: '019bc186-de00-7a54-9d13-5c6e2a10b7f4',
    creationDate: exampleNow,
    data: version === '1.0.0' ? withVersionOneExamples(event, data) : data,
    productUcode: about.product.ucode,
  })
  const { contentType, text, hottokAt } = rendered
  const body = version === '1.0.0' ? spliceHottok({ contentType, text, hottokAt }, exampleToken) : text
  const example = contentType === formMediaType ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body)
  return { contentType, body, example }
}
