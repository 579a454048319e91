import { Refusal } from '../domain/errors.ts'

/** Each round one of those who edit the same is done, so as many can do so at once; more are told to come again. */
const roundsMost = 100

/**
 * An edit without a lock: `round` reads, decides and writes. When another editor wrote in between it answers `outdated`, has
 * written nothing, and is called again.
 * @throws Refusal storage_unavailable when that goes on; and what `round` throws
 */
export async function edit<T>(round: () => Promise<T | 'outdated'>): Promise<T> {
  for (let i = 0; i < roundsMost; i++) {
    const done = await round()
    if (done !== 'outdated') return done
  }
  throw new Refusal('storage_unavailable', { detail: 'Too many others are changing the same.', retryAfter: 1 })
}
