import type { Account, Affiliation, Product } from '../../src/domain/account.ts'
import type { Configuration, ReleaseMode, SigningSecret } from '../../src/domain/configuration.ts'
import type { Outcome } from '../../src/domain/delivery/attempt.ts'
import {
  type Delivery,
  held,
  type Lane,
  laneKey,
  newDelivery,
  queuedAt,
  sending,
} from '../../src/domain/delivery/delivery.ts'
import type { NextMove } from '../../src/domain/delivery/retry-schedule.ts'
import type { EventName } from '../../src/domain/event.ts'
import type { ConfigurationId, EventId, Uuid } from '../../src/domain/ids.ts'
import { deliveryIdOf, mintUuid } from '../../src/domain/ids.ts'
import { type Subject, subjectKey } from '../../src/domain/subject.ts'
import type { TransactionState } from '../../src/domain/transaction.ts'
import type { Appended, Body, Entry, Known, NewEvent, WishesOfAccount } from '../../src/store/contract/ledger.ts'
import type { Store } from '../../src/store/contract/store.ts'
import type { AttemptOutcome, Claim, Claimed, ClaimRequest } from '../../src/store/contract/work.ts'

/** A small platform in a store: its ids, its clock, and short methods for what happens there. */

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

let seed = 1
/** Simple and repeatable: tests need no secure random numbers. */
function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return (seed >> 12) & 0xff
  })
}

let transactions = 0
let counter = 0
export function mintId(now: number): Uuid {
  counter = (counter + 1) % 4096
  return mintUuid(now, counter, randomBytes)
}

export const producer = 'acc_producer'
export const affiliate = 'acc_affiliate'
export const productId = 4711

export function account(id: string, now = 1): Account {
  return {
    id,
    name: `Account ${id}`,
    email: null,
    locale: 'pt-BR',
    timeZone: 'America/Sao_Paulo',
    hottok: { current: 'v1.k.hottok', next: null, switchAt: null },
    testSecret: 'v1.k.test',
    createdAt: now,
    updatedAt: now,
  }
}

export function product(changes: Partial<Product> = {}): Product {
  return {
    id: productId,
    ucode: 'ucode-4711',
    name: 'A course',
    accountId: producer,
    coProducers: [],
    createdAt: 1,
    updatedAt: 1,
    ...changes,
  }
}

export function configurationOf(changes: Partial<Configuration> = {}): Configuration {
  return {
    id: mintId(start),
    accountId: producer,
    name: 'Members area',
    url: 'https://members.example/hook',
    events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'],
    productId: null,
    version: '2.0.0',
    hottokInBody: false,
    source: 'api',
    credentialId: null,
    status: { state: 'active' },
    usesNewHottok: false,
    hottok: null,
    maxPerSecond: null,
    subscriptions: 1,
    createdAt: start,
    updatedAt: start,
    ...changes,
  }
}

export function affiliation(changes: Partial<Affiliation> = {}): Affiliation {
  return {
    productId,
    affiliateCode: 'A1',
    accountId: affiliate,
    name: 'An affiliate',
    sharesBuyerData: false,
    createdAt: 1,
    updatedAt: 1,
    ...changes,
  }
}

export function laneOfConfiguration(configurationId: ConfigurationId): Lane {
  return { accountId: producer, configurationId }
}

export const start = Date.UTC(2026, 0, 5, 12)

export interface EventOptions {
  readonly transaction?: string
  readonly event?: EventName
  readonly status?: string
  readonly names?: Entry['names']
  readonly state?: 'queued' | 'sending' | 'held'
  readonly stale?: boolean
  readonly test?: boolean
  readonly freeUrl?: string
  /** Code of the subscription that the event is about, instead of a transaction. */
  readonly subscription?: string
  readonly text?: string
  readonly document?: string
  /** Only for this configuration; otherwise for all current ones of the account. */
  readonly to?: ConfigurationId
  readonly accountId?: string
}

/** The subject of an update about a transaction. */
export function about(transaction: string): Subject {
  return { kind: 'transaction', transaction }
}

export class World {
  readonly store: Store
  now = start
  #idsFrom = 0

  constructor(store: Store) {
    this.store = store
  }

  static async begin(store: Store): Promise<World> {
    const world = new World(store)
    await world.saveAccount(producer)
    await world.saveAccount(affiliate)
    await store.saveProduct(product())
    return world
  }

