import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { eventNames, isPurchaseEvent } from '../../src/domain/event.ts'
import { checkData } from '../../src/domain/payload/checks/check.ts'
import { exampleData } from '../../src/domain/payload/documentation/example.ts'
import { renderBody } from '../../src/domain/payload/render/render.ts'
import { isJsonObject, type Json, type JsonObject } from '../../src/domain/text/json.ts'
import { failingRows } from '../support/failing-rows.ts'

/** Captured facts of version 2.0.0, compared with the bodies that we can send. */

type Fact = readonly [path: string, value: Json]
type Facts = Readonly<Record<string, readonly Fact[]>>

const facts: { examples: Facts } = JSON.parse(readFileSync(new URL('../facts/version-2.json', import.meta.url), 'utf8'))

const now = Date.UTC(2026, 0, 15, 12)
const envelope = { version: '2.0.0', view: 'producer', id: '545e7d21-8fc4-4906-8fba-dcd7889f6481' } as const
const parse = (text: string): JsonObject => JSON.parse(text)

it.each(Object.keys(facts.examples))(
  'every captured value of %s can be reported, and is sent as it was',
  async (group) => {
    const events = eventNames.filter((event) => (isPurchaseEvent(event) ? 'PURCHASE' : event) === group)

    const rows = (facts.examples[group] ?? []).map(
      ([path, value]) => [`${path}: ${JSON.stringify(value)}`, { path, value }] as const,
    )
    const failing = await failingRows(rows, ({ path, value }) => {
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
    expect(failing).toEqual([])
  },
)

// -- paths -----------------------------------------------------------------------------------------------------------------

/** The values at a path: for `commissions[].value` one per entry of the list, else at most one. */
function valuesAt(value: Json | undefined, path: string): readonly Json[] {
  let found: readonly Json[] = value === undefined ? [] : [value]
  for (const part of path.split('.')) {
    const members = found.flatMap((it) => (isJsonObject(it) ? (it[part.replace('[]', '')] ?? []) : []))
    found = part.endsWith('[]') ? members.flat() : members
  }
  return found
}

/** The object with another value at a path; in a list, in the first entry. */
function withValue(object: JsonObject, [part = '', ...rest]: readonly string[], value: Json): JsonObject {
  const key = part.replace('[]', '')
  const old = object[key]
  const inner = (member: Json | undefined) =>
    rest.length === 0 ? value : withValue(isJsonObject(member) ? member : {}, rest, value)
  if (!part.endsWith('[]')) return { ...object, [key]: inner(old) }
  const [first, ...others] = Array.isArray(old) ? old : []
  return { ...object, [key]: [inner(first), ...others] }
}
