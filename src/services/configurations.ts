import type { AddressPolicy } from '../domain/addresses/address-policy.ts'
import { parseTargetUrl } from '../domain/addresses/address-policy.ts'
import {
  type Configuration,
  type ConfigurationStatus,
  type DisabledReason,
  type ReleaseMode,
  repeatedEvents,
  type SigningSecret,
} from '../domain/configuration.ts'
import { Refusal } from '../domain/errors.ts'
import { type EventName, hasEvent, type PayloadVersion } from '../domain/event.ts'
import { isHook } from '../domain/hook.ts'
import type { ConfigurationId, CredentialId } from '../domain/ids.ts'
import { mintHottok } from '../domain/secrets/hottok.ts'
import { mintSigningSecret } from '../domain/secrets/signature.ts'
import type { Chores } from '../engine/chores.ts'
import type { Clock } from '../engine/clock.ts'
import type { Mint } from '../engine/mint.ts'
import type { Observer } from '../engine/observer.ts'
import type { UrlCheck } from '../engine/send/check-url.ts'
import { placeOf, type Vault } from '../engine/vault.ts'
import type { ConfigurationRecord } from '../store/contract/directory.ts'
import type { Store } from '../store/contract/store.ts'
import type { AccountActions } from './account-actions.ts'
import { edit } from './edit.ts'

export interface ConfigurationInput {
  readonly name: string
  readonly url: string
  readonly events: readonly EventName[]
  readonly productId: number | null
  readonly version: PayloadVersion
  readonly hottokInBody: boolean
  /** The most posts per second; null: no limit but the receiver's. */
  readonly maxPerSecond: number | null
  readonly source: string
  readonly credentialId: CredentialId | null
}

export type ConfigurationChange = Partial<Omit<ConfigurationInput, 'source' | 'credentialId'>>

export interface ConfigurationParts {
  readonly store: Store
  readonly clock: Clock
  readonly mint: Mint
  readonly vault: Vault
  readonly chores: Chores
  readonly actions: AccountActions
  readonly observer: Observer
  readonly policy: () => AddressPolicy
  readonly check: (url: string) => Promise<UrlCheck>
  /** For one account; null: no limit. */
  readonly configurationsMax: number | null
}

/** A configuration with the result of its address check, if there was one. */
export interface CheckedConfiguration {
  readonly record: ConfigurationRecord
  readonly check: UrlCheck | null
  readonly repeats: readonly Repeat[]
}

/** Another configuration that sends some of the same events to the same address. */
export interface Repeat {
  readonly id: ConfigurationId
  readonly name: string
  readonly events: readonly EventName[]
}

/** Who edits, and on which revisions the edit may be based. null: on any. */
export interface EditBy {
  readonly by: string
  readonly basedOn?: readonly number[] | null
}

/** The edit is based on a revision that is not the current one. Nothing was written. */
export class OutdatedEdit extends Refusal {
  readonly record: ConfigurationRecord

  constructor(record: ConfigurationRecord) {
    super('precondition_failed')
    this.record = record
  }
}

/** The account has this hook already. */
export class HookExists extends Error {
  readonly id: ConfigurationId

  constructor(id: ConfigurationId) {
    super('The account has this hook already.')
    this.id = id
  }
}

/** More say nothing new. */
const repeatsMost = 10
/** Of the newest that lead to the same URL. */
const repeatsLookedAt = 50

const second = 1000
const hour = 3_600_000

/** Faults that the check of a saved URL finds. A corrected URL enables such a configuration again. */
const checkReasons: ReadonlySet<DisabledReason> = new Set<DisabledReason>([
  'name-not-found',
  'address-not-allowed',
  'certificate-of-another-site',
])

/** The life cycle of configurations: created, changed, disabled, enabled, removed. */
export class Configurations {
  readonly #parts: ConfigurationParts

  constructor(parts: ConfigurationParts) {
    this.#parts = parts
  }

