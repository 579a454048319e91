import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Configuration } from '../../../src/domain/configuration.ts'
import type { Entry } from '../../../src/store/contract/ledger.ts'
import type { Stage } from '../stage.ts'
import { affiliation, day, type EventOptions, producer, product, type World } from '../world.ts'
import { type ReportingNode, reportingNode } from './reporting-node.ts'

/** Guarantees for several nodes on one store, and for several callers of one node. */
export function reportingTogetherConformance(stage: Stage) {
  async function entryOn(world: World, options: EventOptions): Promise<Entry> {
    const [entry] = await world.entries([options])
    return entry ?? expect.fail()
  }

  /** An edit that has been read and decided, so that only one call is left. */
  async function edit({ store }: World, id: Configuration['id'], status: Configuration['status']) {
    const { configuration, revision } = (await store.getConfiguration(producer, id)) ?? expect.fail()
    return () => store.changeConfiguration({ ...configuration, status }, revision)
  }

  /** The stored state of the entry's only delivery. */
  async function stateOf({ store }: World, { event, deliveries }: Entry) {
    const [delivery] = deliveries
    const isKept = event && delivery && (await store.getEvent(event.head.id))
    return isKept ? (await store.getDelivery(delivery.accountId, delivery.id))?.delivery.state : 'not kept'
  }

  describe('an edit on another node', () => {
    it('between look and append makes the entry outdated', async () => {
      const [one, other] = await stage.together(2)
      const { id } = await one.configuration()
      const edits: readonly (() => Promise<unknown>)[] = [
        () => other.configuration(),
        () => other.changeConfiguration(id, { events: ['PURCHASE_REFUNDED'] }),
        () => other.disable(id),
        () => other.store.saveProduct(product({ name: 'Renamed' })),
        () => other.store.saveAffiliation(affiliation()),
        () => other.changeAccount(producer, { name: 'Ana' }),
      ]
      for (const change of edits) {
        const entry = await entryOn(one, {})
        await change()
        expect([change, await one.append([entry])]).toEqual([change, [{ kind: 'outdated' }]])
      }
    })

    it('during an append leaves no delivery queued for a disabled configuration', async () => {
      const [one, other] = await stage.together(2)
      for (const pause of pauses) {
        const { id } = await one.configuration()
        const entry = await entryOn(one, { to: id })
        const disable = await edit(other, id, disabled)
        await inTurn(pause, () => one.append([entry]), disable)
        await other.releaseAll(id)
        expect(['held', 'not kept']).toContain(await stateOf(one, entry))
      }
    })

    it('during an append leaves no delivery held that no step would let out', async () => {
      const [one, other] = await stage.together(2)
      for (const pause of pauses) {
        const { id } = await one.configuration()
        await one.disable(id)
        await one.release(id, 'all')
        const { basedOn, ...decided } = await entryOn(one, { to: id })
        // Without the account's version: the state of the configuration alone must decide.
        const entry = { ...decided, basedOn: { ...basedOn, accounts: new Map<string, number>() } }
        expect(entry.deliveries[0]?.state).toBe('held')
        await inTurn(
          pause,
          () => one.append([entry]),
          () => other.releaseAll(id),
        )
        expect(['queued', 'not kept']).toContain(await stateOf(one, entry))
        expect(await one.heldOf(id)).toBe(0)
      }
    })

    it('applies to the next report, although this node caches configurations and gets no notice', async () => {
      const [one, other] = await stage.together(2)
      const node = await reportingNode(one)
      const kept = await one.configuration()
      const deliveriesOf = async (transaction: string) => {
        await node.report(transaction)
        const [event] = (await one.store.getTransaction(transaction))?.events ?? []
        const found = event && (await one.store.getEvent(event.id))
        return found?.deliveries.map(({ configurationId, state }) => [configurationId, state]).toSorted()
      }
      expect(await deliveriesOf('HP1')).toEqual([[kept.id, 'queued']])
      const added = await other.configuration()
      expect(await deliveriesOf('HP2')).toEqual([
        [kept.id, 'queued'],
        [added.id, 'queued'],
      ])
      await other.disable(kept.id)
      await other.remove(added.id)
      expect(await deliveriesOf('HP3')).toEqual([[kept.id, 'held']])
    })
  })

  describe('reports on several nodes at once', () => {
    const count = 3
    const perNode = 12

    it('about one subject are each decided once, based on the previous one', async () => {
      const nodes = await Promise.all((await stage.together(count)).map(reportingNode))
      const told = await Promise.all(
        nodes.flatMap((node, n) =>
          Array.from({ length: perNode }, (_, i) => node.report('HP1', { occurrence: `${n} ${i}` })),
        ),
      )
      expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['event']))
      const found = (await stage.store.getTransaction('HP1')) ?? expect.fail()
      const sequences = found.events.map(({ sequence }) => sequence)
      expect(sequences).toEqual(Array.from({ length: count * perNode }, (_, i) => count * perNode - i))
      expect(found.state).toMatchObject({ sequence: count * perNode, eventId: found.events[0]?.id })
    })

    it('about many subjects, some of them the same, each make their own event', async () => {
      const nodes = await Promise.all((await stage.together(count)).map(reportingNode))
      const transactions = Array.from({ length: perNode }, (_, i) => `HP${i}`)
      await Promise.all(
        nodes.flatMap((node, n) => transactions.map((transaction) => node.report(transaction, { occurrence: `${n}` }))),
      )
      for (const transaction of transactions) {
        const { events } = (await stage.store.getTransaction(transaction)) ?? expect.fail()
        expect(events.map(({ sequence }) => sequence)).toEqual([3, 2, 1])
      }
    })

    it('with one name make one event, which is the answer to all of them', async () => {
      const nodes = await Promise.all((await stage.together(count)).map(reportingNode))
      const name = { key: 'k', bodyHash: 'h' }
      const told = await Promise.all(nodes.map((node) => node.report('HP1', { name })))
      const events = new Set(told.map((it) => 'eventId' in it && it.eventId))
      expect(told.map(({ kind }) => kind).toSorted()).toEqual(['duplicate', 'duplicate', 'event'])
      expect(events.size).toBe(1)
      expect((await stage.store.getTransaction('HP1'))?.events).toHaveLength(1)
      const [first] = nodes
      await expect(first?.report('HP1', { name: { ...name, bodyHash: 'other' } })).rejects.toMatchObject({
        code: 'idempotency_conflict',
      })
    })

    it('with one name count as one, even if their subjects differ', async () => {
      const worlds = await stage.together(count)
      const names = [{ scope: 'platform', key: 'k', bodyHash: 'h', expiresAt: stage.world.now + day }]
      const entries = await Promise.all(worlds.map((world) => entryOn(world, { names })))
      const results = (await Promise.all(worlds.map((world, i) => world.append(entries.slice(i, i + 1))))).flat()
      const kept = results.findIndex(({ kind }) => kind === 'kept')
      const eventId = entries[kept]?.event?.head.id
      const others = results.filter((_, i) => i !== kept)
      expect(others).toEqual(others.map(() => ({ kind: 'duplicate', eventId })))
    })

    it('in one millisecond have ids that start alike, and still their own deliveries', async () => {
      const worlds = await stage.together(2)
      const { id } = await stage.world.configuration()
      const nodes = await Promise.all(worlds.map(reportingNode))
      const ids = await Promise.all(nodes.map((node, i) => eventOf(node, `HP${i}`)))
      expect(new Set(ids).size).toBe(2)
      expect(new Set(ids.map((it) => it.slice(0, 18))).size).toBe(1)
      for (const eventId of ids) {
        const { deliveries } = (await stage.store.getEvent(eventId)) ?? expect.fail()
        expect(deliveries).toMatchObject([{ eventId, configurationId: id }])
      }
    })

    async function eventOf(node: ReportingNode, transaction: string) {
      await node.report(transaction)
      return (await stage.store.getTransaction(transaction))?.state.eventId ?? expect.fail()
    }
  })
}

const disabled = { state: 'disabled', reason: 'manual', at: 1, by: 'ana', detail: 'By hand.' } as const

/** Delays in turns of the event loop: with some of them a call falls between the steps of another one. */
const pauses = [-8, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 8]

async function inTurn(pause: number, one: () => Promise<unknown>, other: () => Promise<unknown>) {
  const [first, second] = pause < 0 ? [other, one] : [one, other]
  const begun = first()
  for (let turns = Math.abs(pause); turns > 0; turns--) await turn()
  await Promise.all([begun, second()])
}
