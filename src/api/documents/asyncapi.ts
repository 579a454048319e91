import { eventNames } from '../../domain/event.ts'
import type { Json, JsonObject } from '../../domain/text/json.ts'
import type { Message } from './messages.ts'

/** In AsyncAPI these two are told elsewhere: by the message, and as what HTTP itself knows. */
const headersOfHttp = ['content-type', 'user-agent']

const bindingVersion = '0.3.0'

/** What Postback sends, as AsyncAPI 3.0: one operation for each event, one message for each of its versions. */
export function asyncApiDocument(
  messages: readonly Message[],
  { version, publicUrl }: { readonly version: string; readonly publicUrl: string | null },
): JsonObject {
  return {
    asyncapi: '3.0.0',
    id: 'urn:postback:webhooks',
    info: {
      title: 'Postback webhooks',
      version,
      description:
        'What Postback sends to the URLs of configurations. A 2xx is a yes; anything else is tried again until the attempts are used up. The interface for platforms and accounts is described by /openapi.json.',
      license: { name: 'MIT' },
      ...(publicUrl !== null && { externalDocs: { url: `${publicUrl}/docs` } }),
    },
    defaultContentType: 'application/json',
    channels: {
      configuration: {
        address: null,
        title: 'URL of a configuration',
        description: 'Each configuration has a URL of its own, chosen by the account.',
        messages: record(messages, ({ name }) => ({ $ref: `#/components/messages/${name}` })),
      },
    },
    operations: Object.fromEntries(
      eventNames.map((event) => [event, operationOf(messages.filter((message) => message.event === event))]),
    ),
    components: {
      messages: record(messages, messageObject),
      schemas: record(messages, ({ body: { $schema: _, ...schema } }) => schema),
    },
  }
}

function operationOf(versions: readonly Message[]): JsonObject {
  const [newest] = versions
  return {
    action: 'send',
    channel: { $ref: '#/channels/configuration' },
    title: newest?.title ?? '',
    description: newest?.meaning ?? '',
    messages: versions.map(({ name }) => ({ $ref: `#/channels/configuration/messages/${name}` })),
    bindings: { http: { method: 'POST', bindingVersion } },
  }
}

function messageObject(message: Message): JsonObject {
  const { name, event, version, title, contentType, example } = message
  return {
    name: event,
    title: `${title}, version ${version}`,
    contentType,
    headers: headersObject(message, (header) => !headersOfHttp.includes(header)),
    payload: { $ref: `#/components/schemas/${name}` },
    bindings: { http: { headers: headersObject(message, (header) => header === 'user-agent'), bindingVersion } },
    examples: [{ name: 'producer', payload: example }],
  }
}

function headersObject({ headers }: Message, isWanted: (header: string) => boolean): JsonObject {
  return {
    type: 'object',
    required: headers.required.filter(isWanted),
    properties: Object.fromEntries(Object.entries(headers.properties).filter(([header]) => isWanted(header))),
  }
}

function record(messages: readonly Message[], make: (message: Message) => Json): JsonObject {
  return Object.fromEntries(messages.map((message) => [message.name, make(message)]))
}
