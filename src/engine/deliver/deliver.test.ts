import { expect, it } from 'vitest'
import { changed } from '../../../test/support/outdated-once.ts'
import { setStage } from '../../../test/support/stage.ts'
import type { Store } from '../../store/contract/store.ts'

it.each([
  ['once, without a note in the store', 1, ['post', 'post']],
  ['twice, after a note in the store', 2, ['post', 'begin', 'post']],
])('sends a delivery that was interrupted %s', async (_, interruptions, expected) => {
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
  // A new delivery is sent at once; a retry is claimed.
  const site = await stage.receiver(() => ({ status: log.push('post') === 1 ? 500 : 200 }))
  await stage.configure(site.url, ['PURCHASE_APPROVED'])
  await stage.report('PURCHASE_APPROVED', 'HP1')
  await stage.delivery('transaction=HP1', ({ state }) => state === 'delivered')
  expect(log).toEqual(expected)
})
