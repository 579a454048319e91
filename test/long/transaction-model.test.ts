import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { purchaseEvents } from '../../src/domain/event.ts'
import { statusOfEvent } from '../../src/domain/payload/status.ts'
import { outdatedOnce } from '../support/outdated-once.ts'
import { type Stage, setStage } from '../support/stage.ts'

/**
 * Random sequences of updates, through the public API, compared with a model of a dozen lines: which updates make an event, the state
 * of the transaction afterwards, and the posts that arrive.
 */

interface Update {
  readonly via: 'put' | 'patch' | 'event'
  /** In the platform's spelling. */
  readonly status: keyof typeof meanings
  readonly recurrence: number
  readonly occurrence: string
  /** Minutes after the beginning of the story. */
  readonly minute: number
  readonly emitStale: boolean
}

/** The event that a spelling of a status makes; null: none. */
const meanings = {
  ...(Object.fromEntries(purchaseEvents.map((event) => [statusOfEvent(event), event])) as Record<string, string>),
  COMPLETE: 'PURCHASE_COMPLETE',
  CANCELLED: 'PURCHASE_CANCELED',
  WAITING_PAYMENT: 'PURCHASE_BILLET_PRINTED',
  PROTESTED: 'PURCHASE_PROTEST',
  NO_FUNDS: 'PURCHASE_DELAYED',
  PARTIALLY_REFUNDED: null,
  STARTED: null,
} as const satisfies Record<string, string | null>

/** The promise, in the simplest code. */
class Model {
  events: string[] = []
  #known: { event: string | null; recurrence: number; occurrence: string; minute: number } | null = null

  get exists(): boolean {
    return this.#known !== null
  }

  /** @returns the event that the update makes; null: none */
  report({ status, recurrence, occurrence, minute, emitStale }: Update): string | null {
    const event = meanings[status] as string | null
    const known = this.#known
    if (known && minute < known.minute) return emitStale && event !== null ? this.#emit(event) : null
    if (known && event === null) {
      known.minute = minute
      return null
    }
    const same = known?.event === event && known.recurrence === recurrence && known.occurrence === occurrence
    this.#known = { event, recurrence, occurrence, minute }
    return same || event === null ? null : this.#emit(event)
  }

  #emit(event: string): string {
    this.events.push(event)
    return event
  }
}

const updates = fc.array(
  fc.record({
    via: fc.constantFrom('put', 'patch', 'event'),
    status: fc.constantFrom(...Object.keys(meanings)),
    recurrence: fc.constantFrom(1, 1, 2, 3),
    occurrence: fc.constantFrom('', '', 'second', 'third'),
    minute: fc.nat(12),
    emitStale: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
) as fc.Arbitrary<Update[]>

const beginning = Date.UTC(2026, 0, 15, 12)

/** Sends an update; answers its result by the API. */
async function send(stage: Stage, transaction: string, update: Update): Promise<string | null> {
  const { via, status, recurrence, occurrence, emitStale } = update
  const occurredAt = new Date(beginning + update.minute * 60_000).toISOString()
  const purchase = { status, recurrence_number: recurrence }
  const data = { product: { id: 1000 }, buyer: { email: 'ana@example.com' }, purchase }
  if (via === 'event') {
    const event = meanings[status]
    const body = { event, occurredAt, emitStale, data: { ...data, purchase: { ...purchase, transaction } } }
    const answer = await stage.ok('POST', '/v1/events', { ...body, ...(occurrence && { occurrence }) })
    return answer.eventId && event
  }
  const query = new URLSearchParams({ occurredAt, emitStale: String(emitStale), ...(occurrence && { occurrence }) })
  const path = `/v1/transactions/${transaction}?${query}`
  const answer = await stage.ok(via.toUpperCase(), path, via === 'put' ? data : { purchase })
  return answer.event
}

describe('a transaction', () => {
  it.each([
    ['', {}],
    [', though every decision is outdated once', { storeAs: outdatedOnce }],
  ])('makes the same events as the model, for any updates in any order%s', async (_, options) => {
    const stage = await setStage({}, options)
    const site = await stage.receiver()
    await stage.configure(site.url, purchaseEvents)
    let transactions = 0
    await fc.assert(
      fc.asyncProperty(updates, async (story) => {
        const transaction = `HP${++transactions}`
        const model = new Model()
        for (const update of story) {
          // A status without an event cannot be reported as an event, and an unknown transaction cannot be patched.
          if (update.via === 'event' && meanings[update.status] === null) continue
          if (update.via === 'patch' && !model.exists) continue
          expect(await send(stage, transaction, update)).toBe(model.report(update))
        }
        if (!model.exists) return
        const { events } = await stage.ok('GET', `/v1/transactions/${transaction}`)
        const inOrder = events.toSorted((a: { sequence: number }, b: { sequence: number }) => a.sequence - b.sequence)
        expect(inOrder.map((it: { event: string }) => it.event)).toEqual(model.events)
        expect(inOrder.map((it: { sequence: number }) => it.sequence)).toEqual(model.events.map((_, i) => i + 1))
        const arrived = await stage.deliveries(`transaction=${transaction}`, (all) =>
          all.every(({ state }) => state === 'delivered'),
        )
        expect(arrived.map((it) => it.event).toSorted()).toEqual(model.events.toSorted())
      }),
      { numRuns: 60 },
    )
  })
})