  saveAccount(id: string) {
    return this.store.saveAccount(account(id), 0)
  }

  /** An edit without competition. */
  async changeAccount(id: string, change: Partial<Account>) {
    const { revision, ...before } = (await this.store.getAccount(id)) ?? fail(`There is no account ${id}.`)
    return this.store.saveAccount({ ...before, ...change }, revision)
  }

  async configuration(changes: Partial<Configuration> = {}): Promise<Configuration> {
    const configuration = configurationOf({
      id: mintId(this.now),
      createdAt: this.now,
      updatedAt: this.now,
      ...changes,
    })
    await this.store.createConfiguration(configuration, this.secret(configuration.id), null)
    return configuration
  }

  secret(configurationId: ConfigurationId, sealed = 'v1.k.secret'): SigningSecret {
    return { id: mintId(this.now), configurationId, sealed, createdAt: this.now, expiresAt: null }
  }

  disable(id: ConfigurationId) {
    return this.#setStatus(id, { state: 'disabled', reason: 'manual', at: this.now, by: 'ana', detail: 'By hand.' })
  }

  release(id: ConfigurationId, mode: ReleaseMode) {
    return this.#setStatus(id, { state: 'releasing', mode, by: 'ana', at: this.now })
  }

  remove(id: ConfigurationId) {
    return this.#setStatus(id, { state: 'removed', at: this.now, by: 'ana' })
  }

  /** An edit without competition. */
  async changeConfiguration(id: ConfigurationId, change: Partial<Configuration>) {
    const found = (await this.store.getConfiguration(producer, id)) ?? fail('There is no such configuration.')
    return this.store.changeConfiguration({ ...found.configuration, ...change }, found.revision)
  }

