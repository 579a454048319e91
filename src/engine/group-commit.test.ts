import { describe, expect, it } from 'vitest'
import { GroupCommit } from './group-commit.ts'

describe('group commit', () => {
  it('commits what comes in one turn together, and answers each with its own result', async () => {
    const groups: number[][] = []
    const group = new GroupCommit<number, number>(async (items) => {
      groups.push([...items])
      return items.map((item) => item * 10)
    })
    expect(await Promise.all([1, 2, 3].map((item) => group.add(item)))).toEqual([10, 20, 30])
    expect(groups).toEqual([[1, 2, 3]])
  })

  it('makes what comes during a commit the next group', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const groups: string[][] = []
    const group = new GroupCommit<string, void>(async (items) => {
      groups.push([...items])
      if (groups.length === 1) await gate
      return items.map(() => undefined)
    })
    const first = group.add('a')
    await new Promise((resolve) => setImmediate(resolve))
    const rest = [group.add('b'), group.add('c')]
    open()
    await Promise.all([first, ...rest])
    expect(groups).toEqual([['a'], ['b', 'c']])
  })

  it('never makes a group larger than allowed', async () => {
    const sizes: number[] = []
    const group = new GroupCommit<number, number>(
      async (items) => {
        sizes.push(items.length)
        return items
      },
      { groupMax: 2 },
    )
    await Promise.all([1, 2, 3, 4, 5].map((item) => group.add(item)))
    expect(sizes).toEqual([2, 2, 1])
  })

  it('gathers for a while after a group of several, and not after a single item', async () => {
    const sizes: number[] = []
    const group = new GroupCommit<number, number>(
      async (items) => {
        sizes.push(items.length)
        return items
      },
      { restMs: 5 },
    )
    await group.add(1)
    await group.add(2)
    await Promise.all([group.add(3), group.add(4)])
    const resting = [group.add(5)]
    await new Promise((resolve) => setImmediate(resolve))
    resting.push(group.add(6))
    await Promise.all(resting)
    expect(sizes).toEqual([1, 1, 2, 2])
  })

  it('tells everybody of a group that failed, and goes on with the next', async () => {
    let broken = true
    const group = new GroupCommit<number, number>(async (items) => {
      if (broken) throw new Error('disk full')
      return items
    })
    const results = await Promise.allSettled([group.add(1), group.add(2)])
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
    broken = false
    expect(await group.add(3)).toBe(3)
  })

  it('is drained when nothing waits and nothing is under way', async () => {
    let committed = 0
    const group = new GroupCommit<number, void>(async (items) => {
      await new Promise((resolve) => setImmediate(resolve))
      committed += items.length
      return items.map(() => undefined)
    })
    const adds = [group.add(1), group.add(2)]
    await group.drained()
    expect(committed).toBe(2)
    await Promise.all(adds)
    await group.drained()
  })
})
