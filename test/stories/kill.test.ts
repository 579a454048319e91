import { it } from 'vitest'
import { surviveKills } from '../support/kill-rounds.ts'

it('kill -9 loses no accepted event, and repeats only what was in flight', { timeout: 120_000 }, async () => {
  await surviveKills([100])
})
