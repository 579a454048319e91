import { describe, expect, it } from 'vitest'
import { configurationOf, producer, product } from '../../../test/conformance/world.ts'
import { sale } from '../../../test/support/harness.ts'
import { deliveryIdOf, type EventId, mintUuid, type UpdateId } from '../../domain/ids.ts'
import type { JsonObject } from '../../domain/text/json.ts'
import type { StampedUpdate } from '../../domain/update.ts'
import type { Known } from '../../store/contract/ledger.ts'
import type { Audience } from './audiences.ts'
import { type Decided, decideInOrder } from './decide-in-order.ts'

const now = Date.UTC(2026, 0, 15, 12)
let minted = 0
const mint = () => mintUuid(now, ++minted, (size) => new Uint8Array(size).fill(minted))
const unknown: Known = {
  revision: 0,
  transaction: null,
  sequence: 0,
  newestEvent: null,
  document: null,
  before: null,
}

const configuration = configurationOf({ events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED', 'PURCHASE_COMPLETE'] })

const audience: Audience = {
  product: product({ id: 1000 }),
  producer: { name: 'Ana' },
  affiliations: [],
  configurations: new Map([[producer, [configuration]]]),
  versions: new Map([[producer, 7]]),
}

function update(transaction: string, data: JsonObject, changes: Partial<StampedUpdate> = {}): StampedUpdate {
  return {
    id: mint() as UpdateId,
    via: 'whole',
    subject: { kind: 'transaction', transaction },
    event: null,
    data,
    receivedAt: now,
    occurredAt: null,
    occurrence: '',
    emitStale: false,
    names: [],
    ...changes,
  }
}

const put = (transaction: string, changes?: Partial<StampedUpdate>) =>
  update(transaction, sale('PURCHASE_APPROVED', transaction), changes)
const patch = (transaction: string, status: string, changes?: Partial<StampedUpdate>) =>
  update(transaction, { purchase: { status } }, { via: 'patch', ...changes })
const unknownProduct = (transaction: string, changes?: Partial<StampedUpdate>) =>
  update(transaction, sale('PURCHASE_APPROVED', transaction, 9), changes)
const named = (key: string, bodyHash = 'h') => ({ names: [{ scope: 's', key, bodyHash, expiresAt: now }] })

function decide(
  updates: readonly StampedUpdate[],
  {
    known = [],
    ids = updates.map(() => mint() as EventId),
  }: { known?: readonly Known[]; ids?: readonly EventId[] } = {},
) {
  const decided = decideInOrder(updates, {
    known: updates.map((_, i) => known[i] ?? unknown),
    audiences: updates.map(() => [audience]),
    ids,
    now,
    lags: new Map(),
  })
  return [...decided]
}

function told(decided: readonly Decided[]) {
  return decided.map((it) => {
    if (it.kind === 'decided') return it.decision.event?.head.name ?? it.decision.why
    return it.kind === 'refused' ? it.refusal.code : it.kind
  })
}

const entryOf = (decided: Decided | undefined) =>
  (decided?.kind === 'decided' && decided.decision.entry) || expect.fail()

describe('a group of updates', () => {
  it('is decided one after another: each update sees the state in which earlier ones leave its subject', () => {
    const decided = decide([
      put('HP1'),
      put('HP2'),
      patch('HP1', 'COMPLETE'),
      patch('HP1', 'COMPLETE'),
      patch('HP1', 'REFUNDED'),
    ])
    expect(told(decided)).toEqual([
      'PURCHASE_APPROVED',
      'PURCHASE_APPROVED',
      'PURCHASE_COMPLETE',
      'unchanged',
      'PURCHASE_REFUNDED',
    ])
    expect(decided.map(({ restsOn }) => restsOn)).toEqual([null, null, 0, 2, 3])
    const chain = [0, 2, 3, 4].map((i) => entryOf(decided[i]))
    expect(chain.map(({ basedOn }) => basedOn.revision)).toEqual([0, 1, 2, 3])
    const [first, second, , last] = chain.map(({ event }) => event)
    expect(second?.previous).toBe(first?.head.id)
    expect(last).toMatchObject({ previous: second?.head.id, head: { sequence: 3 } })
  })

  it('hides a refused update from later ones', () => {
    const decided = decide([unknownProduct('HP1', named('k')), put('HP1', named('k'))])
    expect(told(decided)).toEqual(['unknown_product', 'PURCHASE_APPROVED'])
    expect(decided.map(({ restsOn }) => restsOn)).toEqual([null, null])
  })

  it('rests a refusal on the state that it was decided on', () => {
    const decided = decide([put('HP1'), unknownProduct('HP1')])
    expect(told(decided)).toEqual(['PURCHASE_APPROVED', 'invalid_data'])
    expect(decided[1]?.restsOn).toBe(0)
  })

  it('recognises a name that an earlier update of the group took', () => {
    const decided = decide([put('HP1', named('k')), put('HP2', named('k')), put('HP3', named('k', 'other'))])
    expect(told(decided)).toEqual(['PURCHASE_APPROVED', 'duplicate', 'idempotency_conflict'])
    expect(decided[1]).toMatchObject({ eventId: entryOf(decided[0]).event?.head.id, restsOn: 0 })
  })

  it('recognises a name that was taken before the group', () => {
    const eventId = mint() as EventId
    const known = [{ ...unknown, before: { eventId, bodyHash: 'h' } }]
    expect(decide([put('HP1', named('k'))], { known })).toEqual([{ kind: 'duplicate', eventId, restsOn: null }])
  })

  it('gives the same entries each time, as plain data', () => {
    const updates = [put('HP1', named('k')), patch('HP1', 'REFUNDED')]
    const ids = [mint(), mint()] as EventId[]
    const [one, other] = [decide(updates, { ids }), decide(updates, { ids })]
    expect(other).toEqual(one)
    for (const it of one) expect(structuredClone(entryOf(it))).toEqual(entryOf(it))
  })

  it('names each delivery by its event and its target, the same on every node', () => {
    const half = (id: string) => id.slice(0, 18)
    // Two nodes minted in one millisecond: the first halves of their ids are the same.
    const [one, other] = [0x11, 0x22].map(
      (byte) => mintUuid(now, 0, (size) => new Uint8Array(size).fill(byte)) as EventId,
    )
    if (!one || !other) return expect.fail()
    expect(half(one)).toBe(half(other))
    const [first, second] = [one, other].map((id) => entryOf(decide([put('HP1')], { ids: [id] })[0]).deliveries[0]?.id)
    expect(first).toBe(deliveryIdOf(one, configuration.id))
    expect(second).not.toBe(first)
    expect(half(second ?? '')).toBe(half(first ?? ''))
  })

  it('dates an update without a date by its arrival, and never before the known state', () => {
    const late = patch('HP1', 'REFUNDED', { receivedAt: now - 5_000 })
    const decided = decide([put('HP1', { occurredAt: now + 60_000 }), late])
    expect(told(decided)).toEqual(['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'])
    expect(entryOf(decided[1]).transaction?.occurredAt).toBe(now + 60_000)
    expect(entryOf(decide([put('HP2', { receivedAt: now - 5_000 })])[0]).transaction?.occurredAt).toBe(now - 5_000)
  })
})
