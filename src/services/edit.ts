import { Refusal } from '../domain/errors.ts'

/** In each round one of the competing editors succeeds, so this many can edit at once. Further ones are refused. */
const roundsMost = 100

/**
 * An optimistic edit: `round` reads, decides and writes. If another editor wrote in between, it writes nothing, returns
 * `outdated` and is called again.
 * @throws Refusal storage_unavailable after too many rounds; and the errors of `round`
 */
export async function edit<T>(round: () => Promise<T | 'outdated'>): Promise<T> {
  for (let i = 0; i < roundsMost; i++) {
    const done = await round()
    if (done !== 'outdated') return done
  }
  throw new Refusal('storage_unavailable', { detail: 'Too many others are changing the same.', retryAfter: 1 })
}
