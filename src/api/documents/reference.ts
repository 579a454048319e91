import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { problemType } from '../http/error-response.ts'
import { secureName as sessionCookieName } from '../http/session-cookie.ts'
import { problemShape } from '../shapes/problem.ts'
import { allMessages } from './messages.ts'
import { webhooksOf } from './webhooks.ts'

/** The OpenAPI document and the reference page, generated from the shapes that check requests and the payload dictionary. */

const tags = [
  { name: 'Accounts', description: 'Who sells and who promotes: producers, affiliates and their products.' },
  { name: 'Reporting', description: 'What happens at the platform: updates of transactions, and events.' },
  { name: 'Configurations', description: 'Which events go to which URL.' },
  { name: 'Tokens', description: 'The verification token and the signing secrets.' },
  {
    name: 'Integrations',
    description: 'How other programs connect: credentials, access tokens, REST hooks, and what came of them.',
  },
  { name: 'Deliveries', description: 'The history of what was sent, and what can be done about it.' },
  { name: 'Sales', description: 'Sales of an account, found by their buyer, and what was sent of each.' },
  {
    name: 'Legacy posts',
    description: 'Deliveries that the platform’s earlier postback tool made: imported, read, and processed again.',
  },
  { name: 'Console', description: 'How people get into the console.' },
  { name: 'Documentation', description: 'What each event looks like on the wire.' },
  {
    name: 'Webhooks',
    description:
      'What is sent to the URLs of configurations. The same as AsyncAPI: /asyncapi.json. The JSON Schema of each body: /schemas/{version}/{event}.json.',
  },
  { name: 'Operations', description: 'For the operator of the server.' },
]
export type Tag =
  | 'Accounts'
  | 'Reporting'
  | 'Configurations'
  | 'Tokens'
  | 'Integrations'
  | 'Deliveries'
  | 'Sales'
  | 'Legacy posts'
  | 'Console'
  | 'Documentation'
  | 'Webhooks'
  | 'Operations'

/** The page loads nothing from other hosts. Swagger UI sets style attributes, so 'unsafe-inline' is allowed for those only. */
const contentSecurityPolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** An empty picture, to hide the logo of Swagger UI. */
const logo = { type: 'image/svg+xml', content: '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>' }

export function describeApi(server: FastifyInstance, parts: { publicUrl: string | null; version: string }) {
  server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Postback',
        version: parts.version,
        description:
          'Webhooks for platforms that sell digital products. Errors are RFC 9457 problems with a stable `code`. Lists answer `{data, nextCursor}`.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: parts.publicUrl ?? '/' }],
      tags,
      components: {
        securitySchemes: {
          platformKey: { type: 'http', scheme: 'bearer', description: 'The platform key.' },
          account: {
            type: 'apiKey',
            in: 'header',
            name: 'Postback-Account',
            description: 'With the platform key: the account that the request is for.',
          },
          accessToken: {
            type: 'oauth2',
            description: 'An access token of a credential of the account.',
            flows: {
              clientCredentials: {
                tokenUrl: `${parts.publicUrl ?? ''}/security/oauth/token`,
                scopes: { read: 'Read what belongs to the account.', write: 'Change it.' },
              },
            },
          },
          client: { type: 'http', scheme: 'basic', description: 'Client ID and Client Secret of a credential.' },
          session: { type: 'apiKey', in: 'cookie', name: sessionCookieName, description: 'A person at the console.' },
        },
      },
    },
    stripBasePath: false,
    transform: ({ schema, url, route }) => ({
      schema: {
        ...schema,
        security: securityOf(route),
        ...headersOf(route),
      },
      url,
    }),
    transformObject: (document) =>
      'openapiObject' in document ? complete(document.openapiObject as unknown as Document) : document.swaggerObject,
  })
  server.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: contentSecurityPolicy,
    theme: { title: 'Postback API' },
    logo,
    uiConfig: { docExpansion: 'list', tryItOutEnabled: false },
  })
}

const idempotencyKey = {
  'Idempotency-Key': {
    type: 'string',
    pattern: '^[!-~]{1,255}$',
    description: 'Sent again with the same key within a week, the request is done only once.',
    examples: ['checkout-4711'],
  },
}

const ifMatch = {
  'If-Match': {
    type: 'string',
    description:
      'The ETag that the change is based on. If the resource has another one by now, nothing is changed, and the answer is 412 with current.',
    examples: ['"7"'],
  },
}

function headersOf({ config }: RouteOptions) {
  const properties = { ...(config?.idempotent && idempotencyKey), ...(config?.conditional && ifMatch) }
  return Object.keys(properties).length === 0 ? {} : { headers: { type: 'object', properties } }
}

