import { describe, expect, it } from 'vitest'
import type { Configuration } from '../../domain/configuration.ts'
import { Audiences } from './audiences.ts'

/** A store with one product of one account, whose version moves with each edit. */
function directory() {
  const it = {
    version: 1,
    names: ['first'],
    codes: [] as string[],
    reads: { concerned: 0, wishes: 0 },
    edit(name: string) {
      it.names.push(name)
      it.version++
    },
  }
  const audiences = new Audiences({
    async readConcerned(asked) {
      it.reads.concerned++
      return asked.map(({ productId, codes }) =>
        productId !== 1
          ? null
          : ({
              product: { id: 1, accountId: 'ana' },
              producer: { name: 'Ana' },
              affiliations: codes.filter((code) => it.codes.includes(code)).map((affiliateCode) => ({ affiliateCode })),
              versions: new Map([['ana', it.version]]),
            } as never),
      )
    },
    async readWishes(accountIds) {
      it.reads.wishes++
      const configurations = it.names.map((name) => ({ name }) as Configuration)
      return accountIds.map(() => ({ version: it.version, configurations }))
    },
  })
  const load = async (productId = 1, codes: string[] = []) => (await audiences.load([[{ productId, codes }]]))[0]?.[0]
  const namesFor = async (codes?: string[]) =>
    (await load(1, codes))?.configurations.get('ana')?.map(({ name }) => name)
  return { ...it, it, audiences, load, namesFor }
}

describe('audiences', () => {
  it('are read once, until the account changes', async () => {
    const { it, audiences, namesFor } = directory()
    for (let i = 0; i < 3; i++) expect(await namesFor()).toEqual(['first'])
    expect(it.reads).toEqual({ concerned: 1, wishes: 1 })
    it.edit('second')
    expect(await namesFor()).toEqual(['first'])
    audiences.forget('ana')
    expect(await namesFor()).toEqual(['first', 'second'])
    expect(it.reads).toEqual({ concerned: 2, wishes: 2 })
  })

  it('never combine an old wish with a new version, even without a notice of the edit', async () => {
    const { it, load, namesFor } = directory()
    await namesFor()
    it.edit('second')
    // Another audience of the account, which is read now.
    expect(await namesFor(['A1'])).toEqual(['first', 'second'])
    expect((await load())?.versions.get('ana')).toBe(2)
    expect(await namesFor()).toEqual(['first', 'second'])
  })

  it('share the configurations of an account between all affiliates', async () => {
    const { it, load } = directory()
    const [one, other] = [await load(1, ['A1']), await load(1, ['A2'])]
    expect(one?.configurations.get('ana')).toBe(other?.configurations.get('ana'))
    expect(it.reads).toEqual({ concerned: 2, wishes: 1 })
  })

  it('do not cache that a product does not exist', async () => {
    const { it, load } = directory()
    for (let i = 0; i < 2; i++) expect(await load(9)).toBeNull()
    expect(it.reads.concerned).toBe(2)
  })
})
