import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Postback, startPostback } from '../support/harness.ts'
import { inProcess } from '../support/in-process.ts'
import { type Document, type Operation, operationsOf, resolved } from '../support/openapi.ts'

let postback: Postback
let document: Document
let operations: readonly Operation[]
beforeAll(async () => {
  postback = await startPostback()
  document = (await postback.api('GET', '/openapi.json')).body
  operations = operationsOf(document)
})
afterAll(() => postback.close())

const isPublic = ({ method, path }: Operation) =>
  /^\/(livez|readyz|openapi\.json|asyncapi\.json|schemas\/.*|v1\/(event-types.*|test-stories)|v1\/console|v1\/demo-sessions)$/.test(
    path,
  ) ||
  (path === '/v1/sessions' && method.toUpperCase() === 'POST')

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1, and every reference leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toMatchObject({ title: 'Postback', version: expect.any(String) })
    expect(() => resolved(document, document)).not.toThrow()
  })

  it('names, describes and secures every operation', () => {
    const known = document.tags.map((it: { name: string }) => it.name)
    expect(new Set(operations.map((it) => it.operationId)).size).toBe(operations.length)
    for (const operation of operations) {
      const about = `${operation.method} ${operation.path}`
      expect(operation.operationId, about).toMatch(/^[a-z][A-Za-z]+$/)
      expect(operation.summary, about).toBeTruthy()
      expect(operation.description, about).toBeTruthy()
      expect(operation.tags, about).toHaveLength(1)
      expect(known, about).toContain(operation.tags?.[0])
      const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(
        operation.parameters.filter((it) => it.in === 'path').map((it) => it.name),
        about,
      ).toEqual(inPath)
      const isOpen = operation.security.length === 0
      expect(isOpen, about).toBe(isPublic(operation))
      if (!operation.path.startsWith('/v1')) continue
      const statuses = Object.keys(operation.responses)
      expect(statuses, about).toEqual(expect.arrayContaining(['400', '404', '429', '503', ...(isOpen ? [] : ['401'])]))
      for (const response of Object.values(
        resolved(document, operation.responses) as Record<string, { description: string }>,
      )) {
        expect(response.description, about).toMatch(/^(?!Default Response).+/)
      }
    }
  })

  it('has patterns that generators of test data understand, with examples', () => {
    const withPattern: { pattern: string; examples?: string[]; maxLength?: number }[] = []
    JSON.stringify(document, (_key, value) => {
      // The examples of a parameter stand beside its schema.
      if (typeof value?.schema?.pattern === 'string') return { schema: { examples: [value.example], ...value.schema } }
      if (typeof value?.pattern === 'string') withPattern.push(value)
      return value
    })
    expect(withPattern.length).toBeGreaterThan(20)
    const patterns = [...new Set(withPattern.map(({ pattern }) => pattern))]
    for (const pattern of patterns) {
      expect(pattern).toMatch(/^\^.*\$$/)
      // Syntax that RE2, Python or ECMAScript without its u flag does not have.
      expect(pattern).not.toMatch(/\\[pPuUdDwWsSbBkcAzZ1-9]|\(\?|[*+?}][+?]/)
    }
    for (const { pattern, examples = [], maxLength = Number.POSITIVE_INFINITY } of withPattern) {
      expect(examples.length, pattern).toBeGreaterThan(0)
      for (const example of examples) {
        expect(example).toMatch(new RegExp(pattern, 'u'))
        expect(example).toMatch(new RegExp(pattern))
        expect(example.length).toBeLessThanOrEqual(maxLength)
      }
    }
  })

  it('has types that client generators understand: one type, or one and null', () => {
    const unions: unknown[] = []
    JSON.stringify(document, (_key, value) => {
      const { type } = value ?? {}
      if (Array.isArray(type) && type.filter((it) => it !== 'null').length !== 1) unions.push(value)
      return value
    })
    expect(unions).toEqual([])
  })

  it('holds every route of the server', async () => {
    const api = await inProcess(postback)
    const documented = new Set(
      operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    const routes = routesOf(api.server.printRoutes({ commonPrefix: false }))
    expect(routes.length).toBeGreaterThan(35)
    expect(routes.filter((route) => !documented.has(route))).toEqual([])
    await api.close()
  })
})

/** `GET /v1/me` and so on, from the tree that the router prints, without the reference page's own files. */
function routesOf(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const match = /^([│ ]*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line)
    if (!match) return []
    const depth = (match[1]?.length ?? 0) / 4
    above[depth] = match[2] ?? ''
    const path = above.slice(0, depth + 1).join('')
    const methods = (match[3] ?? '').split(', ').filter((it) => it !== '' && it !== 'HEAD')
    return path.startsWith('/docs') ? [] : methods.map((method) => `${method} ${path}`)
  })
}

