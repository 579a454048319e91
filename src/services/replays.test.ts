import { expect, it } from 'vitest'
import { eventually } from '../../test/support/harness.ts'
import { type DeliveryId, mintUuid } from '../domain/ids.ts'
import type { Replay } from '../store/contract/work.ts'
import { Replays } from './replays.ts'

const idOf = (n: number) => mintUuid(1_000 + n, 0, (size) => new Uint8Array(size))
const deliveries = Array.from({ length: 250 }, (_, n) => ({ id: idOf(n) }))

/** Two nodes on one store with one open replay. */
function setUp() {
  let replay: Replay = {
    id: idOf(500),
    accountId: 'ana',
    filter: { accountId: 'ana' },
    mode: 'all',
    skipsRevoked: false,
    hottokAsConfigured: false,
    state: 'running',
    total: 250,
    done: 0,
    skipped: 0,
    arrived: 0,
    waiting: 0,
    failed: 0,
    cursor: null,
    upTo: idOf(400),
    by: 'ana',
    createdAt: 0,
    endedAt: null,
  }
  const holder = { name: 'one' }
  const sent: string[] = []
  const node = (name: string) =>
    new Replays({
      store: {
        listOpenReplays: async () => [replay],
        getReplay: async () => replay,
        async saveReplay(changed: Replay) {
          replay = changed
          if (replay.done === 100) holder.name = 'two'
          return replay
        },
        holdDuty: async () => holder.name === name,
        async listDeliveries(_: unknown, { after, limit }: { after: DeliveryId | null; limit: number }) {
          const left = deliveries.filter(({ id }) => after === null || id > after).slice(0, limit)
          return { deliveries: left, next: left.length === limit ? left.at(-1)?.id : null }
        },
      } as never,
      clock: { now: () => 0 },
      mint: {} as never,
      deliveries: { processAgain: async (_: string, id: string) => void sent.push(`${name} ${id}`) } as never,
      observer: { replayed() {}, trouble: expect.fail } as never,
    })
  return { nodes: [node('one'), node('two')], sent, replay: () => replay }
}

it('one node at a time runs a replay, from where the node before it stopped', async () => {
  const { nodes, sent, replay } = setUp()
  for (const node of nodes) await node.start()
  await eventually(
    async () => replay().state,
    (state) => state === 'ended',
  )
  await Promise.all(nodes.map((node) => node.stop()))
  const ids = deliveries.map(({ id }) => id)
  expect(sent).toEqual([...ids.slice(0, 100).map((id) => `one ${id}`), ...ids.slice(100).map((id) => `two ${id}`)])
  expect(replay()).toMatchObject({ done: 250, skipped: 0 })
})
