import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { type Postback, registerProducer, sale, startPostback } from '../support/harness.ts'
import { type InProcess, inProcess } from '../support/in-process.ts'
import { type Operation, operationsOf, type Schema } from '../support/openapi.ts'

/**
 * Requests made from the OpenAPI document, then broken. No request may cause a fault of our own (5xx) or stay without an answer, and
 * every refusal says in a documented form what is wrong.
 */

const runs = 100
const deadlineMs = 5_000

let postback: Postback
let api: InProcess
let hook: OrdinaryReceiver
let operations: readonly Operation[]
/** Ids of existing things, so that requests get past 404. */
let known: Record<string, string[]>
/** The client's credentials at the token endpoint. */
let basic: string

beforeAll(async () => {
  postback = await startPostback()
  hook = await receiver()
  api = await inProcess(postback)
  await registerProducer(postback)
  operations = operationsOf(JSON.parse((await api.inject({ method: 'GET', url: '/openapi.json' })).body))
  known = await makeThings()
})
afterAll(async () => {
  await api?.close()
  await postback?.close()
  await hook?.close()
})

async function makeThings() {
  const account = 'producer'
  const created = await postback.api(
    'POST',
    '/v1/configurations',
    { name: 'Members area', url: hook.url, events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'] },
    { account },
  )
  const { body: reported } = await postback.api('PUT', '/v1/transactions/HP1', sale('PURCHASE_APPROVED', 'HP1'))
  const { body: list } = await postback.api('GET', '/v1/deliveries', undefined, { account })
  const { body: credential } = await postback.api('POST', '/v1/credentials', { name: 'Zapier' }, { account })
  basic = credential.basic
  const { body: subscribed } = await postback.api('POST', '/v1/hooks', { targetUrl: hook.url }, { account })
  const { body: replay } = await postback.api('POST', '/v1/replays', { filter: {}, mode: 'latest' }, { account })
  const before = `${lineOfPost('L1')}\n${lineOfPost('L2')}`
  const headers = { 'content-type': 'application/x-ndjson' }
  await postback.api('POST', '/v1/legacy-posts/import', before, { account, headers })
  return {
    'legacy-posts.id': ['L1', 'L2'],
    'configurations.id': [created.body.id],
    'events.id': [reported.eventId],
    'deliveries.id': [list.data[0].id],
    'replays.id': [replay.id],
    'credentials.id': [credential.id],
    'hooks.id': [subscribed.id],
    grant_type: ['client_credentials', 'password'],
    scope: ['read', 'read write', 'admin'],
    client_id: [credential.clientId],
    client_secret: [credential.clientSecret],
    configurationId: [created.body.id],
    configurationIds: [created.body.id],
    transaction: ['HP1', 'HP2'],
    productId: ['1000'],
    accountId: ['producer', 'somebody'],
    affiliateCode: ['AF1'],
    event: ['PURCHASE_APPROVED'],
  }
}

// -- requests ----------------------------------------------------------------------------------------------------------------

const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    '',
    ' ',
    '\0',
    '\ud800',
    'é'.repeat(300),
    'x'.repeat(70_000),
    '../../etc/passwd',
    "' OR 1=1 --",
    '%00',
    '__proto__',
    'constructor',
    -1,
    0,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER,
    true,
    [],
    {},
    [[[[]]]],
    { toString: 1 },
    '9999-99-99T99:99:99Z',
    '2026-02-30T00:00:00Z',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
  fc.nat({ max: 40 }).map((depth) => JSON.parse('['.repeat(depth + 1) + ']'.repeat(depth + 1)) as unknown),
)

/** No host names: they would need a DNS lookup. */
const urls = fc.oneof(
  fc.constantFrom(
    'http://127.0.0.1:1/',
    'http://[::1]/',
    'https://localhost/',
    'ftp://127.0.0.1/',
    'http://10.0.0.1/',
    'x',
  ),
  fc.string(),
)

const times = ['2026-01-15T12:00:00Z', '2026-11-01T12:00:00-03:00', '1795437329639', '2027-01-01T00:00:00.000Z']

function fits(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  if (schema.type === 'array') {
    return fc.array(fits(schema.items ?? {}, name), { minLength: schema.minItems ?? 0, maxLength: 3 })
  }
  if (/^(url|urls|targetUrl)$/.test(name)) return urls
  if (schema.description?.includes('RFC 3339')) return fc.constantFrom(...times)
  const values = known[name]
  if (values)
    return fc.constantFrom<unknown>(...values.map((it) => ([schema.type].flat().includes('integer') ? Number(it) : it)))
  if (schema.type === 'object' && !schema.properties) {
    return fc.constantFrom<unknown>(sale('PURCHASE_APPROVED', 'HP2'), sale('PURCHASE_REFUNDED', 'HP1'), {})
  }
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((it) => fits(it)))
  const types = [schema.type ?? 'string'].flat()
  return fc.oneof(...types.map((type) => ofType(type, schema)))
}

function ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 1_000, 2_000_000_000) })
    case 'object': {
      const properties = Object.entries(schema.properties ?? {})
      const model = Object.fromEntries(properties.map(([key, it]) => [key, fits(it, key)]))
      return fc.record(model, { requiredKeys: (schema.required ?? []) as never[] })
    }
    default:
      return fc.oneof(
        ...(schema.pattern
          ? []
          : [fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 40, 200) })]),
        fc
          .constantFrom('2026-01-15T12:00:00Z', '1768478400000', 'en', 'a@example.com', 'UTC')
          .filter((it) => !schema.pattern || new RegExp(schema.pattern, 'u').test(it)),
      )
  }
}

/** The value with one part replaced, removed or added. */
function broken(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, nasty, fc.nat(), fc.constantFrom('replace', 'remove', 'add', 'whole'))
    .map(([it, junk, at, how]) => {
      if (how === 'whole' || typeof it !== 'object' || it === null) return junk
      const keys = Object.keys(it)
      const key = keys[at % Math.max(1, keys.length)] ?? 'x'
      if (how === 'add') return { ...it, [`extra${at}`]: junk }
      const { [key]: _, ...rest } = it as Record<string, unknown>
      return how === 'remove' ? rest : { ...rest, [key]: junk }
    })
}

interface Request {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly payload: string | Buffer | undefined
}

/** At most one part of a request is broken: with more, the first would hide the others. */
function requestsFor(operation: Operation): fc.Arbitrary<Request> {
  // Cursors come from answers only.
  const parameters = (place: 'path' | 'query') =>
    operation.parameters.filter((it) => it.in === place && it.name !== 'cursor')
  const record = (place: 'path' | 'query', junk: fc.Arbitrary<unknown> | null) =>
    fc.record(
      Object.fromEntries(
        parameters(place).map(({ name, schema }) => [
          name,
          junk ?? fits(schema, name === 'id' ? `${operation.path.split('/')[2]}.id` : name),
        ]),
      ),
      place === 'query' ? { requiredKeys: [] } : {},
    )
  const own = operation.contentTypes[0] ?? 'application/json'
  const line = operation.operationId === 'importLegacyPosts' ? lineOfPost : lineOf
  const lines = [line('HP4'), `${line('HP5')}\n${line('HP5')}\n`, `${line('HP6')}\nnonsense`]
  const isBatch = own === 'application/x-ndjson'
  const usual = {
    path: record('path', null),
    query: record('query', null),
    body: isBatch
      ? fc.constantFrom(...lines)
      : operation.body
        ? fits(operation.body).map(own === formType ? inForm : inWire)
        : fc.constant(undefined),
    account: fc.constant<string>('producer'),
    authorization: fc.constant<string>(isForClients(operation) ? `Basic ${basic}` : `Bearer ${postback.platformKey}`),
    type: fc.constant(own),
    junk: fc.constant(false),
  }
  const unusual = {
    path: record('path', fc.string()),
    query: record('query', nasty),
    body: operation.body ? brokenBodies(operation.body) : fc.constantFrom('{}', '{"x":1}', '[]', 'x', ''),
    account: fc.constantFrom('nobody', '', '\u00e9', 'x'.repeat(500)),
    authorization: fc.constantFrom(
      '',
      'Basic',
      'Basic Og==',
      'Basic eDp5',
      'Bearer x',
      'Bearer pbt_x',
      'x'.repeat(5_000),
    ),
    type: fc.constantFrom(`${own}; charset=utf-8`, 'text/plain', 'application/json', 'multipart/form-data', 'x', ''),
    junk: fc.constant(true),
  }
  type Part = keyof typeof usual
  const parts: fc.Arbitrary<Part | null> = fc.constantFrom(
    null,
    null,
    'body',
    'body',
    'body',
    'body',
    'path',
    'query',
    'account',
    'authorization',
    'type',
    'junk',
  )
  return parts
    .chain((part) => fc.record(part === null ? usual : ({ ...usual, [part]: unusual[part] } as typeof usual)))
    .map(({ path, query, body, account, authorization, type, junk }) => ({
      method: operation.method,
      url: urlOf(operation.path, path, query, junk),
      headers: {
        ...(authorization === '' ? {} : { authorization }),
        ...(account === '' ? {} : { 'postback-account': account }),
        ...(body === undefined || type === '' ? {} : { 'content-type': type }),
      },
      payload: body,
    }))
}

const formType = 'application/x-www-form-urlencoded'

function isForClients({ security }: Operation): boolean {
  return security.some((it) => 'client' in it)
}

function lineOf(transaction: string): string {
  return JSON.stringify({ event: 'PURCHASE_APPROVED', data: sale('PURCHASE_APPROVED', transaction) })
}

function lineOfPost(id: string): string {
  const body = 'hottok=fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e&status=approved'
  return JSON.stringify({ id, at: times[0], url: hook.url, event: 'PURCHASE_APPROVED', body, status: 500 })
}

function inForm(value: unknown): string {
  return new URLSearchParams(value as Record<string, string>).toString().toWellFormed()
}

