import { describe, expect, it } from 'vitest'
import type { EventId } from '../../domain/ids.ts'
import { type Announcement, listen } from './announce.ts'
import { Feed } from './feed.ts'

const idOf = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}` as EventId
const newsOf = (n: number) => ({ event: { id: idOf(n) } }) as Announcement

/** A history of `count` events in memory, and a listener that reconnects at its beginning. */
function comeBack(count: number, { whilePacing = () => {} }: { whilePacing?: (add: () => void) => void } = {}) {
  const feed = new Feed<Announcement>()
  let last = count
  const store = {
    async listEventsAfter(_account: string, after: EventId, limit: number) {
      const from = Number(after.slice(-12)) + 1
      const to = Math.min(last, from + limit - 1)
      const events = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => newsOf(from + i))
      return { events, moreAfter: to < last ? idOf(to) : null }
    },
  }
  const add = () => feed.publish('a', newsOf(++last))
  const told: number[] = []
  const missed: (number | null)[] = []
  return new Promise<{ told: number[]; missed: (number | null)[]; add: () => void; end: () => void }>((resolve) => {
    const end = listen({ store, feed, boundary: () => idOf(last + 1), keptSince: () => 0 }, 'a', idOf(0), {
      tell: ({ event }) => told.push(Number(event.id.slice(-12))),
      pace: async () => whilePacing(add),
      ready: () => resolve({ told, missed, add, end }),
      missed: (number) => missed.push(number),
    })
  })
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

describe('a listener that reconnects', () => {
  it('gets the events that it missed, then new ones, each once', async () => {
    const { told, missed, add, end } = await comeBack(250)
    add()
    end()
    add()
    expect([told, missed]).toEqual([upTo(251), []])
  })

  it('misses no event that comes while it catches up', async () => {
    let left = 5
    const { told } = await comeBack(250, { whilePacing: (add) => left-- > 0 && add() })
    expect(told).toEqual(upTo(255))
  })

  it('gets 10,000 events again, and the number of the rest', async () => {
    const { told, missed } = await comeBack(12_345)
    expect([told, missed]).toEqual([upTo(10_000), [2_345]])
  })

  it('gets no number when there are too many to count', async () => {
    const { told, missed, add } = await comeBack(60_000)
    add()
    expect([told.length, told.at(-1), missed]).toEqual([10_001, 60_001, [null]])
  })
})
