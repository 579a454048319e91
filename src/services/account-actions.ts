import type { AccountAction } from '../domain/account-action.ts'
import type { Uuid } from '../domain/ids.ts'
import type { Clock } from '../engine/clock.ts'
import type { Mint } from '../engine/mint.ts'
import type { Store } from '../store/contract/store.ts'

export type NewAccountAction = Omit<AccountAction, 'id' | 'at' | 'detail'> & { readonly detail?: string }

/** The audit log of an account: who saw a secret, who created a credential, which hooks were created with it. */
export class AccountActions {
  readonly #parts: { store: Store; clock: Clock; mint: Mint }

  constructor(parts: { store: Store; clock: Clock; mint: Mint }) {
    this.#parts = parts
  }

  /** For store methods that write an action in the same commit as its subject. */
  make({ detail, ...action }: NewAccountAction): AccountAction {
    const { clock, mint } = this.#parts
    return { ...action, id: mint.id(), at: clock.now(), detail: detail ?? null }
  }

  note(action: NewAccountAction): Promise<void> {
    return this.#parts.store.addAccountAction(this.make(action))
  }

  list(accountId: string, page: { before: Uuid | null; limit: number }): Promise<readonly AccountAction[]> {
    return this.#parts.store.listAccountActions(accountId, page)
  }
}
