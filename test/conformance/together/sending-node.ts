import { noStatedLimit } from '../../../src/domain/configuration.ts'
import { type AttemptEnd, Dispatcher } from '../../../src/engine/dispatch/dispatcher.ts'
import { UnknownClaims } from '../../../src/engine/dispatch/unknown-claims.ts'
import { Life } from '../../../src/engine/life.ts'
import { tellAll } from '../../../src/engine/observer.ts'
import type { AttemptOutcome, Claim, RecordResult } from '../../../src/store/contract/work.ts'
import { outcomeOf, type World } from '../world.ts'

interface UnderWay {
  readonly claim: Claim
  readonly end: (outcome: AttemptOutcome) => Promise<void>
}

const route = {
  url: 'https://receiver.example/',
  host: 'receiver.example',
  maxPerSecond: null,
  answers: true,
  statedLimit: noStatedLimit,
}

/** A node that claims and sends with the engine's own parts, one attempt at a time, on a machine with its own clocks. */
export class SendingNode {
  readonly world: World
  readonly life: Life
  readonly dispatcher: Dispatcher
  readonly unknownClaims: UnknownClaims
  /** Deliveries whose attempts began on this node, in order. */
  readonly sent: Claim['id'][] = []
  /** Results of recording their outcomes. */
  readonly results: RecordResult[] = []
  readonly #underWay: UnderWay[] = []
  readonly #clocks = { monotonic: 0, wall: 0 }
  #claimsAnswered: Promise<unknown> = Promise.resolve()
  #endWatch = () => {}

  constructor(world: World) {
    this.world = world
    const { store } = world
    const clock = { now: () => world.now }
    const observer = tellAll([])
    this.life = new Life({
      store,
      observer,
      attemptMs: 10_000,
      lost: () => this.dispatcher.dropWindow(),
      recover: async () => {
        await store.recover([], world.now)
      },
      monotonic: () => this.#clocks.monotonic,
      wall: () => this.#clocks.wall,
    })
    this.dispatcher = new Dispatcher({
      store: {
        claim: async (request) => {
          const claimed = await store.claim(request)
          await this.#claimsAnswered
          return claimed
        },
        giveBack: store.giveBack,
      },
      slots: { write() {} },
      clock,
      limits: {
        inFlight: 10,
        inFlightPerHost: { usual: 1, most: 1 },
        inFlightPerLane: { few: 1, usual: 1, most: 1 },
      },
      routeOf: () => route,
      settle() {},
      mayBegin: () => this.life.mayBegin(),
      loopLoad: () => 0,
      attempt: (claim) => this.#attempt(claim),
    })
    this.unknownClaims = new UnknownClaims({ store, clock, dispatcher: this.dispatcher, left: new Set(), observer })
  }

  /** Starts after its lease has begun. */
  start() {
    this.#endWatch = this.world.store.watch((change) => {
      if (change.kind === 'due') this.dispatcher.noteDue(change.lane, change.at)
    })
    this.dispatcher.start()
  }

  async stop() {
    await this.unknownClaims.stop()
    this.#endWatch()
    const stopped = this.dispatcher.stop()
    while (this.#underWay.length > 0) await this.end()
    await stopped
    await this.life.stop()
  }

  /** Lets time pass on this machine. While it sleeps, only one of its clocks runs. */
  pass(ms: number, { asleep = false } = {}) {
    this.#clocks.wall += ms
    if (asleep) return
    this.#clocks.monotonic += ms
    this.world.now += ms
  }

  /** Answers to claims arrive when `until` is fulfilled, and are lost when it is rejected. */
  holdClaims(until: Promise<unknown>) {
    this.#claimsAnswered = until
  }

  get isSending(): boolean {
    return this.#underWay.length > 0
  }

  /** Ends the attempt under way. */
  async end(how: Partial<Parameters<typeof outcomeOf>[1]> = {}) {
    const attempt = this.#underWay.shift()
    if (!attempt) throw new Error('No attempt is under way.')
    await attempt.end(outcomeOf(attempt.claim.delivery, { at: this.world.now, ...how }))
  }

  #attempt(claim: Claim): Promise<AttemptEnd> {
    this.sent.push(claim.id)
    const { promise, resolve } = Promise.withResolvers<AttemptEnd>()
    const end = async (outcome: AttemptOutcome) => {
      this.results.push(...(await this.world.store.record([outcome])))
      resolve({ answer: 'yes', overloaded: false, durationMs: 10, dueAt: null })
      await promise
    }
    this.#underWay.push({ claim, end })
    return promise
  }
}
