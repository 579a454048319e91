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
import { type Configurations, HookExists } from './configurations.ts'
import { type SampleFilter, type Samples, sampleFor } from './samples.ts'

export interface HookInput {
  readonly targetUrl: string
  /** null: all events. */
  readonly events: readonly EventName[] | null
  readonly productId: number | null
  /** null: named after its source and event. */
  readonly name: string | null
  /** null: derived from the host of the address. */
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
 * REST hooks: configurations that other programs create and remove. Their addresses are not checked on saving: services like
 * Zapier answer any connection, and a program cannot show a warning to a person.
 *
 * A hook gets its own verification token, which only the answers to its subscriptions show. With the account's token, a program with
 * the scope `write` could learn that token by a hook to its own address, and then pose as Postback to the account's other
 * receivers.
 */
export class Hooks {
  readonly #parts: HookParts

  constructor(parts: HookParts) {
    this.#parts = parts
  }

  /**
   * The same credential that subscribes the same address, events and product again has the hook that is there, and its token: a
   * program that has lost the answer, or whose person made the same connection twice, is not sent every event twice.
   */
  async create(
    accountId: string,
    input: HookInput,
    by: string,
  ): Promise<{ record: ConfigurationRecord; secret: string; hottok: string; created: boolean }> {
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
    const how = { checked: false, urlAt: '/targetUrl', ownHottok: true }
    for (;;) {
      try {
        const { record, secret, hottok } = await configurations.create(accountId, wanted, by, how)
        if (hottok === null) throw new Error('A hook always has its own token.')
        await actions.note({ accountId, by, kind: 'hook-created', subject: name })
        return { record, secret, hottok, created: true }
      } catch (error) {
        if (!(error instanceof HookExists)) throw error
        const again = await configurations.subscribeAgain(accountId, error.id, by)
        if (again) return { ...again, created: false }
        // It was removed a moment ago, so this program makes a new one.
      }
    }
  }

  /** Newest first. */
  list(
    accountId: string,
    page: { before: ConfigurationId | null; limit: number },
  ): Promise<readonly ConfigurationRecord[]> {
    return this.#parts.store.listConfigurations(accountId, { ...page, sources: hookSources })
  }

  /** @throws Refusal not_found, also for configurations that are no hooks */
  async get(accountId: string, id: ConfigurationId): Promise<ConfigurationRecord> {
    const record = await this.#parts.configurations.get(accountId, id)
    if (!isHook(record.configuration)) throw new Refusal('not_found')
    return record
  }

  /** Takes one subscription away; the last one removes the hook. @throws Refusal not_found */
  async remove(accountId: string, id: ConfigurationId, by: string) {
    await this.get(accountId, id)
    await this.#parts.configurations.unsubscribe(accountId, id, by)
  }

  /** Removes the hooks that were created with a credential. */
  async removeMadeWith(accountId: string, credentialId: CredentialId, by: string) {
    const { store, configurations } = this.#parts
    for await (const hook of allConfigurations(store, accountId, { sources: hookSources })) {
      if (hook.credentialId === credentialId) {
        await configurations.remove(accountId, hook.id, { by }).catch(ifGoneAlready)
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
