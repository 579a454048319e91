import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EventName, eventNames, isPurchaseEvent, purchaseEvents } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../../text/json.ts'
import { exampleData } from '../documentation/example.ts'
import { familyOf } from '../families/families.ts'
import { purchaseParameters } from '../fields/purchase/parameters.ts'
import { isList } from '../parameter.ts'
import { statusOfEvent } from '../status.ts'
import { type Branch, treeOf } from '../tree.ts'
import type { View } from '../view.ts'
import { renderBody } from './render.ts'

const id = '019bc186-de00-7a54-9d13-5c6e2a10b7f4'
const now = Date.UTC(2026, 0, 15, 12)
const product = { id: 7, name: 'Bread', ucode: 'u-7' }
const transaction = 'HP16015479281022'

function render(event: EventName, view: View, data: JsonObject) {
  return renderBody({ event, version: '2.0.0', view, id, creationDate: now, data })
}

function sent(event: EventName, view: View, data: JsonObject): JsonObject {
  return JSON.parse(render(event, view, data).text).data
}

const example = (event: EventName) => exampleData({ event, product, producer: { name: 'P' }, transaction, now })

describe('a body', () => {
  it('has its envelope in the order that people know, and data as given', () => {
    const data = example('PURCHASE_APPROVED')
    const { contentType, text } = render('PURCHASE_APPROVED', 'producer', data)
    expect(contentType).toBe('application/json')
    expect(text).toBe(
      `{"id":"${id}","creation_date":${now},"event":"PURCHASE_APPROVED","version":"2.0.0","data":${JSON.stringify(data)}}`,
    )
  })

  it.each(eventNames)('of %s takes the token as its last member', (event) => {
    const { text, hottokAt } = render(event, 'producer', example(event))
    if (hottokAt === null) throw new Error('a JSON body has a place for the token')
    const spliced = `${text.slice(0, hottokAt)},"hottok":"abc"${text.slice(hottokAt)}`
    const date = event === 'CLUB_FIRST_ACCESS' ? 'creationDate' : 'creation_date'
    expect(Object.keys(JSON.parse(spliced))).toEqual(['id', date, 'event', 'version', 'data', 'hottok'])
    expect(JSON.parse(spliced)).toEqual({ ...JSON.parse(text), hottok: 'abc' })
  })

  it('drops what does not belong to the event, and nulls of known fields, and what that leaves empty', () => {
    const purchase = {
      status: 'CANCELLED',
      origin: { src: null },
      payment: { type: 'PIX', pix_code: 'x', refusal_reason: 'no' },
      unknown: null,
    }
    expect(sent('PURCHASE_CANCELED', 'producer', { purchase, subscription: null }).purchase).toEqual({
      status: 'CANCELED',
      payment: { type: 'PIX', pix_code: 'x', refusal_reason: 'no' },
      unknown: null,
    })
    expect(sent('PURCHASE_EXPIRED', 'producer', { purchase }).purchase).toEqual({
      status: 'EXPIRED',
      payment: { type: 'PIX', pix_code: 'x' },
      unknown: null,
    })
  })

  it.each([undefined, null, []])('names an empty affiliate for %j', (affiliates) => {
    const data = affiliates === undefined ? {} : { affiliates }
    expect(sent('PURCHASE_APPROVED', 'producer', data).affiliates).toEqual([{ affiliate_code: '', name: '' }])
  })

  it('leaves numbers and unknown fields as they are', () => {
    const data = { purchase: { status: 'APPROVED', price: { value: 10.5 }, extra: [1, { a: 0.1 }] }, more: 'x' }
    expect(sent('PURCHASE_APPROVED', 'producer', data)).toEqual({
      ...data,
      affiliates: [{ affiliate_code: '', name: '' }],
    })
  })

  it('never changes the data that it is given', () => {
    const data = JSON.stringify({
      ...example('PURCHASE_DELAYED'),
      affiliates: null,
      commissions: commissionsOf('ADDON', 'MARKETPLACE'),
    })
    const given = JSON.parse(data)
    for (const view of ['producer', 'coproducer:a', 'affiliate:x', 'affiliate:x+buyer'] as const) {
      render('PURCHASE_APPROVED', view, given)
    }
    expect(JSON.stringify(given)).toBe(data)
  })

  it('says what the data says', () => {
    const anyData = fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => !known.has(key) && key !== '__proto__'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(anyData, (unknown) => {
        const data = JSON.parse(JSON.stringify({ ...example('PURCHASE_APPROVED'), ...unknown }))
        expect(sent('PURCHASE_APPROVED', 'producer', data)).toEqual(data)
      }),
    )
  })
})

