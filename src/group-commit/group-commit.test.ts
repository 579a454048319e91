import { describe, expect, it } from 'vitest'
import { again, GroupCommit } from './group-commit.ts'

const idle = { isBusy: () => false, now: () => 0 }

describe('group commit', () => {
  it('commits the items of one turn together, and gives each its own result', async () => {
    const groups: number[][] = []
    const group = new GroupCommit<number, number>(async (items) => {
      groups.push([...items])
      return items.map((item) => item * 10)
    }, idle)
    expect(await Promise.all([1, 2, 3].map((item) => group.add(item)))).toEqual([10, 20, 30])
    expect(groups).toEqual([[1, 2, 3]])
  })

  it('puts items added during a commit into the next group', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const groups: string[][] = []
    const group = new GroupCommit<string, void>(async (items) => {
      groups.push([...items])
      if (groups.length === 1) await gate
      return items.map(() => undefined)
    }, idle)
    const first = group.add('a')
    await new Promise((resolve) => setImmediate(resolve))
    const rest = [group.add('b'), group.add('c')]
    open()
    await Promise.all([first, ...rest])
    expect(groups).toEqual([['a'], ['b', 'c']])
  })

  it('makes groups smaller when commits are slow', async () => {
    const sizesWith = async (msEach: number) => {
      let time = 0
      const sizes: number[] = []
      const group = new GroupCommit<number, void>(
        async (items) => {
          sizes.push(items.length)
          time += items.length * msEach
          return items.map(() => undefined)
        },
        { ...idle, now: () => time },
      )
      await Promise.all(Array.from({ length: 200 }, (_, i) => group.add(i)))
      return sizes
    }
    expect(await sizesWith(0.5)).toEqual([32, ...Array(8).fill(20), 8])
    expect(await sizesWith(0.0625)).toEqual([32, 64, 104])
  })

  it('puts items that have to be retried before all waiting items, in their order', async () => {
    const groups: string[][] = []
    const group = new GroupCommit<string, string>(
      async (items) => {
        groups.push([...items])
        return items.map((item) => (groups.length === 1 && item.startsWith('b') ? again : item))
      },
      { ...idle, turnOf: (item) => item.charAt(0) },
    )
    const items = [...Array.from({ length: 140 }, (_, i) => `a${i}`), 'b0', 'b1', 'b2']
    expect(await Promise.all(items.map((item) => group.add(item)))).toEqual(items)
    const second = groups[1] ?? []
    expect(second.filter((item) => item.startsWith('b'))).toEqual(['b0', 'b1', 'b2'])
    expect(second[0]).toBe('b0')
  })

  it('takes one item of each turn in rotation, and keeps the order within a turn', async () => {
    const groups: string[][] = []
    const group = new GroupCommit<string, void>(
      async (items) => {
        groups.push([...items])
        return items.map(() => undefined)
      },
      { ...idle, turnOf: (item) => item.charAt(0) },
    )
    const many = Array.from({ length: 60 }, (_, i) => `a${i}`)
    await Promise.all([...many, 'b0', 'c0', 'b1'].map((item) => group.add(item)))
    expect(groups[0]?.slice(0, 6)).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'a2'])
    expect(groups.flat().filter((item) => item.startsWith('a'))).toEqual(many)
  })

  it('continues with the next turn after a full group', async () => {
    const seen: string[] = []
    const group = new GroupCommit<string, void>(
      async (items) => {
        seen.push(...items)
        return items.map(() => undefined)
      },
      { ...idle, turnOf: (item) => item.split(' ')[0] ?? '' },
    )
    // More turns than a group has items: the turns left over come first in the next group.
    const items = ['0', '1'].flatMap((round) => Array.from({ length: 150 }, (_, turn) => `${turn} ${round}`))
    await Promise.all(items.map((item) => group.add(item)))
    expect(seen).toEqual(items)
  })

  it('gathers for a moment only while the loop is busy', async () => {
    const sizes: number[] = []
    let isBusy = false
    const group = new GroupCommit<number, number>(
      async (items) => {
        sizes.push(items.length)
        return items
      },
      { ...idle, isBusy: () => isBusy },
    )
    const oneAndLater = async () => {
      const added = [group.add(1)]
      await new Promise((resolve) => setTimeout(resolve, 1))
      added.push(group.add(2))
      await Promise.all(added)
    }
    await oneAndLater()
    isBusy = true
    await oneAndLater()
    expect(sizes).toEqual([1, 1, 2])
  })

  it('rejects every item of a failed group, and continues with the next group', async () => {
    let broken = true
    const group = new GroupCommit<number, number>(async (items) => {
      if (broken) throw new Error('disk full')
      return items
    }, idle)
    const results = await Promise.allSettled([group.add(1), group.add(2)])
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
    broken = false
    expect(await group.add(3)).toBe(3)
  })

  it('is drained when no item waits and no commit is under way', async () => {
    let committed = 0
    const group = new GroupCommit<number, void>(async (items) => {
      await new Promise((resolve) => setImmediate(resolve))
      committed += items.length
      return items.map(() => undefined)
    }, idle)
    const adds = [group.add(1), group.add(2)]
    await group.drained()
    expect(committed).toBe(2)
    await Promise.all(adds)
    await group.drained()
  })
})
