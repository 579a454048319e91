import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostback } from '../../test/support/harness.ts'
import { createClient } from '../src/index.ts'
import { elsewhere, leftOut, operations } from './operations.ts'
import { root } from './pack.ts'
import { compile } from './types.ts'

/** The client matches the OpenAPI document: paths, parameters, fields, keys, and the types of answers. */

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: Schema | boolean
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>

interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
  readonly body: Content
  readonly answers: readonly Schema[]
}

let documented: readonly Operation[]
let components: Readonly<Record<string, Schema>>
beforeAll(async () => {
  const postback = await startPostback()
  const { paths, components: all } = (await postback.api('GET', '/openapi.json')).body
  await postback.close()
  components = all.schemas
  documented = Object.entries<Record<string, Record<string, never>>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId: id, parameters = [], requestBody, responses }]) => {
      if (id === undefined) return []
      const answers = Object.entries<{ content?: Content }>(responses ?? {})
        .filter(([status]) => status.startsWith('2') && status !== elsewhere[id]?.status)
        .flatMap(([, { content = {} }]) => content['application/json']?.schema ?? [])
      const body = (requestBody as { content?: Content } | undefined)?.content ?? {}
      return [{ id, method: method.toUpperCase(), path, parameters, body, answers }]
    }),
  )
})

it('has a method for each operation, or a stated reason for having none', () => {
  const known = [...Object.keys(operations), ...Object.keys(leftOut)]
  expect(known.sort()).toEqual(documented.map(({ id }) => id).sort())
})

it('makes each call as it is documented', async () => {
  const calls = Object.entries(operations)
  const made = await Promise.all(calls.map(async ([id, call]) => ({ id, ...(await requestOf(call)) })))
  const expected = documented
    .filter(({ id }) => id in operations)
    .map(({ id, method, path, parameters, body }) => {
      const { properties = {} } = resolved(body['application/json']?.schema)
      return {
        ...{ id, method, path },
        query: names(parameters.filter((it) => it.in === 'query')),
        hasKey: parameters.some(({ name }) => name === 'Idempotency-Key'),
        fields: Object.keys(properties)
          .filter((name) => !elsewhere[id]?.fields?.includes(name))
          .sort(),
      }
    })
  const byId = new Map(documented.map((it) => [it.id, it]))
  expect(
    made
      .map(({ url, method, hasKey, fields, id }) => {
        const template = byId.get(id)?.path ?? ''
        const isThere = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(url.pathname)
        return {
          id,
          method,
          path: isThere ? template : url.pathname,
          query: [...url.searchParams.keys()].sort(),
          hasKey,
          fields,
        }
      })
      .sort(byName),
  ).toEqual(expected.sort(byName))
})

function resolved(schema: Schema = {}): Schema {
  return schema.$ref === undefined ? schema : (components[schema.$ref.replace('#/components/schemas/', '')] ?? {})
}

function names(parameters: Operation['parameters']): readonly string[] {
  return parameters.map(({ name }) => name).sort()
}

function byName(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1
}

interface MadeRequest {
  readonly method: string
  readonly url: URL
  readonly hasKey: boolean
  /** Fields of a JSON body. */
  readonly fields: readonly string[]
}

/** The first request of the call. */
async function requestOf(call: (typeof operations)[keyof typeof operations]): Promise<MadeRequest> {
  let made: MadeRequest | undefined
  const listen: typeof fetch = async (input, { method = 'GET', headers, body } = {}) => {
    const sent = new Headers(headers)
    const isJson = sent.get('content-type') === 'application/json'
    const fields = isJson ? Object.keys(JSON.parse(String(body))).sort() : []
    made ??= { method, url: new URL(String(input)), hasKey: sent.has('idempotency-key'), fields }
    throw new Error('Nothing is sent.')
  }
  const result = call(createClient({ baseUrl: 'https://postback.example', fetch: listen, retries: 0 }))
  const first = 'next' in result ? result.next() : result
  await expect(first).rejects.toMatchObject({ code: 'not_reached' })
  if (made === undefined) throw new Error('No request was made.')
  return made
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sdk-operations-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

it('has types that accept every documented answer, and declare all of its fields', async () => {
  const answered = documented.filter(({ id, answers }) => id in operations && answers.length > 0)
  const checks = answered.flatMap(({ id, answers }) =>
    answers.flatMap((answer, index) => [
      `const of_${id}_${index}: Promised<typeof operations.${id}> = {} as ${typeOf(answer)}`,
      `const all_${id}_${index}: Promised<typeof operations.${id}> = ${literalOf(answer)}`,
    ]),
  )
  const types = Object.entries(components).map(([name, schema]) => `type ${nameOf(name)} = ${typeOf(schema)}`)
  const text = [
    `import type { operations } from '${root}/sdk/test/operations.ts'`,
    'type Promised<Call extends (...parameters: never[]) => unknown> = Awaited<ReturnType<Call>>',
    ...types,
    ...checks,
  ].join('\n')
  writeFileSync(join(folder, 'answers.ts'), text)
  const compilerOptions = {
    module: 'esnext',
    moduleResolution: 'bundler',
    noUnusedLocals: false,
    types: [],
    lib: ['es2025', 'dom'],
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: [], files: ['answers.ts'] }),
  )
  expect(await compile(join(root, 'node_modules/.bin/tsc'), folder)).toBe('')
})

/** JSON Schema as TypeScript. */
function typeOf(schema: Schema): string {
  const {
    $ref,
    type,
    enum: values,
    const: value,
    properties,
    required = [],
    items,
    anyOf,
    additionalProperties: more,
  } = schema
  if ($ref !== undefined) return nameOf($ref.replace('#/components/schemas/', ''))
  if (values) return values.map((it) => JSON.stringify(it)).join(' | ')
  if (value !== undefined) return JSON.stringify(value)
  if (anyOf) return anyOf.map(typeOf).join(' | ')
  if (Array.isArray(type)) return type.map((it) => typeOf({ ...schema, type: it })).join(' | ')
  if (type === 'array') return `readonly (${items ? typeOf(items) : 'unknown'})[]`
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'string' || type === 'boolean' || type === 'null') return type
  if (type === 'object' && !properties)
    return `Readonly<Record<string, ${typeof more === 'object' ? typeOf(more) : 'unknown'}>>`
  if (type !== 'object') return 'unknown'
  const fields = Object.entries(properties ?? {}).map(
    ([name, field]) => `readonly ${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(field)}`,
  )
  return `{ ${fields.join('; ')} }`
}

/** A value with every documented field. If a type lacks one, the compiler reports an unknown property. */
function literalOf(schema: Schema): string {
  const { $ref, properties, items, anyOf } = schema
  if ($ref !== undefined) return literalOf(components[$ref.replace('#/components/schemas/', '')] ?? {})
  if (items) return `[${literalOf(items)}]`
  const member = anyOf?.find((it) => it.properties ?? it.$ref)
  if (member) return literalOf(member)
  if (!properties) return 'null as never'
  const fields = Object.entries(properties).map(([name, field]) => `${JSON.stringify(name)}: ${literalOf(field)}`)
  return `{ ${fields.join(', ')} }`
}

/** A schema name such as `PURCHASE_APPROVED-2.0.0` is not a valid type name. */
function nameOf(name: string): string {
  return `Shape_${name.replaceAll(/\W/g, '_')}`
}
