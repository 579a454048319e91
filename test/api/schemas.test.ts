import asyncApiSpecs from '@asyncapi/specs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv, type AnySchemaObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventNames, versionsOf } from '../../src/domain/event.ts'
import { type Postback, startPostback } from '../support/harness.ts'
import { inProcess } from '../support/in-process.ts'
import { type Document, resolved } from '../support/openapi.ts'

/** Machine-readable descriptions of posts: OpenAPI's webhooks, AsyncAPI, and a JSON Schema for each body. */

let postback: Postback
let openApi: Document
let asyncApi: Document
beforeAll(async () => {
  postback = await startPostback()
  const ask = async (path: string) => (await postback.api('GET', path, undefined, { key: null })).body
  openApi = await ask('/openapi.json')
  asyncApi = await ask('/asyncapi.json')
})
afterAll(() => postback.close())

const bodies = eventNames.flatMap((event) => versionsOf(event).map((version) => [event, version] as const))
const vocabulary = ['x-affiliate', 'x-format', 'x-size', 'x-presence', 'x-since', 'x-known-values', 'x-go-name']

describe.each(bodies)('the schema of %s %s', (event, version) => {
  it('is found at its address, and called by a name that does not depend on the server', async () => {
    const { status, headers, text } = await postback.api('GET', `/schemas/${version}/${event}.json`, undefined, {
      key: null,
    })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('application/schema+json')
    const documented = (await postback.api('GET', `/v1/event-types/${event}?version=${version}`)).body
    expect(JSON.parse(text)).toEqual(documented.schema)
    expect(documented.schema.$id).toBe(`urn:postback:schema:${version}:${event}`)
  })

  it('is the body of the webhook and of the message, and their examples match it', () => {
    const ajv = new Ajv2020({ strict: true }).addVocabulary(vocabulary)
    const { content } = openApi.webhooks[event].post.requestBody
    const name = `${event}-${version}`
    const [media] = Object.values<Document>(content).filter((it) => it.examples[name])
    expect(JSON.stringify(media.schema)).toContain(`"#/components/schemas/${name}"`)
    const schema = openApi.components.schemas[name]
    expect(schema.$id).toBe(`urn:postback:schema:${version}:${event}`)
    expect(ajv.validate(schema, media.examples[name].value), ajv.errorsText()).toBe(true)

    const message = asyncApi.components.messages[name]
    expect(content[message.contentType]).toBe(media)
    expect(message.payload).toEqual({ $ref: `#/components/schemas/${name}` })
    expect({ ...asyncApi.components.schemas[name], $schema: schema.$schema }).toEqual(withoutGoNames(schema))
    expect(message.examples[0].payload).toEqual(media.examples[name].value)
  })
})

/** Only in OpenAPI: for client generators in Go. */
function withoutGoNames(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'x-go-name' ? undefined : value)))
}

it('there is no schema of an event or a version that is not sent', async () => {
  for (const path of [
    '/schemas/2.0.0/PURCHASE_MADE.json',
    '/schemas/9.0.0/PURCHASE_APPROVED.json',
    '/schemas/1.0.0/CLUB_FIRST_ACCESS.json',
    '/schemas/2.0.0',
  ]) {
    expect((await postback.api('GET', path, undefined, { key: null })).status, path).toBe(404)
  }
})

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(openApi))
    expect(result.errors).toBeUndefined()
    expect(result.valid).toBe(true)
  })

  it('has one webhook for each event, with the headers that receivers look at', () => {
    expect(Object.keys(openApi.webhooks)).toEqual([...eventNames])
    for (const { post } of Object.values<Document>(openApi.webhooks)) {
      expect(post.security).toEqual([])
      expect(openApi.tags).toContainEqual(expect.objectContaining({ name: post.tags[0] }))
      const required = post.parameters.filter((it: { required: boolean }) => it.required)
      expect(required.map((it: { name: string }) => it.name)).toEqual(
        expect.arrayContaining(['webhook-id', 'webhook-timestamp', 'webhook-signature', 'postback-sequence']),
      )
      expect(post.parameters.map((it: { name: string }) => it.name)).toContain('x-hotmart-hottok')
      expect(Object.keys(post.responses)).toEqual(['410', '2XX', 'default'])
    }
  })
})

describe('the AsyncAPI document', () => {
  it('is valid AsyncAPI 3.0, and every reference leads somewhere', () => {
    const ajv = new Ajv({ allErrors: true, strict: false, logger: false, validateFormats: false })
    const valid = ajv.validate(asyncApiSpecs.schemasWithoutId['3.0.0'] as AnySchemaObject, asyncApi)
    expect(ajv.errors).toBeNull()
    expect(valid).toBe(true)
    expect(() => resolved(asyncApi, asyncApi)).not.toThrow()
  })

  it('has one operation for each event, that sends each version', () => {
    expect(Object.keys(asyncApi.operations)).toEqual([...eventNames])
    const sent = Object.values<Document>(asyncApi.operations).flatMap((it) => it.messages as { $ref: string }[])
    expect(sent.map(({ $ref }) => $ref.split('/').at(-1)).toSorted()).toEqual(
      bodies.map(([event, version]) => `${event}-${version}`).toSorted(),
    )
  })

  it('leaves the headers of HTTP itself out', () => {
    for (const message of Object.values<Document>(asyncApi.components.messages)) {
      expect(Object.keys(message.headers.properties)).not.toContain('content-type')
      expect(Object.keys(message.bindings.http.headers.properties)).toEqual(['user-agent'])
    }
  })

  it('leads to the page of a server that knows its address', async () => {
    expect(asyncApi.info).not.toHaveProperty('externalDocs')
    const known = await inProcess(postback, { publicUrl: 'https://postback.example.com' })
    const { info, components } = (await known.inject({ method: 'GET', url: '/asyncapi.json' })).json()
    expect(info.externalDocs).toEqual({ url: 'https://postback.example.com/docs' })
    expect(components).toEqual(asyncApi.components)
    await known.close()
  })
})
