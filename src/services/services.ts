import type { AddressPolicy } from '../domain/addresses/address-policy.ts'
import type { Engine } from '../engine/engine.ts'
import type { Vault } from '../engine/vault.ts'
import { AccountActions } from './account-actions.ts'
import { Accounts } from './accounts.ts'
import { Answers } from './answers.ts'
import { Attention } from './attention.ts'
import { Catalogue } from './catalogue.ts'
import { Configurations } from './configurations.ts'
import { Credentials } from './credentials.ts'
import { Deliveries } from './deliveries.ts'
import { Hooks } from './hooks.ts'
import { LegacyPosts } from './legacy-posts.ts'
import { Replays } from './replays.ts'
import { SalesIndex } from './sales/index-sales.ts'
import { Sales } from './sales/sales.ts'
import { Sessions } from './sessions.ts'
import { TestLimits } from './tests/test-limits.ts'
import { Tests } from './tests/test-send.ts'

export interface ServicesParts {
  readonly engine: Engine
  readonly vault: Vault
  readonly policy: () => AddressPolicy
  /** For one account; null: no limit. */
  readonly configurationsMax: number | null
  readonly accessTokenLifetimeMs: number
}

/** The operations that people and programs call. This file only puts the parts together. */
export class Services {
  readonly accounts: Accounts
  readonly actions: AccountActions
  readonly catalogue: Catalogue
  readonly configurations: Configurations
  readonly credentials: Credentials
  readonly hooks: Hooks
  readonly deliveries: Deliveries
  readonly replays: Replays
  readonly legacyPosts: LegacyPosts
  readonly sessions: Sessions
  readonly tests: Tests
  readonly answers: Answers
  readonly sales: Sales
  readonly attention: Attention
  readonly #salesIndex: SalesIndex

  constructor({ engine, vault, policy, configurationsMax, accessTokenLifetimeMs }: ServicesParts) {
    const { store, clock, mint, chores, observer, dispatcher, acceptor, targets, sender, shortage, userAgent } = engine
    const check = (url: string) => engine.checkUrl(url)
    this.accounts = new Accounts({ store, clock, mint, vault })
    this.actions = new AccountActions({ store, clock, mint })
    this.catalogue = new Catalogue({ store, clock })
    const { accounts, actions } = this
    this.configurations = new Configurations({
      store,
      clock,
      mint,
      vault,
      chores,
      actions,
      observer,
      policy,
      check,
      configurationsMax,
    })
    this.hooks = new Hooks({ store, clock, mint, configurations: this.configurations, actions })
    this.credentials = new Credentials({ store, clock, mint, vault, actions, accessTokenLifetimeMs })
    this.deliveries = new Deliveries({ store, clock, dispatcher, observer })
    this.replays = new Replays({ store, clock, mint, deliveries: this.deliveries, observer })
    this.legacyPosts = new LegacyPosts({
      store,
      clock,
      accounts,
      targets,
      sender,
      policy,
      observer,
      shortage,
      userAgent,
    })
    this.sessions = new Sessions({ store, clock, mint })
    this.tests = new Tests({ store, clock, mint, acceptor, limits: new TestLimits(), policy })
    this.answers = new Answers({ store, clock, vault })
    this.#salesIndex = new SalesIndex({ store, clock, observer })
    this.sales = new Sales({ store, index: this.#salesIndex })
    this.attention = new Attention({ store, clock })
  }

  /** Resumes work that a crash interrupted. */
  async start() {
    await this.legacyPosts.start()
    await this.replays.start()
    this.#salesIndex.start()
  }

  /** Waits for work under way. */
  async stop() {
    await this.#salesIndex.stop()
    await this.replays.stop()
    await this.legacyPosts.stop()
  }
}