const known = new Set(treeOf(purchaseParameters, 'data').keys())

function commissionsOf(...sources: readonly string[]): Json {
  return sources.map((source, index) => ({ value: index, currency_value: 'BRL', source }))
}

describe('commissions', () => {
  const given = commissionsOf('PRODUCER', 'AFFILIATE', 'MARKETPLACE', 'COPRODUCER', 'ADDON')
  const shownTo = (view: View) => {
    const commissions = sent('PURCHASE_APPROVED', view, { commissions: given }).commissions
    return (commissions as readonly JsonObject[]).map((entry) => entry.source)
  }

  it('begin with the marketplace', () => {
    expect(shownTo('producer')).toEqual(['MARKETPLACE', 'PRODUCER', 'AFFILIATE', 'COPRODUCER', 'ADDON'])
  })
  it('of others are not shown to co-producers', () => {
    expect(shownTo('coproducer:a')).toEqual(['MARKETPLACE', 'COPRODUCER'])
  })
  it('of others are not shown to affiliates', () => {
    expect(shownTo('affiliate:x')).toEqual(['MARKETPLACE', 'AFFILIATE'])
    expect(shownTo('affiliate:x+buyer')).toEqual(['MARKETPLACE', 'AFFILIATE'])
  })
})

describe('the affiliate view', () => {
  it('shows only the own entry of the affiliates', () => {
    const affiliates = [
      { affiliate_code: 'A1', name: 'One', phone: '1' },
      { affiliate_code: 'B2', name: 'Two' },
    ]
    expect(sent('PURCHASE_APPROVED', 'affiliate:B2', { affiliates }).affiliates).toEqual([affiliates[1]])
    expect(sent('PURCHASE_APPROVED', 'affiliate:A1', { affiliates }).affiliates).toEqual([
      { affiliate_code: 'A1', name: 'One' },
    ])
    expect(sent('PURCHASE_APPROVED', 'affiliate:C3', { affiliates }).affiliates).toEqual([
      { affiliate_code: '', name: '' },
    ])
    expect(sent('PURCHASE_APPROVED', 'coproducer:x', { affiliates }).affiliates).toEqual(affiliates)
  })

  it('shows the buyer only if that is allowed', () => {
    const data = example('PURCHASE_BILLET_PRINTED')
    expect(sent('PURCHASE_BILLET_PRINTED', 'affiliate:x', data)).not.toHaveProperty('buyer')
    expect(sent('PURCHASE_BILLET_PRINTED', 'affiliate:x+buyer', data).buyer).toEqual(data.buyer)
    const barcode = valueAt(
      sent('PURCHASE_BILLET_PRINTED', 'affiliate:x+buyer', data),
      'purchase',
      'payment',
      'billet_barcode',
    )
    expect(barcode).toMatch(/^\d{47}$/)
  })

  const leavesOf = (event: EventName) => familyOf(event).parameters.filter((parameter) => parameter.type !== 'object')
  const hiddenFrom = (event: EventName, view: View) =>
    leavesOf(event).filter(
      (leaf) => leaf.affiliate === 'no' || (leaf.affiliate === 'with-buyer-data' && !view.endsWith('+buyer')),
    )
  const allCanaries = (event: EventName) => planted(treeOf(familyOf(event).parameters, 'data'), { pick: () => 'text' })
  const oneOfEachFamily = eventNames.filter((event) => event === 'PURCHASE_APPROVED' || !isPurchaseEvent(event))

  it.each<View>(['affiliate:ME', 'affiliate:ME+buyer'])('%s holds no canary that it may not see', (view) => {
    fc.assert(
      fc.property(fc.constantFrom(...eventNames).chain(canaryData), ({ event, data }) => {
        const { text } = render(event, view, data)
        for (const { path } of hiddenFrom(event, view)) expect(text).not.toContain(canaryOf(path))
        expect(text).not.toContain(strange)
      }),
      { numRuns: 500 },
    )
  })

  describe.each<View>(['affiliate:ME', 'affiliate:ME+buyer'])('as %s', (view) => {
    it.each(oneOfEachFamily)('holds everything of %s that it may see', (event) => {
      const { text } = render(event, view, allCanaries(event))
      const hidden = new Set(hiddenFrom(event, view))
      // Entries of lists are chosen by these two, which are therefore not canaries; the rest does not belong to this event.
      const others = new Set(['data.affiliates[].affiliate_code', 'data.commissions[].source', 'data.purchase.status'])
      for (const leaf of leavesOf(event)) {
        if (hidden.has(leaf) || others.has(leaf.path) || leaf.only) continue
        expect(text, leaf.path).toContain(canaryOf(leaf.path))
      }
    })
  })

  it.each(['PURCHASE_DELAYED', ...oneOfEachFamily.slice(1)] as const)(
    'leaves nothing of the canaries of %s out for the producer',
    (event) => {
      const { text } = render(event, 'producer', allCanaries(event))
      for (const leaf of hiddenFrom(event, 'affiliate:ME')) if (!leaf.only) expect(text).toContain(canaryOf(leaf.path))
      expect(text).toContain(strange)
    },
  )

  it('of events that are no purchases does not tell who brought the buyer', () => {
    const affiliates = [{ affiliate_code: 'ME', name: 'One' }]
    for (const event of eventNames.filter((it) => !isPurchaseEvent(it))) {
      expect(sent(event, 'producer', { ...example(event), affiliates })).toEqual(example(event))
    }
  })
})