function inWire(value: unknown): string | undefined {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function brokenBodies(schema: Schema): fc.Arbitrary<string | Buffer | undefined> {
  const good = fits(schema)
  const asText = (it: unknown) => JSON.stringify(it) ?? 'null'
  const text = good.map(asText)
  return fc.oneof(
    { weight: 12, arbitrary: broken(good).map(asText) },
    { weight: 4, arbitrary: broken(broken(good)).map(asText) },
    { weight: 1, arbitrary: text.map((it) => it.slice(0, -1)) },
    { weight: 1, arbitrary: text.map((it) => it.replace('{', '{"a":1,"a":2,')) },
    { weight: 1, arbitrary: text.map((it) => it.replace('{', '{"__proto__":{"x":1},')) },
    { weight: 1, arbitrary: text.map((it) => it.replace('{', '{"n":123456789012345678901,')) },
    { weight: 1, arbitrary: text.map((it) => `${it}\n${it}\nnonsense\n`) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<string | Buffer | undefined>(
        undefined,
        '',
        'null',
        '"x"',
        '\ufeff{}',
        '['.repeat(100_000),
        `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
        `{"a":"${'x'.repeat(1_100_000)}"}`,
        Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
      ),
    },
  )
}

function urlOf(path: string, values: Record<string, unknown>, query: Record<string, unknown>, junk: boolean): string {
  const text = (it: unknown) =>
    (typeof it === 'string' ? it : (JSON.stringify(it) ?? 'null')).toWellFormed().slice(0, 600)
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(values[name])))
  const parts = Object.entries(query).flatMap(([key, it]) =>
    (Array.isArray(it) ? it : [it]).map((one) => `${key}=${encodeURIComponent(text(one))}`),
  )
  if (junk && parts.length > 1) parts.push('junk=%zz', '=', '&')
  return parts.length > 0 ? `${filled}?${parts.join('&')}` : filled
}

// -- answers -----------------------------------------------------------------------------------------------------------------

/** Problems that name the wrong field when the request has a body. */
const namesFields = new Set(['invalid_request', 'invalid_data', 'unknown_product', 'duplicate_key', 'forbidden_key'])

let callers = 0

async function check(request: Request, documented?: Operation['responses']) {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer in ${deadlineMs} ms`)), deadlineMs)
  // From a new address each time, because tokens are limited by address.
  const remoteAddress = `10.${++callers >> 16}.${(callers >> 8) & 255}.${callers & 255}`
  const asked = api.inject({ ...request, remoteAddress } as never)
  const answer = await Promise.race([asked, promise]).finally(() => clearTimeout(timer))
  const about = `${request.method} ${request.url} -> ${answer.statusCode} ${answer.body.slice(0, 500)}`
  expect(answer.statusCode, about).toBeLessThan(500)
  if (documented) expect(Object.keys(documented), about).toContain(String(answer.statusCode))
  expect(answer.headers['x-request-id'], about).toBeTruthy()
  if (answer.statusCode < 400 || request.method === 'HEAD') return
  if (request.url.startsWith('/security/')) return checkOAuthError(answer, about)
  expect(answer.headers['content-type'], about).toMatch(/^application\/problem\+json/)
  const problem = JSON.parse(answer.body)
  expect(problem, about).toMatchObject({
    status: answer.statusCode,
    code: expect.any(String),
    detail: expect.any(String),
  })
  if (namesFields.has(problem.code) && request.payload !== undefined) {
    expect(problem.errors.length, about).toBeGreaterThan(0)
    for (const { pointer, detail } of problem.errors) {
      expect(pointer, about).toMatch(/^(\/.*|\?.*|\{.*\}|)$/s)
      expect(detail, about).not.toBe('')
    }
  }
}

/** RFC 6749, 5.2. */
function checkOAuthError(answer: { headers: object; body: string }, about: string) {
  expect(answer.headers, about).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' })
  expect(JSON.parse(answer.body), about).toEqual({
    error: expect.stringMatching(/^(invalid_(client|request|scope)|unsupported_grant_type)$/),
    error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/),
  })
}

describe('any request', () => {
  it('is answered by every operation, without a fault of our own', async () => {
    // Operations that delete come last.
    for (const operation of operations.toSorted(
      (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
    )) {
      if (operation.operationId.startsWith('stream')) continue
      await fc.assert(
        fc.asyncProperty(requestsFor(operation), (request) => check(request, operation.responses)),
        {
          numRuns: runs,
          seed: 20_260_115,
          endOnFailure: true,
        },
      )
    }
    expect(operations.length).toBeGreaterThan(35)
  }, 120_000)

  it('to an undocumented address is refused in the same form', async () => {
    const paths = fc.oneof(
      fc.webPath().map((path) => `/${path.replace(/^\/+/, '')}`),
      fc.string().map((it) => `/${encodeURIComponent(it.toWellFormed())}`),
      fc.constantFrom(
        '/v1',
        '/v1/',
        '/v1/%',
        '/v1/transactions/%zz',
        `/v1/transactions/${'x'.repeat(600)}`,
        `/${'x'.repeat(9_000)}`,
      ),
    )
    const methods = fc.constantFrom('GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS')
    await fc.assert(
      fc.asyncProperty(paths, methods, (url, method) => check({ method, url, headers: {}, payload: undefined })),
      { numRuns: 200, seed: 20_260_115, endOnFailure: true },
    )
  })
})
