import { expect, it } from 'vitest'
import { range, setScene, site, worstMs, worstPost } from '../support/isolation-scene.ts'

it('a healthy account gets its posts beside an account whose receivers hang', async () => {
  const { healthy, healthySite, troubled } = await setScene()
  const hanging = await site({ host: '127.0.0.2', hanging: true })
  for (const i of range(40)) await troubled.configure(`${hanging.url}/hang/${i}`)
  const selling = troubled.sellMany('T', 100)
  expect(await worstPost(healthy, healthySite, 2_000)).toBeLessThan(worstMs)
  await selling
})
