import { eventNames } from '../domain/event.ts'
import type { JsonObject } from '../domain/json.ts'
import type { Message } from './messages.ts'

/** The part of the OpenAPI document that says what Postback sends: one webhook for each event, made from the dictionary. */
export function webhooksOf(messages: readonly Message[]): {
  readonly webhooks: Readonly<Record<string, object>>
  readonly schemas: Readonly<Record<string, JsonObject>>
} {
  const byEvent = eventNames.map((event) => [event, messages.filter((message) => message.event === event)] as const)
  return {
    webhooks: Object.fromEntries(byEvent.map(([event, versions]) => [event, { post: webhookOf(versions) }])),
    schemas: Object.fromEntries(messages.map(({ name, body }) => [name, body])),
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
      content: Object.fromEntries(
        [...Map.groupBy(versions, (it) => it.contentType)].map(([type, messages]) => [type, contentOf(messages)]),
      ),
    },
    responses,
  }
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

function contentOf(messages: readonly Message[]) {
  const references = messages.map(({ name }) => ({ $ref: `#/components/schemas/${name}` }))
  return {
    schema: references.length === 1 ? references[0] : { anyOf: references },
    examples: Object.fromEntries(
      messages.map(({ name, version, example }) => [name, { summary: version, value: example }]),
    ),
  }
}