describe('the reference page', () => {
  it('refers to no other host, and its policy forbids it', async () => {
    const page = await postback.api('GET', '/docs')
    expect(page.status).toBe(200)
    expect(page.text.match(/(?:src|href)="https?:[^"]*"/g)).toBeNull()
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/https?:|upgrade-insecure/)
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '')
    expect(files.length).toBeGreaterThan(4)
    for (const file of files) {
      const reply = await postback.api('GET', file, undefined, { key: null })
      expect(reply.status, file).toBe(200)
      expect(reply.headers.get('x-content-type-options'), file).toBe('nosniff')
    }
    const start = await postback.api('GET', '/docs/static/swagger-initializer.js')
    expect(start.text).not.toMatch(/['"`]https?:\/\//)
    expect((await postback.api('GET', '/docs/json')).body.openapi).toBe('3.1.0')
  })
})

describe('event types', () => {
  it('are documented without a key', async () => {
    const list = await postback.api('GET', '/v1/event-types', undefined, { key: null })
    expect(list.body.data).toHaveLength(16)
    for (const { event } of list.body.data) {
      const { status, body } = await postback.api('GET', `/v1/event-types/${event}?locale=pt-BR`, undefined, {
        key: null,
      })
      expect(status).toBe(200)
      expect(body.example).toMatchObject({ event, version: '2.0.0' })
      expect(body.schema.$schema).toContain('2020-12')
      for (const parameter of body.parameters) {
        expect(Object.keys(parameter)).toEqual(
          expect.arrayContaining(['name', 'affiliate', 'description', 'format', 'size', 'example']),
        )
      }
    }
  })

  it('are documented in each version that has them, and in no other', async () => {
    const { data } = (await postback.api('GET', '/v1/event-types')).body
    for (const { event, versions } of data) {
      for (const version of ['2.0.0', '1.0.0']) {
        const { status, body } = await postback.api('GET', `/v1/event-types/${event}?version=${version}&locale=es`)
        if (versions.includes(version)) {
          expect(body).toMatchObject({ event, version, headers: { 'content-type': body.contentType } })
        } else {
          expect({ status, body }).toMatchObject({ status: 422, body: { code: 'event_not_in_version' } })
          expect(body.errors[0].pointer).toBe('?version')
        }
      }
    }
    const older = data.filter((it: { versions: string[] }) => it.versions.includes('1.0.0'))
    expect(older).toHaveLength(12)
  })

  it('of version 1.0.0 show a purchase as a form', async () => {
    const { body } = await postback.api('GET', '/v1/event-types/PURCHASE_APPROVED?version=1.0.0')
    expect(body.contentType).toBe('application/x-www-form-urlencoded')
    expect(Object.fromEntries(new URLSearchParams(body.body))).toEqual(body.example)
    expect(body.example).toMatchObject({ status: 'approved', price: '197.00', aff: '' })
    expect(body.parameters.filter((it: { in: string }) => it.in === 'body')).toHaveLength(75)
  })

  it('show the reader’s own product to callers with a key', async () => {
    await postback.api('PUT', '/v1/accounts/ana', { name: 'Ana' })
    await postback.api('PUT', '/v1/products/7', { name: 'Pão caseiro', accountId: 'ana' })
    const path = '/v1/event-types/PURCHASE_APPROVED?productId=7'
    expect((await postback.api('GET', path, undefined, { account: 'ana' })).body.example.data.product.name).toBe(
      'Pão caseiro',
    )
    expect((await postback.api('GET', path, undefined, { key: null })).status).toBe(401)
  })
})

describe('operations', () => {
  it('say whether the server is alive and ready', async () => {
    expect((await postback.api('GET', '/livez', undefined, { key: null })).body).toMatchObject({ status: 'ok' })
    const ready = await postback.api('GET', '/readyz', undefined, { key: null })
    expect(ready.body).toEqual({ status: 'ok', components: { server: 'ok', store: 'ok' } })
  })

  it('are not ready while stopping, or without a store', async () => {
    const stopping = await inProcess(postback, { isReady: () => false })
    expect((await stopping.inject({ method: 'GET', url: '/readyz' })).json().components.server).toBe('unavailable')
    await stopping.close()
    const store = Object.create(postback.engine.store, {
      probe: { value: () => Promise.reject(new Error('/data is full')) },
    })
    const broken = await inProcess(postback, { engine: Object.create(postback.engine, { store: { value: store } }) })
    const reply = await broken.inject({ method: 'GET', url: '/readyz' })
    expect(reply.statusCode).toBe(503)
    expect(reply.json()).toEqual({ status: 'unavailable', components: { server: 'ok', store: 'unavailable' } })
    await broken.close()
  })

  it('give figures to callers with the platform key', async () => {
    expect((await postback.api('GET', '/metrics', undefined, { key: null })).status).toBe(401)
    const { status, text, headers } = await postback.api('GET', '/metrics')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/plain')
    expect(text).toContain('postback_http_requests_total{')
  })

  it('set the headers that keep browsers from guessing', async () => {
    const { headers } = await postback.api('GET', '/v1/me')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('server')).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})