  /**
   * @param how.checked whether the address is checked
   * @param how.urlAt pointer to the caller's field with the address
   * @param how.ownHottok whether the configuration gets its own verification token instead of the account's
   * @returns `hottok`: its own token
   * @throws HookExists, for hooks only
   */
  async create(
    accountId: string,
    input: ConfigurationInput,
    by: string,
    how: { readonly checked?: boolean; readonly urlAt?: string; readonly ownHottok?: boolean } = {},
  ): Promise<CheckedConfiguration & { secret: string; hottok: string | null }> {
    const { store, clock, mint, vault, configurationsMax } = this.#parts
    const { checked = true, urlAt = '/url', ownHottok = false } = how
    const url = this.#parseUrl(input.url, urlAt)
    requireEvents(input.version, input.events, 'events')
    if (!(await store.getAccount(accountId))) throw new Refusal('unknown_account')
    await this.#requireProduct(accountId, input.productId)
    const check = checked ? await this.#parts.check(url) : null
    const now = clock.now()
    const id = mint.id()
    const hottok = ownHottok ? mintHottok(mint.randomBytes) : null
    const configuration: Configuration = {
      ...input,
      url,
      id,
      accountId,
      usesNewHottok: false,
      subscriptions: 1,
      hottok: hottok && vault.seal(hottok, placeOf.hookHottok(id, accountId)),
      status: (check && statusAfterCheck(check, now, by)) ?? { state: 'active' },
      createdAt: now,
      updatedAt: now,
    }
    const { secret, plain } = this.#mintSecret(configuration, now)
    const created = await store.createConfiguration(configuration, secret, configurationsMax)
    if (typeof created === 'object') throw new HookExists(created.same)
    if (created === 'too-many') {
      throw new Refusal('too_many_configurations', {
        detail: `An account has at most ${configurationsMax} configurations, hooks among them.`,
      })
    }
    this.#tellIfFaulty(configuration)
    const repeats = checked ? await this.#repeatsOf(configuration) : []
    return { record: await this.get(accountId, configuration.id), check, repeats, secret: plain, hottok }
  }

  /** @throws Refusal not_found */
  async get(accountId: string, id: ConfigurationId): Promise<ConfigurationRecord> {
    const record = await this.#parts.store.getConfiguration(accountId, id)
    if (!record) throw new Refusal('not_found')
    return record
  }

