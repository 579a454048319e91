import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../../support/harness.ts'
import { type InProcess, inProcess } from '../../support/in-process.ts'
import { type Operation, operationsOf } from '../../support/openapi.ts'

/** Promises of every route of the API. The routes are those of the OpenAPI document. */

let postback: Postback
let api: InProcess
let operations: readonly Operation[]
beforeAll(async () => {
  postback = await startPostback()
  api = await inProcess(postback)
  await registerProducer(postback)
  const document = JSON.parse((await api.inject({ method: 'GET', url: '/openapi.json' })).body)
  // Routes that delete come last. Streams do not end.
  operations = operationsOf(document)
    .filter(({ operationId }) => !operationId.startsWith('stream'))
    .toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))
})
afterAll(async () => {
  await api?.close()
  await postback?.close()
})

const known: Readonly<Record<string, string>> = {
  accountId: 'producer',
  productId: '1000',
  transaction: 'HP1',
  event: 'PURCHASE_APPROVED',
  version: '2.0.0',
}

function urlOf({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => known[name] ?? 'x')
}

function send(
  operation: Operation,
  request: { payload?: string | Buffer; headers?: Record<string, string>; method?: string },
) {
  const { method = operation.method, headers, payload } = request
  return api.inject({
    method: method as 'GET',
    url: urlOf(operation),
    headers: { authorization: `Bearer ${postback.platformKey}`, 'postback-account': 'producer', ...headers },
    ...(payload !== undefined && { payload }),
  })
}

function isForPeople({ security }: Operation): boolean {
  return security.some((it) => 'session' in it)
}

const json = 'application/json'
const bodies: readonly { what: string; type?: string; payload?: string }[] = [
  { what: 'no body' },
  { what: 'an empty body', type: json, payload: '' },
  { what: 'null', type: json, payload: 'null' },
  { what: 'a list', type: json, payload: '[]' },
  { what: 'an empty text', type: json, payload: '""' },
  { what: 'a number', type: json, payload: '1' },
  { what: 'a lone byte order mark', type: json, payload: '\ufeff' },
  { what: 'a byte order mark and an object', type: json, payload: '\ufeff{}' },
  { what: 'a form', type: 'application/x-www-form-urlencoded', payload: 'a=1' },
  { what: 'plain text', type: 'text/plain', payload: 'x' },
  { what: 'a body of no type', payload: 'x' },
  { what: 'an empty body of a strange type', type: 'x', payload: '' },
  { what: 'a merge patch', type: 'application/merge-patch+json', payload: 'null' },
  { what: 'lines', type: 'application/x-ndjson', payload: 'null\n""\n[]\n' },
  { what: 'CSV', type: 'text/csv', payload: '\n' },
]

describe('every route', () => {
  it.each(bodies)(
    'answers $what with a documented status and without a fault of our own',
    async ({ type, payload }) => {
      const wrong: string[] = []
      for (const operation of operations) {
        const answer = await send(operation, {
          ...(type !== undefined && { headers: { 'content-type': type } }),
          ...(payload !== undefined && { payload }),
        })
        const { statusCode, body } = answer
        const isDocumented = Object.hasOwn(operation.responses, String(statusCode))
        if (statusCode >= 500 || !isDocumented)
          wrong.push(`${operation.operationId}: ${statusCode} ${body.slice(0, 200)}`)
      }
      expect(wrong).toEqual([])
    },
  )

  it('takes no compressed body, and says what to do', async () => {
    for (const operation of operations.filter((it) => it.method !== 'GET' && !isForPeople(it))) {
      const headers = { 'content-type': operation.contentTypes[0] ?? json, 'content-encoding': 'gzip' }
      const answer = await send(operation, { headers, payload: gzipSync('{}') })
      expect(answer.statusCode, operation.operationId).toBe(415)
      expect(answer.body, operation.operationId).toContain('Content-Encoding')
      expect(answer.headers['accept-encoding'], operation.operationId).toBe('identity')
      expect(Object.keys(operation.responses), operation.operationId).toContain(String(answer.statusCode))
    }
  })

  it('answers an unknown method with the methods that it has', async () => {
    for (const first of operations) {
      const url = urlOf(first)
      // `/v1/events/batch` could be the address of an event too.
      const here = operations.filter(({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(url))
      const methods = here.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
      const allowed = [...new Set(methods)].sort()
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY', 'PROPFIND']) {
        if (allowed.includes(method)) continue
        const body = { headers: { 'content-type': 'x' }, payload: '{' }
        const answer = await send(first, { method, ...(method !== 'GET' && method !== 'HEAD' && body) })
        expect(answer.statusCode, `${method} ${url}`).toBe(405)
        expect(answer.headers.allow, `${method} ${url}`).toBe(allowed.join(', '))
      }
    }
  })

  it('documents 401 and 403 where it needs a key', () => {
    for (const { operationId, security, responses } of operations) {
      const isSecured = security.length > 0 && !security.some((it) => 'client' in it)
      if (isSecured) expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['401', '403']))
    }
  })
})
