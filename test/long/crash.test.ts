import { it } from 'vitest'
import { surviveKills } from '../support/kill-rounds.ts'

it('eight times kill -9 loses no accepted event, and repeats only what was in flight', {
  timeout: 600_000,
}, async () => {
  // Another moment each time: the first events of a round, then deeper and deeper into it.
  await surviveKills([1, 3, 9, 27, 81, 243, 729, 729])
})
