import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type EventName, eventNames, isPurchaseEvent, purchaseEvents } from '../src/domain/event.ts'
import { isJsonObject, type Json, type JsonObject } from '../src/domain/json.ts'
import { mergePatch } from '../src/domain/merge-patch.ts'
import { checkData } from '../src/domain/payload/check.ts'
import { classicData } from '../src/domain/payload/classic.ts'
import { exampleData } from '../src/domain/payload/example.ts'
import { renderBody } from '../src/domain/payload/render.ts'
import { statusOfEvent } from '../src/domain/payload/status.ts'

/** What was captured of version 2.0.0, held against what Postback can send. */

type Fact = readonly [path: string, value: Json]
type Facts = Readonly<Record<string, readonly Fact[]>>

const facts: { testTool: Facts; examples: Facts } = JSON.parse(
  readFileSync(new URL('facts/version-2.json', import.meta.url), 'utf8'),
)
const factsFor = (all: Facts, event: EventName) => all[isPurchaseEvent(event) ? 'PURCHASE' : event] ?? []

const now = Date.UTC(2026, 0, 15, 12)
const envelope = { version: '2.0.0', view: 'producer', id: '545e7d21-8fc4-4906-8fba-dcd7889f6481' } as const
const parse = (text: string): JsonObject => JSON.parse(text)

describe.each(eventNames.filter((event) => event !== 'ORDER_FULFILLMENT'))('the classic body of %s', (event) => {
  const data = classicData(event, now) ?? {}
  const body = parse(renderBody({ ...envelope, event, creationDate: now, data, classic: true }).text)
  const known = factsFor(facts.testTool, event)

  it('is accepted as any data is', () => {
    expect(known.length).toBeGreaterThan(2)
    expect(checkData(event, data)).toEqual([])
  })

  it.each(known)('has %s: %j', (path, value) => {
    expect(valuesAt(body.data, path)).toContainEqual(value)
  })

  it('has none of the fields that only other posts have', () => {
    const ofTheTool = new Set([...known.map(([path]) => path), ...varying])
    for (const [path] of factsFor(facts.examples, event)) {
      if (!ofTheTool.has(path)) expect(valuesAt(body.data, path), path).toEqual([])
    }
  })

  it('is wrapped as the tool wraps it', () => {
    const camelCase = event === 'CLUB_FIRST_ACCESS' || event === 'UPDATE_SUBSCRIPTION_CHARGE_DATE'
    expect(body).toMatchObject({ id: envelope.id, event, version: '2.0.0' })
    expect([body.creationDate, body.creation_date]).toEqual(camelCase ? [now, undefined] : [undefined, now])
  })
})

/** Of the event, and of the moment. */
const varying = ['purchase.status', 'purchase.event_tickets.amount']

describe('the classic purchases', () => {
  it('are one body but for status and the tickets, which are the time in milliseconds', () => {
    const [first, ...others] = purchaseEvents.map((event) => {
      const data = classicData(event, now)
      expect(valuesAt(data, 'purchase.status')).toEqual([statusOfEvent(event)])
      expect(valuesAt(data, 'purchase.event_tickets.amount')).toEqual([now])
      return mergePatch(data ?? {}, { purchase: { status: null } })
    })
    for (const other of others) expect(other).toEqual(first)
  })
})

describe.each(Object.keys(facts.examples))('a captured value of %s', (group) => {
  const events = eventNames.filter((event) => (isPurchaseEvent(event) ? 'PURCHASE' : event) === group)

  it.each(facts.examples[group] ?? [])('can be reported and is sent as it was: %s: %j', (path, value) => {
    const reproduced = events.filter((event) => {
      const example = exampleData({
        event,
        product: { id: 7, name: 'Bread', ucode: 'u-7' },
        producer: { name: 'P' },
        transaction: 'HP1',
        now,
      })
      const data = withValue(example, path.split('.'), value)
      if (checkData(event, data).length > 0) return false
      const body = parse(renderBody({ ...envelope, event, creationDate: now, data }).text)
      return valuesAt(body.data, path).some((sent) => JSON.stringify(sent) === JSON.stringify(value))
    })
    expect(reproduced).not.toEqual([])
  })
})

// -- paths -----------------------------------------------------------------------------------------------------------------

/** What stands at `commissions[].value` in each entry of the list, and elsewhere the one value that there is. */
function valuesAt(value: Json | undefined, path: string): readonly Json[] {
  let found: readonly Json[] = value === undefined ? [] : [value]
  for (const part of path.split('.')) {
    const members = found.flatMap((it) => (isJsonObject(it) ? (it[part.replace('[]', '')] ?? []) : []))
    found = part.endsWith('[]') ? members.flat() : members
  }
  return found
}

/** The object with another value at a path; a list gets it in its first entry. */
function withValue(object: JsonObject, [part = '', ...rest]: readonly string[], value: Json): JsonObject {
  const key = part.replace('[]', '')
  const old = object[key]
  const inner = (member: Json | undefined) =>
    rest.length === 0 ? value : withValue(isJsonObject(member) ? member : {}, rest, value)
  if (!part.endsWith('[]')) return { ...object, [key]: inner(old) }
  const [first, ...others] = Array.isArray(old) ? old : []
  return { ...object, [key]: [inner(first), ...others] }
}
