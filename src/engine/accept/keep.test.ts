import { expect, it } from 'vitest'
import { AwkwardInstance } from '../../../test/conformance/awkward/instance.ts'
import { openNode } from '../../../test/conformance/awkward/store.ts'
import { World } from '../../../test/conformance/world.ts'
import { laneKeyOf } from '../../domain/delivery/delivery.ts'
import { Feed } from './feed.ts'
import { keep } from './keep.ts'

it('gives back the place of a delivery that the store has queued, and sends the other ones', async () => {
  const world = await World.begin(openNode(new AwkwardInstance(() => 0)).store)
  for (let i = 0; i < 2; i++) await world.configuration()
  const entries = await world.entries([{}])
  const [first, second] = entries.flatMap(({ deliveries }) => deliveries)
  if (!first || !second) return expect.fail()
  const told: unknown[] = []
  await keep(
    {
      store: { append: async () => [{ kind: 'kept', waiting: [first.id] }] },
      dispatcher: {
        reserve: () => true,
        unreserve: (key) => told.push(['unreserved', key]),
        push: ({ delivery }) => told.push(['pushed', delivery.id]),
        noteDue: (_, dueAt) => told.push(['due', dueAt]),
      },
      observer: { moved: ({ id, state }) => told.push([state, id]), trouble: expect.fail },
      events: new Feed(),
    },
    entries,
  )
  expect(told).toEqual([
    ['unreserved', laneKeyOf(first)],
    ['due', world.now],
    ['queued', first.id],
    ['pushed', second.id],
    ['sending', second.id],
  ])
})
