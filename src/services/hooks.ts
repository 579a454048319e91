import { Refusal } from '../domain/errors.ts'
import { type EventName, eventNames } from '../domain/event.ts'
import { type HookSource, hookSources, isHook, nameOfHook, sourceOfUrl } from '../domain/hook.ts'
import type { ConfigurationId, CredentialId } from '../domain/ids.ts'
import type { Clock } from '../engine/clock.ts'
import type { Mint } from '../engine/mint.ts'
import type { ConfigurationRecord } from '../store/contract/directory.ts'
import type { Store } from '../store/contract/store.ts'
import type { AccountActions } from './account-actions.ts'
import { allConfigurations } from './all-configurations.ts'
import type { Configurations } from './configurations.ts'
import { type SampleFilter, type Samples, sampleFor } from './samples.ts'

export interface HookInput {
  readonly targetUrl: string
  /** null: every event that there is. */
  readonly events: readonly EventName[] | null
  readonly productId: number | null
  /** null: by its source and event. */
  readonly name: string | null
  /** null: whatever the host of the address tells. */
  readonly source: HookSource | null
  readonly credentialId: CredentialId | null
}

interface HookParts {
  readonly store: Store
  readonly clock: Clock
  readonly mint: Mint
  readonly configurations: Configurations
  readonly actions: AccountActions
}

/**
 * REST hooks: configurations that other programs make and remove by themselves. Their addresses are not checked when they are
 * saved: Zapier and its like answer a stranger's connection well, and a program has nobody to show a warning to.
 *
 * A hook is sent a verification token of its own, which only the answer to its making tells. The account's would let any program
 * with the scope `write` learn it, by a hook to an address of its own, and then speak to the account's other receivers as Postback.
 */
export class Hooks {
  readonly #parts: HookParts

  constructor(parts: HookParts) {
    this.#parts = parts
  }

  async create(
    accountId: string,
    input: HookInput,
    by: string,
  ): Promise<{ record: ConfigurationRecord; secret: string; hottok: string }> {
    const { configurations, actions } = this.#parts
    const { targetUrl, productId, credentialId } = input
    const events = input.events ?? eventNames
    const source = input.source ?? sourceOfUrl(targetUrl)
    const name = input.name ?? nameOfHook(source, events)
    const wanted = {
      name,
      url: targetUrl,
      events,
      productId,
      version: '2.0.0',
      hottokInBody: false,
      maxPerSecond: null,
      source,
      credentialId,
    } as const
    const { record, secret, hottok } = await configurations.create(accountId, wanted, by, {
      checked: false,
      urlAt: '/targetUrl',
      ownHottok: true,
    })
    if (hottok === null) throw new Error('A hook always has a token of its own.')
    await actions.note({ accountId, by, kind: 'hook-created', subject: name })
    return { record, secret, hottok }
  }

  /** Newest first. */
  list(
    accountId: string,
    page: { before: ConfigurationId | null; limit: number },
  ): Promise<readonly ConfigurationRecord[]> {
    return this.#parts.store.listConfigurations(accountId, { ...page, sources: hookSources })
  }

  /** @throws Refusal not_found, for configurations that are no hooks too */
  async get(accountId: string, id: ConfigurationId): Promise<ConfigurationRecord> {
    const record = await this.#parts.configurations.get(accountId, id)
    if (!isHook(record.configuration)) throw new Refusal('not_found')
    return record
  }

  /** @throws Refusal not_found */
  async remove(accountId: string, id: ConfigurationId, by: string) {
    await this.get(accountId, id)
    await this.#parts.configurations.remove(accountId, id, by)
  }

  /** Those that a credential made. */
  async removeMadeWith(accountId: string, credentialId: CredentialId, by: string) {
    const { store, configurations } = this.#parts
    for await (const hook of allConfigurations(store, accountId, { sources: hookSources })) {
      if (hook.credentialId === credentialId) {
        await configurations.remove(accountId, hook.id, by).catch(ifGoneAlready)
      }
    }
  }

  /** @throws Refusal unknown_product */
  sample(accountId: string, filter: SampleFilter): Promise<Samples> {
    return sampleFor(this.#parts, accountId, filter)
  }
}

function ifGoneAlready(error: unknown) {
  if (!(error instanceof Refusal && error.code === 'not_found')) throw error
}
