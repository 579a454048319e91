import { it } from 'vitest'
import { surviveKills } from '../support/kill-rounds.ts'

it('kill -9 loses no accepted event, and repeats only what was in flight', async () => {
  await surviveKills([100])
})
