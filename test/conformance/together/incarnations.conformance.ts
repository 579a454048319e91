import { describe, expect, it } from 'vitest'
import type { Stage } from '../stage.ts'
import { about } from '../world.ts'

/**
 * What takes several nodes, each an incarnation of its own.
 * @param pass lets milliseconds pass, by the store's own clock
 */
export function incarnationsConformance(stage: Stage, pass: (ms: number) => Promise<void>) {
  describe('a lock on a subject', () => {
    const lock = { subject: about('HP1'), withDocument: false, names: [] }
    const wanted = [{ transaction: 'HP1' }, { transaction: 'HP2' }]
    const outdatedFirst = [{ kind: 'outdated' }, { kind: 'kept' }]

    it('outdates what other nodes append about it until its node has appended', async () => {
      const [one, other] = await stage.together(2)
      const entries = await other.entries(wanted)
      const own = await one.entries(wanted.slice(0, 1))
      await one.store.look([lock], { lock: true })
      expect(await other.append(entries)).toEqual(outdatedFirst)
      // At the first time: nothing comes in between any more.
      expect(await one.store.append(own)).toEqual([{ kind: 'kept' }])
      await other.accept({ transaction: 'HP1' })
      expect((await one.store.getTransaction('HP1'))?.state.sequence).toBe(2)
    })

    it('ends after a second: its node may have died', async () => {
      const [one, other] = await stage.together(2)
      const entries = await other.entries(wanted)
      await one.store.look([lock], { lock: true })
      expect(await other.append(entries)).toEqual(outdatedFirst)
      await pass(1_000)
      expect(await other.append(entries.slice(0, 1))).toEqual([{ kind: 'kept' }])
    })

    it('is not taken from the node that has it', async () => {
      const [one, other] = await stage.together(2)
      await one.store.look([lock], { lock: true })
      await other.store.look([lock], { lock: true })
      expect(await other.append(await other.entries(wanted.slice(0, 1)))).toEqual([{ kind: 'outdated' }])
      await one.accept({ transaction: 'HP1' })
      await other.accept({ transaction: 'HP1' })
    })
  })
}