  #setStatus(id: ConfigurationId, status: Configuration['status']) {
    return this.changeConfiguration(id, { status })
  }

  // -- accepting ---------------------------------------------------------------------------------------------------------

  nextTransaction(): string {
    return `HP${String(++transactions).padStart(10, '0')}`
  }

  /**
   * Entries with one event each, for every configuration of the account, as the engine would decide them: each is based on the
   * earlier ones of its subject.
   */
  async entries(wanted: readonly EventOptions[]): Promise<Entry[]> {
    const named = wanted.map((options) => ({ ...options, transaction: options.transaction ?? this.nextTransaction() }))
    const subjects = named.map((options) => subjectOf(options, options.transaction))
    const known = await this.store.look(subjects.map((subject) => ({ subject, withDocument: false, names: [] })))
    const before = new Map<string, Known>()
    const entries: Entry[] = []
    for (const [i, options] of named.entries()) {
      const subject = subjects[i] ?? fail('Nothing was accepted.')
      const key = subjectKey(subject)
      const standing = (key !== null && before.get(key)) || known[i]
      if (!standing) throw new Error('The subject was not looked up.')
      const [wishes] = await this.store.readWishes([options.accountId ?? producer])
      // Ids ascend in the order of acceptance, even if the clock is set back.
      this.#idsFrom = Math.max(this.#idsFrom, this.now)
      const entry = entryOf({ id: mintId(this.#idsFrom), now: this.now, subject, standing, wishes }, options)
      if (key !== null && entry.event) before.set(key, standingAfter(standing, entry, entry.event))
      entries.push(entry)
    }
    return entries
  }

  /** Appends outdated entries a second time, since a store may report one without a reason. The second answer counts. */
  async append(entries: readonly Entry[]): Promise<Appended[]> {
    const results = [...(await this.store.append(entries))]
    const outdated = [...results.keys()].filter((i) => results[i]?.kind === 'outdated')
    if (outdated.length === 0) return results
    const again = await this.store.append(outdated.flatMap((i) => entries[i] ?? []))
    for (const [n, i] of outdated.entries()) results[i] = again[n] ?? fail('An entry has no result.')
    return results
  }

  /** All in one commit. */
  async acceptAll(wanted: readonly EventOptions[]): Promise<Accepted[]> {
    const entries = await this.entries(wanted)
    const results = await this.append(entries)
    return entries.map((entry, i) => acceptedOf(entry, results[i]))
  }

  acceptMany(count: number, options: EventOptions = {}): Promise<Accepted[]> {
    return this.acceptAll(Array.from({ length: count }, () => options))
  }

  async accept(options: EventOptions = {}): Promise<Accepted> {
    const [accepted] = await this.acceptAll([options])
    return accepted ?? fail('Nothing was accepted.')
  }

  /** One event with one delivery. */
  async deliver(options: EventOptions = {}): Promise<Delivery> {
    const [delivery] = (await this.accept(options)).deliveries
    if (!delivery) throw new Error('The event has no delivery.')
    return delivery
  }

  // -- delivering --------------------------------------------------------------------------------------------------------

  /** The request of a node that has room for all. */
  claimRequest(changes: Partial<ClaimRequest> = {}): ClaimRequest {
    return {
      now: this.now,
      most: 1_000,
      bytesMost: 1_000_000,
      perTurn: 1_000,
      bytesPerTurn: 1_000_000,
      lanes: new Map(),
      accounts: new Map(),
      perLane: 1_000,
      perAccount: { answering: 1_000, silent: 1_000 },
      after: 'start',
      ...changes,
    }
  }

  /** Claims from one lane only. @param configurationId null: the tests of the account */
  async claim(configurationId: ConfigurationId | null, limit = 100, accountId = producer): Promise<readonly Claim[]> {
    const lanes = new Map([[laneKey({ accountId, configurationId }), { room: limit, answers: true }]])
    return (await this.claimRound({ lanes, perLane: 0 })).flatMap(({ claims }) => claims)
  }

  /** The answers of a complete round. */
  async claimRound(changes: Partial<ClaimRequest> = {}): Promise<readonly Claimed[]> {
    const pieces: Claimed[] = []
    let after: ClaimRequest['after'] | 'end' = 'start'
    while (after !== 'end') {
      const piece: Claimed = await this.store.claim(this.claimRequest({ ...changes, after }))
      pieces.push(piece)
      after = piece.last
    }
    return pieces
  }

  /** When the first waiting delivery is due. Throws if one is due now. */
  async nextDue(): Promise<number | null> {
    const pieces = await this.claimRound()
    if (pieces.some(({ claims }) => claims.length > 0)) throw new Error('Something is due.')
    return pieces.at(-1)?.nextDueAt ?? null
  }

  async claimOne(lane: ConfigurationId | null): Promise<Claim> {
    const [claim] = await this.claim(lane, 1)
    if (!claim) throw new Error('Nothing is due.')
    return claim
  }

  async record(outcome: AttemptOutcome) {
    const [result] = await this.store.record([outcome])
    if (result?.kind !== 'recorded') throw new Error(`The outcome was not recorded: ${result?.kind}`)
    return result
  }

  async detail(delivery: Pick<Delivery, 'id' | 'accountId'>) {
    const detail = await this.store.getDelivery(delivery.accountId, delivery.id)
    if (!detail) throw new Error('The delivery is absent.')
    return detail
  }

  async stateOf(delivery: Pick<Delivery, 'id' | 'accountId'>) {
    return (await this.detail(delivery)).delivery.state
  }

  async heldOf(id: ConfigurationId) {
    return (await this.store.getConfiguration(producer, id, true))?.held
  }

  /** Settles until no work is left. @returns how many were let out */
  async releaseAll(id: ConfigurationId, limit = 100) {
    let released = 0
    for (;;) {
      const step = await this.store.settle(id, 'postback', this.now, limit)
      released += step.released
      if (step.done) return released
    }
  }
}

function fail(message: string): never {
  throw new Error(message)
}

/** An entry as kept. */
export interface Accepted {
  readonly event: NewEvent['head']
  readonly bodies: readonly Body[]
  readonly deliveries: readonly Delivery[]
}

function acceptedOf({ event, deliveries }: Entry, result: Appended | undefined): Accepted {
  if (result?.kind !== 'kept' || !event) throw new Error(`Not kept: ${result?.kind}`)
  return { event: event.head, bodies: event.bodies, deliveries }
}

function subjectOf({ subscription, test }: EventOptions, transaction: string): Subject {
  if (test) return { kind: 'itself', transaction }
  return subscription ? { kind: 'subscription', code: subscription } : about(transaction)
}

function entryOf(
  on: { id: EventId; now: number; subject: Subject; standing: Known; wishes: WishesOfAccount | undefined },
  options: EventOptions & { transaction: string },
): Entry {
  const { id, now, subject, standing, wishes } = on
  const { transaction, subscription, test = false, accountId = producer } = options
  const sequence = standing.sequence + 1
  const event: NewEvent['head'] = {
    id,
    name: options.event ?? 'PURCHASE_APPROVED',
    subject: subscription ?? transaction,
    sequence,
    transaction: subscription ? null : transaction,
    productId,
    accountId: producer,
    occurredAt: now,
    createdAt: now,
    test,
  }
  const moved: TransactionState = {
    transaction,
    productId,
    status: options.status ?? 'APPROVED',
    recurrence: 0,
    occurrence: '',
    sequence,
    eventId: id,
    occurredAt: now,
    updatedAt: now,
  }
  const configurations = wishes?.configurations ?? []
  const targets: readonly (Configuration | null)[] = options.freeUrl
    ? [null]
    : configurations.filter((it) => options.to === undefined || options.to === it.id)
  const stays = standing.transaction && { ...standing.transaction, sequence }
  return {
    subject,
    names: options.names ?? [],
    basedOn: { revision: standing.revision, accounts: new Map([[accountId, wishes?.version ?? 0]]) },
    event: {
      head: event,
      document: options.document ?? null,
      bodies: [body(event, options.text)],
      previous: standing.newestEvent,
    },
    deliveries: targets.map((target) => deliveryTo(event, accountId, target, options)),
    transaction: test || subscription ? null : options.stale ? stays : moved,
    document: null,
  }
}

function standingAfter(standing: Known, { transaction }: Entry, { head }: NewEvent): Known {
  return {
    ...standing,
    revision: standing.revision + 1,
    transaction: transaction ?? standing.transaction,
    sequence: head.sequence,
    newestEvent: head.id,
  }
}

export function body(event: NewEvent['head'], text?: string): Body {
  const json = JSON.stringify({ id: event.id, event: event.name, version: '2.0.0', data: { purchase: { n: 1 } } })
  return { version: '2.0.0', view: 'producer', contentType: 'application/json', text: text ?? json, hottokAt: null }
}

function deliveryTo(
  event: NewEvent['head'],
  accountId: string,
  target: Configuration | null,
  options: EventOptions,
): Delivery {
  const waits = target !== null && target.status.state !== 'active' && !options.test
  const standing = { queued: queuedAt(event.createdAt), held, sending }[options.state ?? (waits ? 'held' : 'queued')]
  return newDelivery(
    {
      id: deliveryIdOf(event.id, target?.id ?? options.freeUrl ?? ''),
      eventId: event.id,
      configurationId: target?.id ?? null,
      accountId,
      event: event.name,
      productId: event.productId,
      transaction: event.transaction,
      subject: event.subject,
      sequence: event.sequence,
      view: 'producer',
      version: '2.0.0',
      hottokInBody: false,
      withHottok: true,
      test: options.test ?? false,
      stale: options.stale ?? false,
      freeUrl: options.freeUrl ?? null,
      trigger: options.test ? 'test' : 'automatic',
      createdAt: event.createdAt,
    },
    standing,
  )
}

/** How an attempt at a claimed delivery ended. */
export function outcomeOf(
  claimed: Delivery,
  options: {
    at: number
    outcome?: Outcome
    status?: number
    next?: NextMove
    blamesUrl?: boolean
    counts?: boolean
    totalMs?: number
    number?: number
    statedLimit?: AttemptOutcome['statedLimit']
  },
): AttemptOutcome {
  const outcome = options.outcome ?? 'delivered'
  const delivered = outcome === 'delivered'
  return {
    delivery: claimed,
    attempt: {
      number: options.number ?? claimed.attemptsTotal + 1,
      series: claimed.series,
      inSeries: claimed.attempts + 1,
      trigger: claimed.trigger,
      at: options.at,
      outcome,
      status: options.status ?? (delivered ? 200 : 500),
      cause: null,
      askedUntil: options.statedLimit?.pausedUntil ?? null,
      timings: { totalMs: options.totalMs ?? 42, reusedConnection: true },
      url: 'https://members.example/hook',
      responseHeaders: [['content-type', 'text/plain']],
      responseBody: new TextEncoder().encode('thanks'),
      responseTruncated: false,
    },
    next: options.next ?? (delivered ? { kind: 'delivered' } : { kind: 'retry', dueAt: options.at + minute }),
    blamesUrl: options.blamesUrl ?? false,
    counts: options.counts ?? (!claimed.test && claimed.trigger === 'automatic'),
    statedLimit: options.statedLimit ?? null,
  }
}
