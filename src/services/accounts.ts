import type { Account, Hottok } from '../domain/account.ts'
import { Refusal } from '../domain/errors.ts'
import { mintHottok } from '../domain/secrets/hottok.ts'
import { mintSigningSecret } from '../domain/secrets/signature.ts'
import type { Clock } from '../engine/clock.ts'
import type { Mint } from '../engine/mint.ts'
import { placeOf, type Vault } from '../engine/vault.ts'
import type { AccountRecord, Edited, Saved } from '../store/contract/directory.ts'
import type { Store } from '../store/contract/store.ts'
import { edit } from './edit.ts'

export interface AccountInput {
  readonly name: string
  readonly email: string | null
  readonly locale: string
  readonly timeZone: string
  /** A token to bring along; undefined: a new account gets one of ours, another keeps the one it has. */
  readonly hottok?: string
}

/** The token as its owner sees it. */
export interface OpenHottok {
  readonly hottok: string
  readonly next: string | null
  readonly switchAt: number | null
}

/** Accounts and their verification tokens. */
export class Accounts {
  readonly #parts: { store: Store; clock: Clock; mint: Mint; vault: Vault }

  constructor(parts: { store: Store; clock: Clock; mint: Mint; vault: Vault }) {
    this.#parts = parts
  }

  save(id: string, { hottok, ...input }: AccountInput): Promise<Saved<Account>> {
    const { clock, mint, vault } = this.#parts
    const now = clock.now()
    const brought = hottok === undefined ? null : this.#only(id, hottok)
    return edit(async () => {
      const before = await this.#parts.store.getAccount(id)
      // The token that it has already is no news: a rotation that is under way goes on.
      const isKnown = brought && before && this.#open(id, settled(before.hottok, now)).hottok === hottok
      const value: Account = {
        ...input,
        id,
        hottok: (isKnown ? null : brought) ?? before?.hottok ?? this.#only(id, mintHottok(mint.randomBytes)),
        testSecret: before?.testSecret ?? vault.seal(mintSigningSecret(mint.randomBytes), placeOf.testSecret(id)),
        createdAt: before?.createdAt ?? now,
        updatedAt: now,
      }
      const saved = await this.#write(value, before)
      return saved === 'outdated' ? saved : { created: before === null, value }
    })
  }

  /** @throws Refusal unknown_account */
  async get(id: string): Promise<AccountRecord> {
    const account = await this.#parts.store.getAccount(id)
    if (!account) throw new Refusal('unknown_account', { detail: `There is no account ${id}.` })
    return account
  }

  async hottok(id: string): Promise<OpenHottok> {
    return this.#open(id, settled((await this.get(id)).hottok, this.#parts.clock.now()))
  }

  /**
   * A new token, shown at once; the old one is sent until `switchAt`, so that receivers can be told first.
   * @param hottok a token to bring along; undefined: one of ours
   */
  async rotateHottok(id: string, switchAt: number, hottok?: string): Promise<OpenHottok> {
    const { clock, mint } = this.#parts
    const now = clock.now()
    const next = this.#sealToken(id, hottok ?? mintHottok(mint.randomBytes))
    return edit(async () => {
      const before = await this.get(id)
      const { current, switchAt: pending } = settled(before.hottok, now)
      if (pending !== null) throw new Refusal('rotation_in_progress')
      const value = { ...before, hottok: { current, next, switchAt }, updatedAt: now }
      const saved = await this.#write(value, before)
      return saved === 'outdated' ? saved : this.#open(id, value.hottok)
    })
  }

  #write(account: Account, before: AccountRecord | null): Promise<Edited> {
    return this.#parts.store.saveAccount(account, before?.revision ?? 0)
  }

  #only(id: string, token: string): Hottok {
    return { current: this.#sealToken(id, token), next: null, switchAt: null }
  }

  /** What tests to free addresses are signed with. It begins with `whsec_`. */
  async testSecret(id: string): Promise<string> {
    const { testSecret } = await this.get(id)
    return this.#parts.vault.open(testSecret, placeOf.testSecret(id))
  }

  #sealToken(accountId: string, token: string): string {
    return this.#parts.vault.seal(token, placeOf.hottok(accountId))
  }

  #open(accountId: string, hottok: Hottok): OpenHottok {
    const open = (sealed: string) => this.#parts.vault.open(sealed, placeOf.hottok(accountId))
    return { hottok: open(hottok.current), next: hottok.next && open(hottok.next), switchAt: hottok.switchAt }
  }
}

/** A rotation whose time has come is over: its new token is simply the token. */
function settled(hottok: Hottok, now: number): Hottok {
  if (hottok.next === null || hottok.switchAt === null || now < hottok.switchAt) return hottok
  return { current: hottok.next, next: null, switchAt: null }
}
