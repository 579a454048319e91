import type { StoredAnswer } from '../store/contract/access.ts'
import type { Store } from '../store/contract/store.ts'
import { rememberedMs } from './accept.ts'
import type { Clock } from './clock.ts'
import { placeOf, type Vault } from './vault.ts'

/** Answers given before, by the caller's key. Sealed, all of them: some carry a secret that is shown only once. */
export class Answers {
  readonly #parts: { store: Store; clock: Clock; vault: Vault }

  constructor(parts: { store: Store; clock: Clock; vault: Vault }) {
    this.#parts = parts
  }

  async recall(scope: string, key: string): Promise<StoredAnswer | null> {
    const { store, clock, vault } = this.#parts
    const answer = await store.recallAnswer(scope, key, clock.now())
    return answer && { ...answer, body: vault.open(answer.body, placeOf.answer(scope, key)) }
  }

  async keep(scope: string, key: string, answer: StoredAnswer) {
    const { store, clock, vault } = this.#parts
    const sealed = { ...answer, body: vault.seal(answer.body, placeOf.answer(scope, key)) }
    await store.keepAnswer(scope, key, sealed, clock.now() + rememberedMs)
  }
}
