import type { AddressPolicy } from '../domain/addresses/address-policy.ts'
import type { DisabledReason } from '../domain/configuration.ts'
import type { Delivery } from '../domain/delivery/delivery.ts'
import { attemptsOf, type RetrySchedule } from '../domain/delivery/retry-schedule.ts'
import { Refusal } from '../domain/errors.ts'
import type { DeliveryId, EventId, RandomBytes } from '../domain/ids.ts'
import { publicId } from '../domain/public-ids.ts'
import { type ReportedUpdate, rememberedMs, type StampedUpdate } from '../domain/update.ts'
import type { Consumed } from '../intake/intake.ts'
import type { Store } from '../store/contract/store.ts'
import { Acceptor } from './accept/accept.ts'
import { type Announcement, type Listener, listen } from './accept/announce.ts'
import { Audiences } from './accept/audiences.ts'
import { Feed } from './accept/feed.ts'
import { IntakeReport } from './accept/intake-report.ts'
import { Changes } from './changes.ts'
import { Chores } from './chores.ts'
import { type Clock, monotonicMs, type Uptime, wallMs } from './clock.ts'
import { Deliverer } from './deliver/deliver.ts'
import { Shortage } from './deliver/shortage.ts'
import { Targets } from './deliver/targets.ts'
import { Dispatcher, type DispatchLimits, type SlowLane } from './dispatch/dispatcher.ts'
import type { Slots } from './dispatch/slots.ts'
import { UnknownClaims } from './dispatch/unknown-claims.ts'
import { Housekeeping } from './housekeeping.ts'
import { checkKey } from './key-check.ts'
import { Life } from './life.ts'
import { createMint, type Mint } from './mint.ts'
import { bringDatesNear } from './near-dates.ts'
import { type Observer, tellAll } from './observer.ts'
import { renewSeals } from './renew-seals.ts'
import { checkUrl, type UrlCheck } from './send/check-url.ts'
import { isOurFault } from './send/connect.ts'
import type { Sender } from './send/send.ts'
import { TrustedClock } from './trusted-clock.ts'
import type { Vault } from './vault.ts'

const dayMs = 24 * 3_600_000

export interface EngineParts {
  readonly store: Store
  /** The node's file of attempts under way. */
  readonly slots: Slots
  readonly clock: Clock
  readonly uptime: () => Uptime
  /** Set by the operator for this start: the clock is trusted, even after a long jump. */
  readonly clockIsRight: boolean
  readonly sender: Sender
  readonly vault: Vault
  /** Where the vault's key came from, for the error about a wrong key: see `checkKey`. */
  readonly keySource: string
  readonly observers: readonly Partial<Observer>[]
  readonly randomBytes: RandomBytes
  readonly random: () => number
  /** How busy the main thread has been since the last call, from 0 to 1. */
  readonly loopLoad: () => number
  /** Whether the main thread has hardly been idle lately: see `GroupCommit`. */
  readonly isBusy: () => boolean
  readonly policy: () => AddressPolicy
  readonly schedule: RetrySchedule
  readonly limits: DispatchLimits
  readonly attemptTimeoutMs: number
  readonly historyDays: number
  readonly userAgent: string
  /** What to do with a configuration whose URL is at fault. */
  readonly disable: (delivery: Delivery, reason: DisabledReason, detail: string) => Promise<void>
}

/** What stopping left undone. All of it is done after the next start. */
export interface EngineStop {
  /** Attempts that were under way and not waited for. */
  readonly attemptsCutOff: number
  /** Deliveries that had been taken from the store and not begun. */
  readonly givenBack: number
}

/** While deliveries wait longer than this for us, large batches of events are slowed down, a step at a time. */
const holdBackLagMs = 100
const holdBackStepMs = 20
const holdBackMostMs = 1_000

/**
 * What happens to an event, from the platform's report to the last recorded attempt. This file only puts the parts together;
 * each part says what it does.
 */
