import { expect, it } from 'vitest'
import type { Reply } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

const range = (count: number) => Array.from({ length: count }, (_, i) => i)
const count = 2_000

it('an account may have 2,000 configurations: each is listed, and each event goes to those that want it', async () => {
  const { ok, configure, report, receiver } = await setStage()
  const site = await receiver()
  for (const piece of range(count / 50)) {
    await Promise.all(range(50).map((i) => configure(`${site.url}?${piece * 50 + i}`, ['PURCHASE_CHARGEBACK'])))
  }
  const { id } = await configure(`${site.url}?wanted`, ['PURCHASE_APPROVED'])
  const { eventId } = await report('PURCHASE_APPROVED', 'HP1')
  await report('PURCHASE_REFUNDED', 'HP1')
  const [arrival] = await site.arrivals(1)
  expect(arrival?.path).toContain('?wanted')

  const listed: Reply['body'][] = []
  let cursor: string | null = null
  do {
    const page: Reply['body'] = await ok('GET', `/v1/configurations?limit=250${cursor ? `&cursor=${cursor}` : ''}`)
    listed.push(...page.data)
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(new Set(listed.map((it) => it.id)).size).toBe(count + 1)

  const routes: Reply['body'][] = (await ok('GET', `/v1/events/${eventId}/routing`)).data
  expect(routes).toHaveLength(count + 1)
  expect(routes.filter(({ decision }) => decision === 'sent').map((it) => it.configurationId)).toEqual([id])
  expect(site.arrived).toHaveLength(1)
})
