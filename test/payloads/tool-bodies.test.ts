import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type EventName, eventNames, isPurchaseEvent } from '../../src/domain/event.ts'
import { checkData } from '../../src/domain/payload/checks/check.ts'
import { familyOf } from '../../src/domain/payload/families/families.ts'
import { classicData } from '../../src/domain/payload/render/classic.ts'
import { renderBody } from '../../src/domain/payload/render/render.ts'
import { isJsonObject, type JsonObject } from '../../src/domain/text/json.ts'
import { mergePatch } from '../../src/domain/text/merge-patch.ts'
import { setStage } from '../support/stage.ts'

/** Captured bodies of Hotmart's own test tool, with other addresses. */

interface ToolBody {
  readonly event: EventName
  readonly data: JsonObject
  readonly hottok?: string
}

const bodies: readonly ToolBody[] = JSON.parse(
  readFileSync(new URL('../facts/tool-bodies.json', import.meta.url), 'utf8'),
)

/** With a separate product and transaction, in the order of the body. */
function unique({ event, data }: ToolBody, number: number): { data: JsonObject; productId: number } {
  const productId = 7_000_000 + number
  const id = event === 'CLUB_MODULE_COMPLETED' ? String(productId) : productId
  const product = familyOf(event).productAt.reduceRight<JsonObject>((inner, key) => ({ [key]: inner }), { id })
  const transaction = isPurchaseEvent(event) ? { purchase: { transaction: `HP${1_000_000 + number}` } } : {}
  return { data: mergePatch(mergePatch(data, product), transaction) as JsonObject, productId }
}

describe('a body of Hotmart’s own test tool', () => {
  it('comes out of the intake byte for byte, for every event', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, eventNames)
    for (const [number, body] of bodies.entries()) {
      const { data, productId } = unique(body, number)
      await stage.ok('PUT', `/v1/products/${productId}`, { name: 'Product', accountId: 'producer' })
      await stage.ok('POST', '/v1/events', { event: body.event, data })
    }
    const arrived = (await site.arrivals(bodies.length)).map(({ body }) => body)
    for (const [number, body] of bodies.entries()) {
      const { data } = unique(body, number)
      const text = arrived.find((it) => it.includes(`"event":"${body.event}"`))
      expect(text, body.event).toContain(`"data":${JSON.stringify(data)}`)
    }
  })

  it.each(bodies)('is what the classic test of $event sends', (body) => {
    const { event, data } = body
    const tickets = (value: JsonObject) => {
      const { purchase } = value
      return isJsonObject(purchase) && 'event_tickets' in purchase
        ? { ...value, purchase: { ...purchase, event_tickets: { amount: 0 } } }
        : value
    }
    const sent = classicData(event, 5) ?? {}
    expect(JSON.stringify(tickets(sent))).toBe(JSON.stringify(tickets(data)))
    expect(checkData(event, sent)).toEqual([])
    const head = { event, version: '2.0.0', view: 'producer', id: 'x', creationDate: 5, classic: true } as const
    const { hottok: _, ...envelope } = body
    expect(Object.keys(JSON.parse(renderBody({ ...head, data: sent }).text))).toEqual(Object.keys(envelope))
  })
})
