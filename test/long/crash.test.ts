import { it } from 'vitest'
import { surviveKills } from '../support/kill-rounds.ts'

it('eight times kill -9 loses no accepted event, and repeats only what was in flight', {
  timeout: 600_000,
}, async () => {
  // Each kill comes later in its round, from the first events on.
  await surviveKills([1, 3, 9, 27, 81, 243, 729, 729])
})