/** Marks the value of one field. Ends with a bracket, so that no mark begins another. */
function canaryOf(path: string): string {
  return `<${path}>`
}
const strange = 'never-documented'

type Plant = 'text' | 'object' | 'list' | 'null' | 'absent'

/** Data in which every leaf is a canary, in any shape, with unknown fields at every level. */
function canaryData(event: EventName): fc.Arbitrary<{ event: EventName; data: JsonObject }> {
  const plants = fc.infiniteStream(fc.constantFrom<Plant>('text', 'text', 'text', 'object', 'list', 'null', 'absent'))
  const tree = treeOf(familyOf(event).parameters, 'data')
  return plants.map((stream) => ({ event, data: planted(tree, { pick: () => stream.next().value ?? 'text' }) }))
}

function planted(branches: ReadonlyMap<string, Branch>, { pick }: { pick: () => Plant }): JsonObject {
  const object: Record<string, Json> = { unknown_field: strange, unknown_object: { deep: [strange] } }
  for (const [key, { parameter, members }] of branches) {
    const plant = pick()
    const path = parameter.path
    const inside = () => planted(members, { pick })
    if (path === 'data.affiliates[].affiliate_code') object[key] = 'ME'
    else if (path === 'data.commissions[].source') object[key] = 'AFFILIATE'
    else if (plant === 'null') object[key] = null
    else if (parameter.type !== 'object') object[key] = asPlanted(plant, canaryOf(path))
    else if (plant === 'absent') continue
    else
      object[key] = isList(parameter)
        ? [inside(), ...(plant === 'list' ? [strange, [strange]] : [])]
        : asObject(plant, inside())
  }
  return object
}

/** Any value where a plain one belongs: what stands inside it was never documented, whoever may see the field. */
function asPlanted(plant: Plant, canary: string): Json {
  if (plant === 'object') return { inner: canary, other: strange }
  return plant === 'list' ? [canary, strange] : canary
}

/** An object where it belongs, or where a list stands instead. */
function asObject(plant: Plant, object: JsonObject): Json {
  return plant === 'list' ? [object] : object
}

