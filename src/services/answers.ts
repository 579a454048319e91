import { Refusal } from '../domain/errors.ts'
import { rememberedMs } from '../domain/update.ts'
import type { Clock } from '../engine/clock.ts'
import { placeOf, type Vault } from '../engine/vault.ts'
import type { KeptAnswer, KeyedRequest } from '../store/contract/access.ts'
import type { Store } from '../store/contract/store.ts'

/** Longer than any request takes. A key in use during a crash is free again after this time. */
const underWayMs = 60_000

/** Stored answers by idempotency key. All are sealed, since some carry a secret that is shown only once. */
export class Answers {
  readonly #parts: { store: Store; clock: Clock; vault: Vault }

  constructor(parts: { store: Store; clock: Clock; vault: Vault }) {
    this.#parts = parts
  }

  /**
   * The stored answer, or the request that begins now: the caller then calls `keep` or `giveBack`.
   * @throws Refusal idempotency_in_progress, idempotency_conflict
   */
  async begin(asked: Omit<KeyedRequest, 'until'>): Promise<{ kept: KeptAnswer } | { begun: KeyedRequest }> {
    const { store, clock, vault } = this.#parts
    const now = clock.now()
    const request = { ...asked, until: now + underWayMs }
    const begun = await store.beginAnswer(request, now)
    switch (begun.kind) {
      case 'begun':
        return { begun: request }
      case 'under-way':
        throw new Refusal('idempotency_in_progress')
      case 'other-body':
        throw new Refusal('idempotency_conflict')
      case 'kept':
        return {
          kept: { ...begun.answer, body: vault.open(begun.answer.body, placeOf.answer(asked.scope, asked.key)) },
        }
    }
  }

  async keep(request: KeyedRequest, answer: KeptAnswer) {
    const { store, clock, vault } = this.#parts
    const sealed = { ...answer, body: vault.seal(answer.body, placeOf.answer(request.scope, request.key)) }
    await store.keepAnswer(request, sealed, clock.now() + rememberedMs)
  }

  async giveBack(request: KeyedRequest) {
    await this.#parts.store.giveBackAnswer(request)
  }
}
