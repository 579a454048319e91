import type { KeyObject } from 'node:crypto'
import { type Account, hottokInForce } from '../../domain/account.ts'
import { type Configuration, noStatedLimit } from '../../domain/configuration.ts'
import type { ConfigurationId } from '../../domain/ids.ts'
import { maskText, SoughtSecret } from '../../domain/secrets/mask-secrets.ts'
import { signingKey } from '../../domain/secrets/signature.ts'
import type { ConfigurationRecord } from '../../store/contract/directory.ts'
import type { Store } from '../../store/contract/store.ts'
import type { Route } from '../dispatch/lane.ts'
import { placeOf, type Vault } from '../vault.ts'

/** Read at each attempt, not pinned at the match: URL, secrets, hottok, pace. */
export interface Target extends Route {
  readonly sendable: boolean
  /** For series that follow their configuration in this. */
  readonly hottokInBody: boolean
  hottok(now: number): SentHottok
  /** Keys in force, newest first. */
  keys(now: number): readonly KeyObject[]
}

/** The token, prepared for the attempts that carry it. */
export interface SentHottok {
  readonly text: string
  /** To find the token in their answers. */
  readonly sought: SoughtSecret
  /** The target's URL as people see it: without the token, where it holds one. */
  readonly shownUrl: string
}

type TokenChoice = Pick<Configuration, 'id' | 'hottok' | 'usesNewHottok'> | { hottok: null; usesNewHottok: false }

const cachedMax = 20_000

/**
 * A cache of targets by configuration, with their secrets opened. A change to their account clears them, so that an edit, a
 * rotation or a disabling is in force at the next attempt.
 */
export class Targets {
  readonly #store: Store
  readonly #vault: Vault
  readonly #cache = new Map<string, Promise<Target | null>>()
  readonly #ready = new Map<string, Target | null>()
  readonly #keysOf = new Map<string, Set<string>>()

  constructor(store: Store, vault: Vault) {
    this.#store = store
    this.#vault = vault
  }

  /** The cached target; undefined: the store has to be asked. */
  peek(key: string): Target | null | undefined {
    return this.#ready.get(key)
  }

  forConfiguration(accountId: string, id: ConfigurationId, now: number): Promise<Target | null> {
    return this.#once(accountId, id, async () => {
      // The account first: if a rotation begins between the two reads, the old token is sent, not the new one too early.
      const account = await this.#store.getAccount(accountId)
      const record = account && (await this.#store.getConfiguration(accountId, id))
      return record && this.#openConfiguration(record, account, now)
    })
  }

  forFreeUrl(accountId: string, url: string): Promise<Target | null> {
    return this.#once(accountId, freeUrlKey(accountId, url), async () => {
      const account = await this.#store.getAccount(accountId)
      if (!account) return null
      const keys = [signingKey(this.#vault.open(account.testSecret, placeOf.testSecret(account.id)))]
      return {
        url,
        host: hostOf(url),
        maxPerSecond: null,
        answers: false,
        statedLimit: noStatedLimit,
        sendable: true,
        hottokInBody: false,
        hottok: this.#hottokFor({ usesNewHottok: false, hottok: null }, account, url),
        keys: () => keys,
      }
    })
  }

  forgetAccount(accountId: string) {
    for (const key of this.#keysOf.get(accountId) ?? []) {
      this.#cache.delete(key)
      this.#ready.delete(key)
    }
    this.#keysOf.delete(accountId)
  }

  forgetAll() {
    this.#cache.clear()
    this.#ready.clear()
    this.#keysOf.clear()
  }

  #once(accountId: string, key: string, load: () => Promise<Target | null>): Promise<Target | null> {
    let pending = this.#cache.get(key)
    if (!pending) {
      if (this.#cache.size >= cachedMax) this.forgetAll()
      pending = load()
      this.#cache.set(key, pending)
      const keys = this.#keysOf.get(accountId)
      if (keys) keys.add(key)
      else this.#keysOf.set(accountId, new Set([key]))
      const mine = pending
      pending.then(
        (target) => {
          if (this.#cache.get(key) === mine) this.#ready.set(key, target)
        },
        () => this.#cache.delete(key),
      )
    }
    return pending
  }

  async #openConfiguration(
    { configuration, health, statedLimit }: ConfigurationRecord,
    account: Account,
    now: number,
  ): Promise<Target> {
    const secrets = (await this.#store.listSecrets(configuration.id, now)).map((secret) => ({
      expiresAt: secret.expiresAt,
      key: signingKey(this.#vault.open(secret.sealed, placeOf.signingSecret(secret.id, configuration.accountId))),
    }))
    return {
      url: configuration.url,
      host: hostOf(configuration.url),
      maxPerSecond: configuration.maxPerSecond,
      answers: health.lastSuccessAt !== null && health.failingSince === null,
      statedLimit,
      sendable: configuration.status.state === 'active' || configuration.status.state === 'releasing',
      hottokInBody: configuration.hottokInBody,
      hottok: this.#hottokFor(configuration, account, configuration.url),
      keys: keysInForce(secrets),
    }
  }

  /** The configuration's own token, which a rotation does not change. Without one: the account's token at the time of sending. */
  #hottokFor(configuration: TokenChoice, account: Account, url: string): (now: number) => SentHottok {
    if (configuration.hottok !== null) {
      const own = sentHottok(
        this.#vault.open(configuration.hottok, placeOf.hookHottok(configuration.id, account.id)),
        url,
      )
      return () => own
    }
    const open = (sealed: string) => sentHottok(this.#vault.open(sealed, placeOf.hottok(account.id)), url)
    const { switchAt } = account.hottok
    const current = open(account.hottok.current)
    const next = account.hottok.next === null ? null : open(account.hottok.next)
    return (at) => hottokInForce({ current, next, switchAt }, at, configuration.usesNewHottok)
  }
}

function sentHottok(text: string, url: string): SentHottok {
  const sought = new SoughtSecret(text)
  return { text, sought, shownUrl: maskText(url, [sought]) }
}

interface KeyWithEnd {
  readonly expiresAt: number | null
  readonly key: KeyObject
}

function keysInForce(secrets: readonly KeyWithEnd[]): (now: number) => readonly KeyObject[] {
  const all = secrets.map(({ key }) => key)
  if (secrets.every(({ expiresAt }) => expiresAt === null)) return () => all
  return (now) => secrets.filter((it) => it.expiresAt === null || it.expiresAt > now).map(({ key }) => key)
}

export function freeUrlKey(accountId: string, url: string): string {
  return `${accountId} ${url}`
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
