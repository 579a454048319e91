import { expect, it } from 'vitest'
import { changed } from '../../../test/support/outdated-once.ts'
import { setStage } from '../../../test/support/stage.ts'
import type { Store } from '../../store/contract/store.ts'

it.each([
  ['once is sent', 1, ['post', 'post']],
  ['twice is sent after the store was told', 2, ['post', 'begin', 'post']],
])('what was interrupted %s', async (_, interruptions, expected) => {
  const log: string[] = []
  const storeAs = (store: Store) =>
    changed(store, {
      async claim(request) {
        const claimed = await store.claim(request)
        return { ...claimed, claims: claimed.claims.map((claim) => ({ ...claim, interruptions })) }
      },
      async begin() {
        log.push('begin')
      },
    })
  const stage = await setStage({}, { storeAs })
  // What is accepted is sent at once; what comes again is claimed.
  const site = await stage.receiver(() => ({ status: log.push('post') === 1 ? 500 : 200 }))
  await stage.configure(site.url, ['PURCHASE_APPROVED'])
  await stage.report('PURCHASE_APPROVED', 'HP1')
  await stage.delivery('transaction=HP1', ({ state }) => state === 'delivered')
  expect(log).toEqual(expected)
})