  async change(
    accountId: string,
    id: ConfigurationId,
    change: ConfigurationChange,
    { by, basedOn = null }: EditBy,
  ): Promise<CheckedConfiguration> {
    const before = await this.#getToEdit(accountId, id, basedOn)
    if (change.productId !== undefined) await this.#requireProduct(accountId, change.productId)
    const url = change.url === undefined ? undefined : this.#parseUrl(change.url)
    const check = url === undefined || url === before.url ? null : await this.#parts.check(url)
    const now = this.#parts.clock.now()
    const changed = await this.#rewrite(accountId, id, basedOn, (current) => {
      // The check takes seconds. Other editors may have changed other fields since.
      const wanted = { ...current, ...definedOf({ ...change, url }) }
      requireEvents(wanted.version, wanted.events, change.events === undefined ? 'version' : 'events')
      const fault = check && statusAfterCheck(check, now, by)
      const corrected = check && current.status.state === 'disabled' && checkReasons.has(current.status.reason)
      let status: ConfigurationStatus = current.status
      if (fault && (status.state !== 'disabled' || corrected)) status = fault
      else if (corrected && !fault) status = { state: 'releasing', mode: 'all', by, at: now }
      return { ...wanted, status, updatedAt: now }
    })
    if (check) this.#tellIfFaulty(changed)
    if (changed.status.state !== before.status.state) await this.#parts.chores.settle(changed)
    const isMoved = change.url !== undefined || change.events !== undefined || change.productId !== undefined
    const repeats = isMoved ? await this.#repeatsOf(changed) : []
    return { record: await this.get(accountId, id), check, repeats }
  }

  async disable(accountId: string, id: ConfigurationId, { by, basedOn = null }: EditBy): Promise<ConfigurationRecord> {
    const now = this.#parts.clock.now()
    const status: ConfigurationStatus = {
      state: 'disabled',
      reason: 'manual',
      at: now,
      by,
      detail: 'Disabled by hand.',
    }
    const changed = await this.#rewrite(accountId, id, basedOn, (current) => {
      if (current.status.state === 'releasing') throw new Refusal('release_in_progress')
      return current.status.state === 'disabled' ? current : { ...current, status, updatedAt: now }
    })
    await this.#parts.chores.settle(changed)
    return this.get(accountId, id)
  }

  /** Disables a configuration whose address fails: see `disablingReason`. A hook whose address is gone is removed. */
  async disableForFault(accountId: string, id: ConfigurationId, reason: DisabledReason, detail: string) {
    const now = this.#parts.clock.now()
    let wasActive = false
    // Based on any revision: what a person has just edited does not keep a faulty address enabled.
    const changed = await this.#edit(accountId, id, null, (current) => {
      wasActive = current.status.state !== 'disabled'
      const status: ConfigurationStatus =
        reason === 'gone' && isHook(current)
          ? { state: 'removed', at: now, by: 'postback' }
          : { state: 'disabled', reason, at: now, by: 'postback', detail }
      return wasActive ? { ...current, status, updatedAt: now } : current
    })
    if (!changed || !wasActive) return
    this.#parts.observer.disabled({ id, accountId, reason })
    if (changed.status.state === 'removed') await this.#afterRemoval(changed, 'postback', detail)
    else await this.#parts.chores.settle(changed)
  }

  /** Releases the held deliveries by this mode; new ones queue up behind them. */
  async enable(
    accountId: string,
    id: ConfigurationId,
    mode: ReleaseMode,
    { by, basedOn = null }: EditBy,
  ): Promise<ConfigurationRecord> {
    const before = await this.#getToEdit(accountId, id, basedOn)
    if (before.status.state === 'disabled' && checkReasons.has(before.status.reason)) {
      const check = await this.#parts.check(before.url)
      if (check.verdict === 'faulty' || check.verdict === 'refused') {
        throw new Refusal('address_faulty', { detail: check.reason?.detail ?? 'The check failed.' })
      }
    }
    const now = this.#parts.clock.now()
    const changed = await this.#rewrite(accountId, id, basedOn, (current) =>
      current.status.state === 'disabled'
        ? { ...current, status: { state: 'releasing', mode, by, at: now }, updatedAt: now }
        : current,
    )
    if (changed.status.state === 'releasing') await this.#parts.chores.settle(changed)
    return this.get(accountId, id)
  }

  /** Cancels what is pending; the posts stay in the history. */
  async remove(accountId: string, id: ConfigurationId, { by, basedOn = null }: EditBy) {
    const now = this.#parts.clock.now()
    const removed = await this.#rewrite(accountId, id, basedOn, (current) => ({
      ...current,
      status: { state: 'removed', at: now, by },
      updatedAt: now,
    }))
    await this.#afterRemoval(removed, by)
  }

  /**
   * Another program subscribes a hook that is there. One that is disabled is enabled, and what was held goes out in order.
   * @returns null: it was removed in the meantime
   */
  async subscribeAgain(accountId: string, id: ConfigurationId, by: string) {
    const now = this.#parts.clock.now()
    const changed = await this.#edit(accountId, id, null, (current) => ({
      ...current,
      subscriptions: current.subscriptions + 1,
      ...(current.status.state === 'disabled' && { status: { state: 'releasing', mode: 'all', by, at: now } }),
      updatedAt: now,
    }))
    if (!changed) return null
    await this.#parts.chores.settle(changed)
    const [newest] = await this.secrets(accountId, id)
    if (!newest || changed.hottok === null) throw new Error('A hook has a secret and a token of its own.')
    const hottok = this.#parts.vault.open(changed.hottok, placeOf.hookHottok(id, accountId))
    return { record: await this.get(accountId, id), secret: newest.secret, hottok }
  }

  /** Removes a hook when the last program has unsubscribed it. */
  async unsubscribe(accountId: string, id: ConfigurationId, by: string) {
    const now = this.#parts.clock.now()
    const changed = await this.#rewrite(accountId, id, null, (current) =>
      current.subscriptions > 1
        ? { ...current, subscriptions: current.subscriptions - 1, updatedAt: now }
        : { ...current, status: { state: 'removed', at: now, by }, updatedAt: now },
    )
    if (changed.status.state === 'removed') await this.#afterRemoval(changed, by)
  }

  async check(accountId: string, id: ConfigurationId): Promise<UrlCheck> {
    return this.#parts.check((await this.get(accountId, id)).configuration.url)
  }

  // -- secrets -------------------------------------------------------------------------------------------------------------

  /** In plain text: the caller checks who may see them. */
  async secrets(accountId: string, id: ConfigurationId) {
    await this.get(accountId, id)
    const secrets = await this.#parts.store.listSecrets(id, this.#parts.clock.now())
    return secrets.map((secret) => ({
      id: secret.id,
      secret: this.#parts.vault.open(secret.sealed, placeOf.signingSecret(secret.id, accountId)),
      createdAt: secret.createdAt,
      expiresAt: secret.expiresAt,
    }))
  }

  /** Old and new secret both sign during the overlap. */
  async rotateSecret(accountId: string, id: ConfigurationId, overlapHours: number) {
    const { configuration } = await this.get(accountId, id)
    const now = this.#parts.clock.now()
    const { secret } = this.#mintSecret(configuration, now)
    await this.#parts.store.rotateSecret(secret, now + overlapHours * hour)
    return this.secrets(accountId, id)
  }

  async useNewHottok(accountId: string, id: ConfigurationId): Promise<ConfigurationRecord> {
    await this.#rewrite(accountId, id, null, (current) => {
      if (current.hottok !== null) throw new Refusal('own_hottok')
      return { ...current, usesNewHottok: true }
    })
    return this.get(accountId, id)
  }

  // -- inner workings ------------------------------------------------------------------------------------------------------

  /** Before slow checks; `#edit` compares once more. */
  async #getToEdit(accountId: string, id: ConfigurationId, basedOn: EditBy['basedOn']): Promise<Configuration> {
    const record = await this.get(accountId, id)
    requireCurrent(record, basedOn)
    return record.configuration
  }

  async #rewrite(
    accountId: string,
    id: ConfigurationId,
    basedOn: EditBy['basedOn'],
    change: (current: Configuration) => Configuration,
  ) {
    const changed = await this.#edit(accountId, id, basedOn, change)
    if (!changed) throw new Refusal('not_found')
    return changed
  }

  /**
   * @param change called again if another editor was faster
   * @returns null: the configuration does not exist, or was removed
   */
  async #edit(
    accountId: string,
    id: ConfigurationId,
    basedOn: EditBy['basedOn'],
    change: (current: Configuration) => Configuration,
  ) {
    const { store } = this.#parts
    return edit(async () => {
      const record = await store.getConfiguration(accountId, id)
      if (!record) return null
      requireCurrent(record, basedOn)
      const { configuration, revision } = record
      const wanted = change(configuration)
      if (wanted === configuration) return wanted
      return (await store.changeConfiguration(wanted, revision)) === 'saved' ? wanted : 'outdated'
    })
  }

  /** Saved all the same: two systems behind one address may want the same event. */
  async #repeatsOf(saved: Configuration): Promise<readonly Repeat[]> {
    const repeats: Repeat[] = []
    const page = { before: null, limit: repeatsLookedAt, url: saved.url }
    for (const { configuration: other } of await this.#parts.store.listConfigurations(saved.accountId, page)) {
      const events = other.id === saved.id ? [] : repeatedEvents(saved, other)
      if (events.length > 0) repeats.push({ id: other.id, name: other.name, events })
      if (repeats.length === repeatsMost) break
    }
    return repeats
  }

  /** Reports a configuration that its address check disabled on saving. */
  #tellIfFaulty({ id, accountId, status }: Configuration) {
    if (status.state !== 'disabled' || !checkReasons.has(status.reason)) return
    this.#parts.observer.disabled({ id, accountId, reason: status.reason })
  }

  async #afterRemoval(removed: Configuration, by: string, detail?: string) {
    const { accountId, name } = removed
    const action = { accountId, by, kind: 'hook-removed', subject: name, ...(detail && { detail }) } as const
    if (isHook(removed)) await this.#parts.actions.note(action)
    await this.#parts.chores.settle(removed)
  }

  #parseUrl(text: string, pointer = '/url'): string {
    const parsed = parseTargetUrl(text, this.#parts.policy())
    if (parsed.ok) return parsed.url.href
    const code = parsed.problem === 'address' || parsed.problem === 'port' ? 'blocked_address' : 'invalid_url'
    throw new Refusal(code, { errors: [{ pointer, detail: parsed.detail }] })
  }

  /** The account must be the product's producer, a co-producer or an affiliate. */
  async #requireProduct(accountId: string, productId: number | null) {
    if (productId === null) return
    const { store } = this.#parts
    const product = await store.getProduct(productId)
    const concerned =
      product !== null &&
      (product.accountId === accountId ||
        product.coProducers.includes(accountId) ||
        (await store.listAffiliations(productId, { after: null, limit: 1, accountId })).length > 0)
    if (concerned) return
    throw new Refusal('unknown_product', {
      errors: [{ pointer: '/productId', detail: `This account has no product ${productId}.` }],
    })
  }

  #mintSecret(configuration: Configuration, now: number): { secret: SigningSecret; plain: string } {
    const { mint, vault } = this.#parts
    const plain = mintSigningSecret(mint.randomBytes)
    const id = mint.id()
    const sealed = vault.seal(plain, placeOf.signingSecret(id, configuration.accountId))
    // One second early, so that small clock differences never leave a moment without a secret.
    return {
      plain,
      secret: { id, configurationId: configuration.id, sealed, createdAt: now - second, expiresAt: null },
    }
  }
}

