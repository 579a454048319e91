import { describe, expect, it } from 'vitest'
import type { ConfigurationId } from '../../../domain/ids.ts'
import { DueLanes } from './due-lanes.ts'

function laneOf(name: string) {
  return { accountId: name.slice(0, 1), configurationId: name as ConfigurationId }
}

function setUp(dues: Readonly<Record<string, number>>) {
  const earlier: [string, number][] = []
  const lanes = new DueLanes(({ configurationId }, at) => earlier.push([String(configurationId), at]))
  lanes.read(() => Object.entries(dues).map(([name, dueAt]) => ({ lane: laneOf(name), dueAt })))
  const next = () => lanes.next(() => true)?.due ?? null
  /** Takes the lanes in turn; each then has no more. */
  const round = (passed: readonly string[] = []) => {
    const names: string[] = []
    for (let due = next(); due; due = next()) {
      names.push(due.key)
      if (passed.includes(due.key)) lanes.pass(due)
      else lanes.postpone(due, null)
    }
    return names
  }
  return { lanes, earlier, next, round }
}

describe('lanes that are due', () => {
  it('take turns account by account, without lanes that are due later', () => {
    const { lanes, round } = setUp({ a1: 1, a2: 3, a3: 9, b1: 2, b2: 4 })
    lanes.arrive(5)
    expect(round()).toEqual(['a1', 'b1', 'a2', 'b2'])
    expect(lanes.nextDueAt(5)).toBe(9)
    lanes.arrive(9)
    expect(round()).toEqual(['a3'])
    expect(lanes.nextDueAt(9)).toBeNull()
  })

  it('keep their turn while they have more', () => {
    const { lanes, next } = setUp({ a1: 1, a2: 3, b1: 2 })
    lanes.arrive(3)
    const names = Array.from({ length: 8 }, () => next()?.key)
    expect(names).toEqual(['a1', 'b1', 'a2', 'b1', 'a1', 'b1', 'a2', 'b1'])
  })

  it('can be listed ahead in the order of their turns, without using up a turn', () => {
    const { lanes, next } = setUp({ a1: 1, a2: 3, a3: 9, b1: 2, c1: 4 })
    lanes.arrive(5)
    const keys = (most: number) => lanes.inTurn(most).map(({ key }) => key)
    expect(keys(10)).toEqual(['a1', 'b1', 'c1', 'a2'])
    expect(keys(2)).toEqual(['a1', 'b1'])
    expect(lanes.next(({ key }) => key !== 'a1')).toMatchObject({ due: { key: 'a1' }, isTaken: false })
    expect([next()?.key, next()?.key]).toEqual(['a1', 'b1'])
  })

  it('can be skipped for a round, and are still due in the next one', () => {
    const { lanes, round } = setUp({ a1: 1, a2: 3, b1: 2 })
    lanes.arrive(3)
    expect(round(['a1', 'b1'])).toEqual(['a1', 'b1', 'a2'])
    expect(round()).toEqual([])
    expect(lanes.nextDueAt(3)).toBe(3)
    lanes.beginRound()
    expect(round()).toEqual(['b1', 'a1'])
  })

  it('of an account can be skipped together', () => {
    const { lanes, next, round } = setUp({ a1: 1, a2: 3, b1: 2 })
    lanes.arrive(3)
    const first = next()
    if (!first) return expect.fail()
    lanes.passAccount(first)
    expect(round()).toEqual(['b1'])
    lanes.beginRound()
    expect(round().toSorted()).toEqual(['a1', 'a2'])
  })

  it('that become due during a round take part in it, even if their account was skipped', () => {
    const { lanes, round } = setUp({ a1: 1, a2: 5 })
    lanes.arrive(1)
    expect(round(['a1'])).toEqual(['a1'])
    lanes.arrive(5)
    expect(round()).toEqual(['a2'])
    lanes.beginRound()
    expect(round()).toEqual(['a1'])
  })

  it('announce only a time that is earlier than the known one', () => {
    const { lanes, earlier, round } = setUp({ a1: 5 })
    for (const at of [7, 5, 3, 4]) lanes.note(laneOf('a1'), at)
    lanes.arrive(3)
    lanes.note(laneOf('a1'), 1)
    lanes.note(laneOf('b1'), 9)
    expect(earlier).toEqual([
      ['a1', 3],
      ['b1', 9],
    ])
    expect(round()).toEqual(['a1'])
    lanes.note(laneOf('a1'), 20)
    expect(earlier.at(-1)).toEqual(['a1', 20])
  })

  it('are read again after they were forgotten', () => {
    const { lanes, round } = setUp({ a1: 1 })
    lanes.arrive(1)
    lanes.forget()
    lanes.note(laneOf('a2'), 1)
    lanes.read(() => [{ lane: laneOf('b1'), dueAt: 2 }])
    lanes.arrive(2)
    expect(round()).toEqual(['b1'])
  })
})
