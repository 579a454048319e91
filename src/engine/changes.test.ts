import { describe, expect, it } from 'vitest'
import { eventually } from '../../test/support/harness.ts'
import type { Delivery } from '../domain/delivery/delivery.ts'
import type { DeliveryId } from '../domain/ids.ts'
import type { Change } from '../store/contract/nodes.ts'
import { Feed } from './accept/feed.ts'
import { Changes } from './changes.ts'

function setUp() {
  let tell: (change: Change) => void = () => {}
  const done: string[] = []
  const reads: (readonly DeliveryId[])[] = []
  const told: string[] = []
  const troubles: string[] = []
  const watched: string[] = []
  const feed = new Feed<Delivery>((accountId) => {
    watched.push(`${accountId} begins`)
    return () => watched.push(`${accountId} ends`)
  })
  let fails = false
  const changes = new Changes({
    store: {
      watch(hear) {
        tell = hear
        return () => {
          tell = () => {}
        }
      },
      async getDeliveries(_, ids) {
        if (fails) throw new Error('away')
        reads.push(ids)
        return ids.map((id) => ({ id }) as Delivery)
      },
    },
    audiences: {
      forget: (id) => void done.push(`ask ${id}`),
      forgetAll: () => void done.push('ask all'),
    },
    targets: {
      forgetAccount: (id) => void done.push(`forget ${id}`),
      forgetAll: () => void done.push('forget all'),
    },
    dispatcher: {
      noteDue: ({ accountId }, at) => void done.push(`due ${accountId} ${at}`),
      claimNow: () => void done.push('claim'),
      obey: ({ accountId }, { pausedUntil }) => void done.push(`obey ${accountId} ${pausedUntil}`),
    },
    feed,
    observer: { trouble: (what: string) => void troubles.push(what) } as never,
  })
  changes.start()
  return {
    changes,
    feed,
    done,
    reads,
    told,
    troubles,
    watched,
    tell: (change: Change) => tell(change),
    fail: (isSo: boolean) => {
      fails = isSo
    },
  }
}

const ids = ['0-0-0-0-1', '0-0-0-0-2'] as DeliveryId[]

describe('a change', () => {
  it('reaches each part that keeps something of it', async () => {
    const it = setUp()
    it.tell({ kind: 'account', accountId: 'a' })
    it.tell({ kind: 'due', lane: { accountId: 'a', configurationId: null }, at: 7 })
    it.tell({ kind: 'lane', lane: { accountId: 'a', configurationId: null }, limit: { pausedUntil: 9, perSecond: 1 } })
    it.tell({ kind: 'missed' })
    expect(it.done).toEqual(['ask a', 'forget a', 'due a 7', 'obey a 9', 'ask all', 'forget all', 'claim'])
    await it.changes.stop()
    it.tell({ kind: 'missed' })
    expect(it.done).toHaveLength(7)
  })

  it('of deliveries is published to the subscribers of the account, once for several changes during a read', async () => {
    const it = setUp()
    const end = it.feed.subscribe('a', ({ id }) => it.told.push(id))
    for (const id of [...ids, ...ids]) it.tell({ kind: 'delivery', accountId: 'a', id: id as DeliveryId })
    await eventually(
      async () => it.told.length,
      (count) => count >= 2,
    )
    expect(new Set(it.told)).toEqual(new Set(ids))
    expect(it.told.length).toBeLessThan(4)
    end()
    end()
    expect(it.watched).toEqual(['a begins', 'a ends'])
    await it.changes.stop()
  })

  it('that cannot be read is reported as trouble, and the next one is published', async () => {
    const it = setUp()
    it.feed.subscribe('a', ({ id }) => it.told.push(id))
    it.fail(true)
    it.tell({ kind: 'delivery', accountId: 'a', id: ids[0] as DeliveryId })
    await eventually(
      async () => it.troubles,
      (troubles) => troubles.length === 1,
    )
    it.fail(false)
    it.tell({ kind: 'delivery', accountId: 'a', id: ids[1] as DeliveryId })
    await eventually(
      async () => it.told,
      (told) => told.length === 1,
    )
    expect(it.told).toEqual([ids[1]])
    await it.changes.stop()
  })
})