describe('moments that Hotmart knows to the second', () => {
  const views = ['producer', 'coproducer:a', 'affiliate:A1', 'affiliate:A1+buyer'] as const
  const moment = 1_768_478_400_999
  const second = 1_768_478_400_000

  it.each(purchaseEvents)('are sent without milliseconds in %s, to every reader', (event) => {
    const { purchase, ...rest } = example(event)
    const dates = { approved_date: moment, order_date: moment, date_next_charge: moment }
    const payment = { type: 'PIX', pix_expiration_date: moment }
    const data = { ...rest, purchase: { ...(isJsonObject(purchase) ? purchase : {}), ...dates, payment } }
    for (const view of views) {
      const found = JSON.stringify(sent(event, view, data)).matchAll(/"(?:approved|order|pix_expiration)_date":(\d+)/g)
      for (const [, date] of found) expect(Number(date), view).toBe(second)
      expect(valueAt(sent(event, view, data), 'purchase', 'date_next_charge'), view).toBe(second)
    }
  })

  it.each([
    ['SUBSCRIPTION_CANCELLATION', { date_next_charge: moment, cancellation_date: moment }],
    ['SWITCH_PLAN', { subscription: { date_next_charge: moment } }],
    ['UPDATE_SUBSCRIPTION_CHARGE_DATE', { subscription: { date_next_charge: moment } }],
  ] as const)('are so in %s too, and other moments keep their milliseconds', (event, data) => {
    const text = JSON.stringify(sent(event, 'producer', data))
    expect(text).toContain(`"date_next_charge":${second}`)
    if ('cancellation_date' in data) expect(text).toContain(`"cancellation_date":${moment}`)
  })
})

describe('the end of the guarantee', () => {
  const views = ['producer', 'coproducer:a', 'affiliate:A1', 'affiliate:A1+buyer'] as const
  const warranty = (view: (typeof views)[number], text: string) =>
    valueAt(sent('PURCHASE_APPROVED', view, { product: { id: 7, warranty_date: text } }), 'product', 'warranty_date')

  it.each([
    '2026-01-22T00:00:00Z',
    '2026-01-22T00:00:00.000Z',
    '2026-01-21T21:00:00-03:00',
    '2026-01-22T00:00Z',
    '2026-01-22',
  ])('reported as %s is sent in the form that Hotmart sends, to every reader', (text) => {
    for (const view of views) expect(warranty(view, text), view).toBe('2026-01-22T00:00:00Z')
  })

  it.each(['2026-01-22T00:00:00', '22/01/2026', 'for life', ''])('reported as %j is sent as it is', (text) => {
    expect(warranty('producer', text)).toBe(text)
  })
})

describe('completing', () => {
  const { complete } = familyOf('PURCHASE_APPROVED')
  const facts = {
    product: { id: 7, name: 'Bread', ucode: 'u-7', hasCoProduction: true },
    producer: { name: 'Padaria' },
    occurredAt: now,
  }

  it('fills in exactly the derived fields', () => {
    const filled = complete({ product: { id: 7, name: null }, purchase: { status: 'APPROVED' } }, facts)
    expect(filled).toEqual({
      product: { id: 7, name: 'Bread', ucode: 'u-7', has_co_production: true },
      producer: { name: 'Padaria' },
      purchase: { status: 'APPROVED', order_date: now },
    })
    for (const { path } of purchaseParameters.filter(
      (parameter) => parameter.input === 'derived' && parameter.type !== 'object',
    )) {
      expect(valueAt(filled, ...path.split('.').slice(1)), path).toBeDefined()
    }
  })

  it('keeps what was reported', () => {
    const data = example('PURCHASE_APPROVED')
    expect(complete(data, facts)).toBe(data)
    const renamed = complete({ product: { id: 7, name: 'Old name' } }, facts)
    expect(valueAt(renamed, 'product', 'name')).toBe('Old name')
  })

  it.each(eventNames.filter((event) => !isPurchaseEvent(event)))('%s gets its derived fields', (event) => {
    const known = { ...facts, product: { ...facts.product, name: 'Known name' } }
    const filled = familyOf(event).complete({ product: { id: 7 }, subscription: { product: { id: 7 } } }, known)
    for (const { path, input, type } of familyOf(event).parameters) {
      if (input === 'derived' && type !== 'object')
        expect(valueAt(filled, ...path.split('.').slice(1)), path).toBeDefined()
    }
    const whole = example(event)
    expect(familyOf(event).complete(whole, known)).toBe(whole)
  })

  it.each(purchaseEvents)('leaves %s with the status that is sent', (event) => {
    const data = sent(event, 'producer', complete({ purchase: { status: 'whatever' } }, facts))
    expect(isJsonObject(data.purchase) && data.purchase.status).toBe(statusOfEvent(event))
  })
})
