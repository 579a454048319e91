import { expect, it } from 'vitest'
import { range, setScene, site, worstPost } from '../support/isolation-scene.ts'

/** The time-out of an attempt is three times as long. The bound of 2 s is in test/long/: here other tests run beside this one. */
const worstMs = 5_000

it('a healthy account gets its posts beside an account whose receivers hang', async () => {
  const { healthy, healthySite, troubled } = await setScene()
  const hanging = await site({ host: '127.0.0.2', hanging: true })
  for (const i of range(40)) await troubled.configure(`${hanging.url}/hang/${i}`)
  const selling = troubled.sellMany('T', 100)
  expect(await worstPost(healthy, healthySite, 2_000)).toBeLessThan(worstMs)
  await selling
})
