import { describe, expect, it } from 'vitest'
import { type PlaceHolder, Places, reclassify } from './places.ts'
import type { Ring } from './ring.ts'

/** The rules of places.ts, one by one. */

class Holder implements PlaceHolder<Holder> {
  readonly accountId: string
  answers: boolean
  readonly rings: Set<Ring<Holder>> = new Set()
  readonly held: Map<Places<Holder>, number> = new Map()

  constructor(accountId: string, answers = true) {
    this.accountId = accountId
    this.answers = answers
  }
}

/** Lets lanes take places until none may. */
function fill(places: Places<Holder>, lanes: readonly Holder[]): number {
  for (const lane of lanes) places.waiting.add(lane)
  let taken = 0
  for (let lane = places.next(); lane; lane = places.next()) {
    places.take(lane)
    places.waiting.add(lane)
    taken++
  }
  for (const lane of lanes) places.waiting.remove(lane)
  return taken
}

const heldBy = (places: Places<Holder>, lanes: readonly Holder[]) =>
  lanes.reduce((sum, lane) => sum + (lane.held.get(places) ?? 0), 0)

const lanesOf = (accountId: string, count: number, answers = true) =>
  Array.from({ length: count }, () => new Holder(accountId, answers))

describe('places', () => {
  it('all go to one account while no other waits, except for the last sixteenth', () => {
    const places = new Places<Holder>(1024)
    expect(fill(places, lanesOf('alone', 40))).toBe(960)
    // Of that an account takes no more than it leaves, so there is always one left for the next account.
    expect(fill(places, lanesOf('second', 40))).toBe(32)
    expect(fill(places, lanesOf('third', 40))).toBe(16)
    expect(fill(places, lanesOf('fourth', 40))).toBe(8)
  })

  it('are all used if there are only a few', () => {
    for (const limit of [1, 2, 5, 15]) expect(fill(new Places<Holder>(limit), lanesOf('alone', 3))).toBe(limit)
    for (const limit of [1, 2]) expect(fill(new Places<Holder>(limit), lanesOf('alone', 3, false))).toBe(1)
  })

  it('are shared by account, not by lane', () => {
    const places = new Places<Holder>(1024)
    const [many, one] = [lanesOf('many', 100), lanesOf('one', 1)]
    fill(places, [...many, ...one])
    expect(heldBy(places, many)).toBeGreaterThan(400)
    expect(heldBy(places, one)).toBeGreaterThan(400)
  })

  it('that come free go to accounts that hold less than a quarter, before one that holds more', () => {
    const places = new Places<Holder>(64)
    const greedy = lanesOf('greedy', 4)
    const late = lanesOf('late', 4)
    expect(fill(places, greedy)).toBe(60)
    fill(places, late)
    for (let i = 0; i < 16; i++) {
      places.give(greedy[i % 4] as Holder)
      fill(places, [...greedy, ...late])
    }
    expect(heldBy(places, greedy)).toBe(44)
    expect(heldBy(places, late)).toBe(16)
  })

  it('are held by silent lanes up to a quarter for one account, and up to half for all accounts', () => {
    const places = new Places<Holder>(1024)
    const accounts = Array.from({ length: 20 }, (_, i) => lanesOf(`hanging ${i}`, 40, false))
    expect(fill(places, accounts[0] ?? [])).toBe(256)
    let least = 256
    for (const lanes of accounts.slice(1, 8)) {
      const taken = fill(places, lanes)
      expect(taken).toBeGreaterThan(0)
      least = Math.min(least, taken)
    }
    for (const lanes of accounts.slice(8)) fill(places, lanes)
    expect(places.silent).toBeLessThanOrEqual(512)
    // The other half is for lanes that answer.
    expect(fill(places, lanesOf('healthy', 40))).toBeGreaterThan(400)
  })

  it('are kept for the answering lanes of an account whose silent ones hold its share', () => {
    const places = new Places<Holder>(1024)
    const silent = lanesOf('both', 500, false)
    const answering = lanesOf('both', 1)
    expect(fill(places, silent)).toBe(256)
    const other = new Holder('other')
    places.waiting.add(other)
    let taken = 0
    for (const lane of answering) while (places.mayTake(lane, places.waiting.others(lane)) && ++taken) places.take(lane)
    expect(taken).toBe(128)
    expect(places.mayTake(silent[0] as Holder, places.waiting.others(silent[0] as Holder))).toBe(false)
  })

  it('of a host are held by one lane up to a quarter while others wait, and a refused lane does not block the next', () => {
    const places = new Places<Holder>(64, { sharedByLane: true })
    const [greedy, patient] = [new Holder('same'), new Holder('same')]
    expect(fill(places, [greedy])).toBe(60)
    for (let i = 0; i < 16; i++) {
      places.give(greedy)
      places.waiting.add(greedy)
      places.waiting.add(patient)
      const next = places.next()
      if (next) places.take(next)
    }
    expect(greedy.held.get(places)).toBe(44)
    expect(patient.held.get(places)).toBe(16)
  })

  it('are counted anew when a lane falls silent, and when it answers again', () => {
    const places = new Places<Holder>(64)
    const lane = new Holder('a')
    fill(places, [lane])
    expect(places.silent).toBe(0)
    places.waiting.add(lane)
    reclassify(lane, false)
    expect(places.silent).toBe(60)
    expect(places.next()).toBeNull()
    reclassify(lane, true)
    expect(places.silent).toBe(0)
    expect(places.waiting.has(lane)).toBe(true)
  })
})