export class Engine {
  readonly store: Store
  readonly clock: Clock
  /** Publishes each delivery that changes. */
  readonly feed: Feed<Delivery>
  /** Publishes each event once it is stored. */
  readonly events = new Feed<Announcement>()
  readonly intakeReport: IntakeReport
  /** The parts that `services/` work with. */
  readonly mint: Mint
  readonly chores: Chores
  readonly observer: Observer
  readonly dispatcher: Dispatcher
  readonly acceptor: Acceptor
  readonly targets: Targets
  readonly sender: Sender
  readonly shortage: Shortage
  readonly userAgent: string
  /** How many attempts make a series. */
  readonly attemptsPerSeries: number
  readonly #parts: EngineParts
  readonly #historyMs: number
  readonly #life: Life
  readonly #unknownClaims: UnknownClaims
  readonly #deliverer: Deliverer
  readonly #changes: Changes
  readonly #housekeeping: Housekeeping
  readonly #trustedClock: TrustedClock
  readonly #nearDates: () => Promise<void>
  #cutOff = 0
  #stopped: Promise<EngineStop> | undefined

  constructor(parts: EngineParts) {
    const { store, clock, sender, vault } = parts
    const cutOff = () => {
      this.#cutOff++
    }
    const observer = tellAll([...parts.observers, { cutOff, legacyCutOff: cutOff }])
    const shortage = new Shortage(observer)
    const mint = createMint(clock, parts.randomBytes)
    const targets = new Targets(store, vault)
    const deliverer = new Deliverer({
      store,
      clock,
      sender,
      targets,
      observer,
      shortage,
      schedule: parts.schedule,
      random: parts.random,
      userAgent: parts.userAgent,
      isBusy: parts.isBusy,
      disable: parts.disable,
    })
    const life = new Life({
      store,
      observer,
      attemptMs: parts.attemptTimeoutMs,
      lost: () => dispatcher.dropWindow(),
      recover: () => this.#recover([]),
      monotonic: monotonicMs,
      wall: wallMs,
    })
    const dispatcher: Dispatcher = new Dispatcher({
      store,
      slots: parts.slots,
      clock,
      limits: parts.limits,
      routeOf: (delivery) => deliverer.routeOf(delivery),
      attempt: (claim, turn) => deliverer.attempt(claim, turn),
      settle: (configurations) => chores.settleSoon(configurations),
      mayBegin: () => life.mayBegin(),
      loopLoad: parts.loopLoad,
    })
    const chores = new Chores({ store, clock, dispatcher, observer })
    const intakeReport = new IntakeReport({ store, observer })
    const audiences = new Audiences(store)
    const { events } = this
    const acceptor = new Acceptor({ store, audiences, clock, mint, dispatcher, observer, intakeReport, events })
    this.store = store
    this.feed = new Feed((accountId) => store.watchDeliveries(accountId))
    this.#changes = new Changes({ store, audiences, targets, dispatcher, feed: this.feed, observer })
    this.clock = clock
    this.userAgent = parts.userAgent
    this.attemptsPerSeries = attemptsOf(parts.schedule)
    this.intakeReport = intakeReport
    this.#parts = parts
    this.mint = mint
    this.#historyMs = parts.historyDays * dayMs
    this.#life = life
    this.#unknownClaims = new UnknownClaims({ store, clock, dispatcher, left: deliverer.left, observer })
    this.dispatcher = dispatcher
    this.#deliverer = deliverer
    this.acceptor = acceptor
    this.chores = chores
    this.observer = observer
    this.shortage = shortage
    this.targets = targets
    this.sender = sender
    this.#nearDates = () => bringDatesNear(store, clock, parts.schedule)
    this.#trustedClock = new TrustedClock({
      store,
      clock,
      uptime: parts.uptime,
      observer,
      historyMs: this.#historyMs,
      isRight: parts.clockIsRight,
    })
    this.#housekeeping = new Housekeeping({
      store,
      clock,
      trustedClock: this.#trustedClock,
      observer,
      historyDays: parts.historyDays,
      hourly: this.#nearDates,
    })
  }

  /** Events of an account, beginning after `after`. @returns a function that ends it */
  listen(accountId: string, after: EventId | null, listener: Listener): () => void {
    const { store, clock, events: feed } = this
    const boundary = () => this.acceptor.boundary
    return listen({ store, feed, boundary, keptSince: () => clock.now() - this.#historyMs }, accountId, after, listener)
  }

  /** The store must have been started. This continues the work that a crash interrupted. */
  async start() {
    await checkKey(this.store, this.#parts.vault, this.#parts.keySource)
    const newest = await this.store.newestId()
    if (newest !== null) this.mint.startAfter(newest)
    await this.#life.start()
    await this.#recover(this.#parts.slots.begun)
    this.#parts.slots.clear()
    await this.#nearDates()
    this.#changes.start()
    this.dispatcher.start()
    this.#unknownClaims.start()
    await this.chores.start()
    this.intakeReport.start()
    await this.#housekeeping.start()
  }

  /**
   * With two master keys, re-seals all secrets with the first, so that the operator can drop the second.
   * @returns how many secrets; null: there is only one key
   */
  async renewSeals(): Promise<number | null> {
    return this.#parts.vault.isChanging ? renewSeals(this.store, this.#parts.vault, this.observer) : null
  }

  /**
   * Waits for attempts under way, and gives the rest back to the store. Twice is harmless.
   * @param cutOff once aborted, attempts under way are given back too. Absent: each ends by its own deadline
   * @param others other work that uses the sender: the sender stops after it
   */
  stop(cutOff?: AbortSignal, others: Promise<void> = Promise.resolve()): Promise<EngineStop> {
    this.#stopped ??= this.#stopOnce(cutOff, others)
    return this.#stopped
  }

  /** Gives a reported update an id, its moment, and the name that its caller gave it. */
  stamp({ caller, ...update }: ReportedUpdate): StampedUpdate {
    const receivedAt = this.clock.now()
    const names = caller ? [{ ...caller, expiresAt: receivedAt + rememberedMs }] : []
    return { ...update, id: this.mint.id(), receivedAt, names }
  }

  /**
   * Takes a group of updates: see `Intake`.
   * @throws Refusal storage_unavailable
   */
  accept(group: readonly StampedUpdate[]): Promise<readonly Consumed[]> {
    return this.acceptor.accept(group)
  }

  /** @throws Refusal storage_unavailable: the fault is ours, and the address was not judged */
  async checkUrl(url: string): Promise<UrlCheck> {
    const { policy } = this.#parts
    try {
      return await checkUrl(url, { policy: policy(), lookup: this.sender.lookup, now: this.clock.now() })
    } catch (cause) {
      if (!isOurFault(cause)) throw cause
      this.shortage.trouble('check', cause)
      throw new Refusal('storage_unavailable', { detail: 'The address cannot be checked now.', cause, retryAfter: 1 })
    }
  }

  /** Reports trouble with open files outside the engine: the connection of a caller was not accepted. */
  noteTrouble(what: string, error: unknown) {
    this.shortage.trouble(what, error)
  }

  get load() {
    return this.dispatcher.load
  }

  /** Whether no rows are forgotten for now, because the clock has jumped ahead. */
  get clockIsDoubted(): boolean {
    return this.#trustedClock.isDoubted
  }

  /** Configurations that are sent fewer posts than they have, the longest wait first. */
  slowLanes(): SlowLane[] {
    return this.dispatcher.slowLanes()
  }

  /** Back-pressure on a large batch: waits until the deliveries of these accounts have caught up, at most for a moment. */
  async holdBack(accountIds: ReadonlySet<string>) {
    const isBehind = () => [...accountIds].some((id) => (this.dispatcher.lags.get(id) ?? 0) > holdBackLagMs)
    for (let waitedMs = 0; waitedMs < holdBackMostMs && isBehind(); waitedMs += holdBackStepMs) {
      await new Promise((resolve) => setTimeout(resolve, holdBackStepMs))
    }
  }

  async #recover(begun: readonly DeliveryId[]) {
    const { abandoned } = await this.store.recover(begun, this.clock.now())
    if (abandoned.length === 0) return
    const ids = abandoned.map((id) => publicId('dlv', id)).join(', ')
    this.observer.trouble('recovery', new Error(`Set aside after three crashes in the middle of them: ${ids}`))
  }

  async #stopOnce(cutOff: AbortSignal | undefined, others: Promise<void>): Promise<EngineStop> {
    if (cutOff?.aborted) this.sender.cutOff()
    cutOff?.addEventListener('abort', () => this.sender.cutOff(), { once: true })
    await this.intakeReport.stop()
    await this.chores.stop()
    this.#deliverer.giveUp()
    await this.#unknownClaims.stop()
    const givenBack = await this.dispatcher.stop()
    await this.#life.stop()
    await this.#changes.stop()
    await this.#housekeeping.stop()
    await others
    await this.sender.stop()
    return { attemptsCutOff: this.#cutOff, givenBack }
  }
}
