import type { Account, Affiliation, Product } from '../../src/domain/account.ts'
import type { Outcome } from '../../src/domain/attempt.ts'
import type { Configuration, ReleaseMode, SigningSecret } from '../../src/domain/configuration.ts'
import { type Delivery, type Lane, laneKey } from '../../src/domain/delivery.ts'
import type { EventName } from '../../src/domain/event.ts'
import type { ConfigurationId, EventId, Uuid } from '../../src/domain/ids.ts'
import { mintUuid, mintUuidBeside } from '../../src/domain/ids.ts'
import type { NextMove } from '../../src/domain/retry-schedule.ts'
import type { Subject } from '../../src/domain/subject.ts'
import type { TransactionState } from '../../src/domain/transaction.ts'
import type { AcceptResult, Body, Emission, NewDelivery, StoreUpdate } from '../../src/store/contract/ledger.ts'
import type { Store } from '../../src/store/contract/store.ts'
import type { AttemptOutcome, Claim, Claimed, ClaimRequest } from '../../src/store/contract/work.ts'

/** A small platform to put into a store: its ids, its clock, and short ways to say what happens. */

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

let seed = 1
/** Plain and repeatable: nobody guards a test. */
function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return (seed >> 12) & 0xff
  })
}

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
  readonly seen?: StoreUpdate['seen']
  readonly state?: NewDelivery['state']
  readonly stale?: boolean
  readonly test?: boolean
  readonly freeUrl?: string
  /** Code of the subscription that the event is about, instead of a transaction. */
  readonly subscription?: string
  readonly text?: string
  readonly document?: string
  /** Only to this configuration; otherwise to all of the account, as they are. */
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
  #transactions = 0
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
    return this.store.saveAccount(
      id,
      () => account(id),
      (known) => known,
    )
  }

  async configuration(changes: Partial<Configuration> = {}): Promise<Configuration> {
    const configuration: Configuration = {
      id: mintId(this.now),
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
      createdAt: this.now,
      updatedAt: this.now,
      ...changes,
    }
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

  #setStatus(id: ConfigurationId, status: Configuration['status']) {
    return this.store.changeConfiguration(producer, id, (current) => ({ ...current, status }))
  }

  // -- accepting ---------------------------------------------------------------------------------------------------------

  nextTransaction(): string {
    return `HP${String(++this.#transactions).padStart(10, '0')}`
  }

  /** An update that makes an event for every configuration of the account, as the engine would decide. */
  update(options: EventOptions = {}): StoreUpdate {
    const { subscription } = options
    const transaction = options.transaction ?? this.nextTransaction()
    const now = this.now
    return {
      subject: subscription ? { kind: 'subscription', code: subscription } : about(transaction),
      seen: options.seen ?? null,
      decide: (facts) => {
        // In order of acceptance, as ids are whatever the clock does.
        this.#idsFrom = Math.max(this.#idsFrom, now)
        const id = mintId(this.#idsFrom)
        const moves = !options.stale && !options.test && !subscription
        const sequence = facts.sequence + 1
        const state: TransactionState = {
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
        const event: Emission['event'] = {
          id,
          event: options.event ?? 'PURCHASE_APPROVED',
          subject: subscription ?? transaction,
          sequence,
          transaction: subscription ? null : transaction,
          productId,
          accountId: producer,
          occurredAt: now,
          createdAt: now,
          test: options.test ?? false,
        }
        const accountId = options.accountId ?? producer
        const targets: readonly (Configuration | null)[] = options.freeUrl
          ? [null]
          : facts.configurations(accountId).filter(({ id }) => options.to === undefined || options.to === id)
        return {
          kind: 'emit',
          emission: {
            event,
            document: options.document ?? null,
            bodies: [body(event, options.text)],
            deliveries: targets.map((target) => newDelivery(event, accountId, target, options)),
            transaction: moves ? state : null,
            sequenceOnly: options.stale && facts.transaction ? { ...facts.transaction, sequence } : null,
          },
        }
      },
    }
  }

  async accept(options: EventOptions = {}): Promise<Emission> {
    const [result] = await this.store.accept([this.update(options)])
    return emissionOf(result)
  }

  /** One event with one delivery. */
  async deliver(options: EventOptions = {}): Promise<NewDelivery> {
    const [delivery] = (await this.accept(options)).deliveries
    if (!delivery) throw new Error('The event has no delivery.')
    return delivery
  }

  // -- delivering --------------------------------------------------------------------------------------------------------

  /** As a node asks that has room for all. */
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

  /** Of one lane alone. @param configurationId null: the tests of the account */
  async claim(configurationId: ConfigurationId | null, limit = 100, accountId = producer): Promise<readonly Claim[]> {
    const lanes = new Map([[laneKey({ accountId, configurationId }), { room: limit, answers: true }]])
    return (await this.claimRound({ lanes, perLane: 0 })).flatMap(({ claims }) => claims)
  }

  /** Each piece of a round. */
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

  /** When the first of what waits in the store is due; nothing may be due now. */
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

  async releaseAll(id: ConfigurationId, limit = 100) {
    let released = 0
    for (;;) {
      const step = await this.store.settle(id, 'postback', this.now, limit)
      released += step.released
      if (step.done) return released
    }
  }
}

export function emissionOf(result: AcceptResult | undefined): Emission {
  if (result?.kind !== 'stored' || result.decision.kind !== 'emit') throw new Error(`No event: ${result?.kind}`)
  return result.decision.emission
}

export function eventIdOf(result: AcceptResult | undefined): EventId {
  return emissionOf(result).event.id
}

export function body(event: Emission['event'], text?: string): Body {
  const json = JSON.stringify({ id: event.id, event: event.event, version: '2.0.0', data: { purchase: { n: 1 } } })
  return { version: '2.0.0', view: 'producer', contentType: 'application/json', text: text ?? json, hottokAt: null }
}

function newDelivery(
  event: Emission['event'],
  accountId: string,
  target: Configuration | null,
  options: EventOptions,
): NewDelivery {
  const waits = target !== null && target.status.state !== 'active' && !options.test
  const state = options.state ?? (waits ? 'held' : 'queued')
  return {
    id: mintUuidBeside(event.id, randomBytes),
    eventId: event.id,
    configurationId: target?.id ?? null,
    accountId,
    event: event.event,
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
    state,
    trigger: options.test ? 'test' : 'automatic',
    dueAt: state === 'queued' ? event.createdAt : null,
    createdAt: event.createdAt,
  }
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