function securityOf({ config }: RouteOptions): { [scheme: string]: string[] }[] {
  const token = config?.scope === undefined ? [] : [{ accessToken: [config.scope] }]
  switch (config?.access) {
    case 'platform':
      return [{ platformKey: [] }]
    case 'account':
      return [{ platformKey: [], account: [] }, ...token]
    case 'platform-for-account':
      return [{ platformKey: [], account: [] }]
    case 'platform-or-account':
      return [{ platformKey: [] }, { platformKey: [], account: [] }, ...token]
    case 'session':
      return [{ session: [] }]
    case 'client':
      return [{ client: [] }]
    default:
      return []
  }
}

// -- what the plugin leaves open -------------------------------------------------------------------------------------------

interface Operation {
  operationId?: string
  summary?: string
  description?: string
  callbacks?: object
  security?: Record<string, string[]>[]
  parameters?: { in: string; name?: string }[]
  responses: Record<string, { description?: string; $ref?: string }>
}
interface Document {
  paths: Record<string, Record<string, Operation>>
  webhooks?: Readonly<Record<string, object>>
  components: { schemas?: Record<string, object>; responses?: Record<string, object>; headers?: Record<string, object> }
}

const problems: Readonly<Record<string, { status: string; description: string }>> = {
  Malformed: { status: '400', description: 'The request cannot be read, or does not have the documented shape.' },
  Unauthenticated: { status: '401', description: 'No valid key.' },
  Forbidden: { status: '403', description: 'The key may not do that, or the scope is missing; code says which.' },
  NotFound: { status: '404', description: 'There is no such thing, or not for this account.' },
  Conflict: { status: '409', description: 'Not in the state that things are in.' },
  Outdated: { status: '412', description: 'If-Match names another revision than the current one; current shows that.' },
  TooLarge: { status: '413', description: 'The body is too large.' },
  UnsupportedType: { status: '415', description: 'The content type is not understood here.' },
  Invalid: { status: '422', description: 'Understood, but cannot be accepted; errors names the fields.' },
  TooMany: { status: '429', description: 'Too many requests; Retry-After says when to try again.' },
  Unavailable: { status: '503', description: 'Nothing was accepted; try again.' },
}

/** The plugin's text for a response whose shape has no description. */
const unsaid = 'Default Response'
const answers: Readonly<Record<string, string>> = { 200: 'Done.', 201: 'Created.', 202: 'Accepted, and stored.' }

/** Adds the problems that each operation can answer and the webhooks, and gives titled shapes their own names. */
function complete(document: Document) {
  const schemas: Record<string, object> = { Problem: problemShape }
  const sent = webhooksOf(allMessages())
  document.paths = named(document.paths, schemas) as Document['paths']
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      operation.description ??= `${operation.summary}.`
      if (operation.operationId === 'createConfiguration') operation.callbacks = sent.callbacks
      for (const [status, response] of Object.entries(operation.responses)) {
        if (response.description === unsaid) response.description = answers[status] ?? ''
      }
      for (const name of problemsOf(path, method, operation)) {
        const { status = '' } = problems[name] ?? {}
        operation.responses[status] ??= { $ref: `#/components/responses/${name}` }
      }
    }
  }
  document.webhooks = sent.webhooks
  document.components.schemas = { ...schemas, ...sent.schemas }
  document.components.responses = Object.fromEntries(
    Object.entries(problems).map(([name, { description }]) => [
      name,
      { description, content: { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } } },
    ]),
  )
  return document as object
}

/** Derived from what a route declares, so that routes need not list their refusals. */
function problemsOf(path: string, method: string, { security = [], parameters = [] }: Operation): string[] {
  // The token endpoint answers in the form of OAuth.
  if (path.startsWith('/security')) return []
  const isOfApi = path.startsWith('/v1')
  const isSecured = security.length > 0
  const changes = method !== 'get'
  const hasQuery = parameters.some((it) => it.in === 'query')
  return [
    // Public routes too: some answer more to a caller with a key, and logins refuse requests from other sites.
    ...(isOfApi ? ['Malformed'] : []),
    ...(isOfApi || isSecured ? ['Unauthenticated'] : []),
    ...(isSecured || (isOfApi && changes) ? ['Forbidden'] : []),
    ...(isOfApi || path.includes('{') ? ['NotFound'] : []),
    ...(changes ? ['Conflict', 'TooLarge', 'UnsupportedType'] : []),
    ...(parameters.some((it) => it.name === 'If-Match') ? ['Outdated'] : []),
    ...(isOfApi && (changes || hasQuery) ? ['Invalid'] : []),
    'TooMany',
    'Unavailable',
  ]
}

function named(value: unknown, schemas: Record<string, object>): unknown {
  if (Array.isArray(value)) return value.map((it) => named(it, schemas))
  if (typeof value !== 'object' || value === null) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, it]) => [key, named(it, schemas)]))
  const { title, type } = copy as { title?: unknown; type?: unknown }
  if (typeof title !== 'string' || type !== 'object') return copy
  schemas[title] = copy
  return { $ref: `#/components/schemas/${title}` }
}