/** @throws OutdatedEdit */
function requireCurrent(record: ConfigurationRecord, basedOn: EditBy['basedOn'] = null) {
  if (basedOn !== null && !basedOn.includes(record.revision)) throw new OutdatedEdit(record)
}

/**
 * @param field the field of the caller to which errors point
 * @throws Refusal event_not_in_version
 */
function requireEvents(version: PayloadVersion, events: readonly EventName[], field: 'events' | 'version') {
  const missing = events.filter((event) => !hasEvent(version, event))
  if (missing.length === 0) return
  const errors =
    field === 'events'
      ? missing.map((event) => ({
          pointer: `/events/${events.indexOf(event)}`,
          detail: `Version ${version} has no ${event}: leave it out, or set version to 2.0.0.`,
        }))
      : [
          {
            pointer: '/version',
            detail: `Version ${version} has no ${missing.join(', ')}: send events without them too, or keep version 2.0.0.`,
          },
        ]
  throw new Refusal('event_not_in_version', { errors })
}

function statusAfterCheck(check: UrlCheck, now: number, by: string): ConfigurationStatus | null {
  if (check.verdict !== 'faulty' || !check.reason) return null
  return { state: 'disabled', reason: check.reason.code, at: now, by, detail: check.reason.detail }
}

/** Without undefined members, which would erase values when spread. */
function definedOf<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
}
