import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { failingRows } from '../../../../test/support/failing-rows.ts'
import { type EventName, eventNames, isPurchaseEvent } from '../../event.ts'
import type { Json, JsonObject } from '../../text/json.ts'
import { mergePatch } from '../../text/merge-patch.ts'
import { familyOf } from '../families/families.ts'
import { renderBody } from '../render/render.ts'
import { statusOfEvent } from '../status.ts'
import type { View } from '../view.ts'
import { exampleData } from './example.ts'
import { jsonSchemaOf } from './json-schema.ts'

const product = { id: 7, name: 'Bread', ucode: 'u-7', hasCoProduction: false }
const now = Date.UTC(2026, 0, 15, 12)
const views = (['producer', 'coproducer:a', 'affiliate:A1', 'affiliate:A1+buyer'] as const).map(
  (view): [string, View] => [view, view],
)

describe.each(eventNames)('the schema of %s', (event) => {
  const schema = jsonSchemaOf(event, '2.0.0')
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: true })
  ajv.addVocabulary(['x-affiliate', 'x-format', 'x-size', 'x-presence', 'x-since', 'x-known-values'])
  const validate = ajv.compile(schema)
  const errorsOf = (body: unknown) => (validate(body) ? [] : (validate.errors ?? []))

  const body = (view: View, data: JsonObject) =>
    JSON.parse(
      renderBody({ event, version: '2.0.0', view, id: '019bc186-de00-7a54-9d13-5c6e2a10b7f4', creationDate: now, data })
        .text,
    )
  const example = exampleData({
    event,
    product,
    producer: { name: 'P' },
    transaction: 'HP1',
    now,
    affiliate: { code: 'A1', name: 'One' },
  })

  it('has a stable $id', () => {
    expect(schema.$id).toBe(`urn:postback:schema:2.0.0:${event}`)
  })

  it('holds for the example in every view', async () => {
    const failing = await failingRows(views, (view) => {
      expect(errorsOf(body(view, example))).toEqual([])
      expect(errorsOf({ ...body(view, example), hottok: 'abc' })).toEqual([])
    })
    expect(failing).toEqual([])
  })

  it('holds for as little as platforms may report, in every view', async () => {
    const data = familyOf(event).complete(leastOf(event), { product, producer: { name: 'P' }, occurredAt: now })
    expect(await failingRows(views, (view) => expect(errorsOf(body(view, data))).toEqual([]))).toEqual([])
  })

  it('allows fields that are added later', () => {
    expect(errorsOf(body('producer', { ...example, later: { a: 1 } }))).toEqual([])
  })

  it('refuses another event and a wrong type', () => {
    const good = body('producer', example)
    expect(errorsOf({ ...good, event: 'OTHER' })).not.toEqual([])
    const date = event === 'CLUB_FIRST_ACCESS' ? 'creationDate' : 'creation_date'
    expect(errorsOf({ ...good, [date]: '2026-01-15' })).not.toEqual([])
    const wrong = placed(familyOf(event).productAt, { ...product, id: [] })
    expect(errorsOf({ ...good, data: { ...good.data, ...wrong } })).not.toEqual([])
  })
})

/** The least that a platform may report: the required fields, with the examples of their records. */
function leastOf(event: EventName): JsonObject {
  if (isPurchaseEvent(event)) {
    return { product: { id: 7 }, buyer: { email: 'ana@example.com' }, purchase: { status: statusOfEvent(event) } }
  }
  return familyOf(event)
    .parameters.filter(({ input, type }) => input === 'required' && type !== 'object')
    .map(({ path, example }) => placed(path.split('.').slice(1), example))
    .reduce((all, one) => mergePatch(all, one) as JsonObject, {})
}

function placed(path: readonly string[], value: Json): JsonObject {
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value) as JsonObject
}
