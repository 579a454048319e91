import { eventNames } from '../../domain/event.ts'
import type { JsonObject } from '../../domain/text/json.ts'
import type { Message } from './messages.ts'

/** The part of the OpenAPI document that says what Postback sends: one webhook for each event, made from the dictionary. */
export function webhooksOf(messages: readonly Message[]): {
  readonly webhooks: Readonly<Record<string, object>>
  readonly schemas: Readonly<Record<string, JsonObject>>
  /** What making a configuration leads to. */
  readonly callbacks: object
} {
  const byEvent = eventNames.map((event) => [event, messages.filter((message) => message.event === event)] as const)
  return {
    webhooks: Object.fromEntries(byEvent.map(([event, versions]) => [event, { post: webhookOf(versions) }])),
    schemas: Object.fromEntries(messages.map(({ name, body }) => [name, withNamesApart(body) as JsonObject])),
    callbacks: { delivery: { '{$request.body#/url}': { post: callbackOf(messages) } } },
  }
}

/** What the answers of a receiver mean. */
const responses = {
  '2XX': { description: 'Received. Nothing else is a yes.' },
  '410': { description: 'Gone for good: the configuration is disabled at once, and what comes later is held.' },
  default: {
    description:
      'Not received: sent again until the answer is 2xx or all attempts are used up. Retry-After is respected, redirects are not followed, and no answer in time counts as a no.',
  },
}

function webhookOf(versions: readonly Message[]) {
  const [newest] = versions
  return {
    operationId: newest && `receive${pascalCase(newest.event)}`,
    tags: ['Webhooks'],
    summary: newest?.title,
    description: newest?.meaning,
    security: [],
    parameters: newest && headerParameters(newest.headers),
    requestBody: {
      required: true,
      content: contentsOf(versions, contentOf),
    },
    responses,
  }
}

/** Generators that do not know webhooks (OpenAPI 3.1) know callbacks, and drop shapes that no operation leads to. */
function callbackOf(messages: readonly Message[]) {
  return {
    operationId: 'receiveEvent',
    summary: 'Receive an event',
    description: 'What is sent to the URL of the configuration. The webhooks of this document say it event by event.',
    requestBody: { required: true, content: contentsOf(messages, (those) => ({ schema: schemaOf(those) })) },
    responses,
  }
}

function contentsOf(messages: readonly Message[], contentOf: (messages: readonly Message[]) => object) {
  return Object.fromEntries(
    [...Map.groupBy(messages, (it) => it.contentType)].map(([type, those]) => [type, contentOf(those)]),
  )
}

/**
 * Some fields are sent twice, as Hotmart does: `currency_code_from` and `currency_code_from_`. In Go both would have the same name, so
 * the later one is given another.
 */
function withNamesApart(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNamesApart)
  if (typeof schema !== 'object' || schema === null) return schema
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withNamesApart(value)]))
  const taken = new Set<string>()
  for (const [name, property] of Object.entries((copy.properties ?? {}) as Record<string, Record<string, unknown>>)) {
    const letters = name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase()
    if (taken.has(letters)) property['x-go-name'] = `${name[0]?.toUpperCase()}${camelCase(name).slice(1)}Again`
    taken.add(letters)
  }
  return copy
}

function camelCase(name: string): string {
  return name.replaceAll(/_+([a-z0-9]?)/g, (_, letter: string) => letter.toUpperCase())
}

function pascalCase(event: string): string {
  return event.replaceAll(/_?([A-Z])([A-Z]*)/g, (_, first: string, rest: string) => first + rest.toLowerCase())
}

/** In OpenAPI the type of the content is said by `content` alone. */
function headerParameters({ required, properties }: Message['headers']) {
  return Object.entries(properties)
    .filter(([name]) => name !== 'content-type')
    .map(([name, { description, ...schema }]) => ({
      name,
      in: 'header',
      description,
      required: required.includes(name),
      schema,
    }))
}

function schemaOf(messages: readonly Message[]) {
  const references = messages.map(({ name }) => ({ $ref: `#/components/schemas/${name}` }))
  return references.length === 1 ? references[0] : { anyOf: references }
}

function contentOf(messages: readonly Message[]) {
  return {
    schema: schemaOf(messages),
    examples: Object.fromEntries(
      messages.map(({ name, version, example }) => [name, { summary: version, value: example }]),
    ),
  }
}
