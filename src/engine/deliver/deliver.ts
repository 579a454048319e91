import type { DisabledReason } from '../../domain/configuration.ts'
import type { Delivery } from '../../domain/delivery/delivery.ts'
import { disablingReason } from '../../domain/delivery/disabling.ts'
import type { Reply } from '../../domain/delivery/reply.ts'
import type { RetrySchedule } from '../../domain/delivery/retry-schedule.ts'
import type { DeliveryId } from '../../domain/ids.ts'
import { parseView } from '../../domain/payload/view.ts'
import { publicId } from '../../domain/public-ids.ts'
import { testInbox } from '../../domain/test-inbox.ts'
import { GroupCommit } from '../../group-commit/group-commit.ts'
import type { Store } from '../../store/contract/store.ts'
import type { AttemptOutcome, Claim, ClaimKey, RecordResult } from '../../store/contract/work.ts'
import { type Clock, monotonicMs } from '../clock.ts'
import type { AttemptEnd, Turn } from '../dispatch/dispatcher.ts'
import type { Observer } from '../observer.ts'
import { CutOff, type Sender, type SendRequest } from '../send/send.ts'
import { asConfigured, buildRequest, concludeAttempt, looksOverloaded, secretsOf } from './attempt.ts'
import type { Shortage } from './shortage.ts'
import { freeUrlKey, type Target, type Targets } from './targets.ts'
import { answerOfInbox } from './test-inbox.ts'

/** Recording is tried again until it succeeds. The slot stays taken until then, so nothing piles up. */
const recordAgainMs = 500

/** When we have run out of open files, the attempts under way free some in this time. */
const restMs = 1_000

/** A delivery that was interrupted this often may be the cause of the crashes: the store notes each attempt before it is sent. */
const suspectFrom = 2

/** An outcome is a few rows for every event. */
const outcomesLeast = 32

export interface DeliverParts {
  readonly store: Store
  readonly clock: Clock
  readonly sender: Sender
  readonly targets: Targets
  readonly observer: Observer
  readonly shortage: Shortage
  readonly schedule: RetrySchedule
  readonly random: () => number
  readonly userAgent: string
  /** See `GroupCommit`. */
  readonly isBusy: () => boolean
  readonly disable: (delivery: Delivery, reason: DisabledReason, detail: string) => Promise<void>
}

/** Takes one claimed delivery through one attempt: sends it, judges the reply, records the outcome and acts on it. */
export class Deliverer {
  /** Deliveries that cannot be recorded stay claimed: see `#leave`. */
  readonly left = new Set<DeliveryId>()
  readonly #parts: DeliverParts
  readonly #recorder: GroupCommit<AttemptOutcome, RecordResult>
  /** Cutting off attempts gives back hundreds of claims at once: one commit each would exceed the time for stopping. */
  readonly #returner: GroupCommit<ClaimKey, null>
  #giveUp = false

  constructor(parts: DeliverParts) {
    this.#parts = parts
    const loop = { isBusy: parts.isBusy, now: monotonicMs, least: outcomesLeast }
    this.#recorder = new GroupCommit((outcomes) => this.#said('recording', parts.store.record(outcomes)), loop)
    this.#returner = new GroupCommit(async (claims) => {
      await this.#said('giving back a claim', parts.store.giveBack(claims, parts.clock.now()))
      return claims.map(() => null)
    }, loop)
  }

  /** From now on a failed write is not tried again: the recovery of the next start does it. */
  giveUp() {
    this.#giveUp = true
  }

  /** Where a delivery goes: at once if the target is cached. */
  routeOf(delivery: Delivery): Target | null | Promise<Target | null> {
    const key = delivery.configurationId ?? freeUrlKey(delivery.accountId, delivery.freeUrl ?? '')
    const known = this.#parts.targets.peek(key)
    if (known !== undefined) return known
    return this.#targetOf(delivery).catch((error) => {
      // The caller only tries again, so report it here: a secret that cannot be opened, for instance.
      this.#parts.observer.trouble('signing', error)
      throw error
    })
  }

  async attempt(claimed: Claim, turn: Turn): Promise<AttemptEnd> {
    const { clock, observer, userAgent } = this.#parts
    let busyWith = 'signing'
    try {
      const target = await this.#targetOf(claimed.delivery)
      if (!target || !(target.sendable || claimed.delivery.test)) return await this.#giveBack(claimed, turn)
      if (!(await this.#mayBeSeen(claimed))) return await this.#withdrawConsent(claimed, turn)
      const claim = asConfigured(claimed, target)
      const at = clock.now()
      const request = buildRequest(claim, target, userAgent, at)
      busyWith = 'attempt'
      if (claim.interruptions >= suspectFrom) await this.#parts.store.begin({ id: claim.id, number: claim.number })
      const reply = await this.#carry(request)
      const outcome = concludeAttempt({
        claim,
        url: target.hottok(at).shownUrl,
        reply,
        secrets: secretsOf(request, target, at),
        at,
        schedule: this.#parts.schedule,
        now: clock.now(),
        random: this.#parts.random(),
        perSecondAfter: turn.perSecondAfter,
      })
      turn.heard(outcome.attempt.outcome === 'delivered', outcome.statedLimit?.pausedUntil ?? null)
      const result = await this.#untilStored(() => this.#recorder.add(outcome))
      if (result.kind === 'broken') return this.#leave(outcome, result.error)
      return await this.#follow(outcome, result, { target, turn })
    } catch (error) {
      // The fault is ours, not the receiver's: no attempt is used up, and the delivery is tried again.
      if (error instanceof CutOff) observer.cutOff(claimed.delivery)
      else if (this.#parts.shortage.trouble(busyWith, error)) turn.rest(restMs)
      return await this.#giveBack(claimed, turn)
    }
  }

  #carry(request: SendRequest): Reply | Promise<Reply> {
    return request.url === testInbox ? answerOfInbox(request) : this.#parts.sender.send(request)
  }

  #targetOf(delivery: Delivery): Promise<Target | null> {
    const { targets, clock } = this.#parts
    return delivery.configurationId !== null
      ? targets.forConfiguration(delivery.accountId, delivery.configurationId, clock.now())
      : targets.forFreeUrl(delivery.accountId, delivery.freeUrl ?? '')
  }

  /** Consent is read at each attempt: a body with buyer data is not sent once the producer has withdrawn it. */
  async #mayBeSeen({ delivery }: Claim): Promise<boolean> {
    const view = parseView(delivery.view)
    if (view.kind !== 'affiliate' || !view.buyer) return true
    const affiliation = await this.#parts.store.getAffiliation(delivery.productId, view.code)
    return affiliation?.sharesBuyerData === true
  }

  async #withdrawConsent({ id, number, delivery }: Claim, turn: Turn): Promise<AttemptEnd> {
    const { store, clock, observer } = this.#parts
    turn.standBack(restMs)
    await store.giveBack([{ id, number }], clock.now())
    const cancelled = await store.cancel(null, delivery.id, 'consent withdrawn', 'postback', clock.now())
    if (cancelled !== null && cancelled !== 'not_cancellable') observer.moved(cancelled)
    return notAsked(null)
  }

  /** The configuration was disabled or removed, or the fault is ours: the delivery goes back to the store, untouched. */
  async #giveBack({ id, number }: Claim, turn: Turn): Promise<AttemptEnd> {
    turn.standBack(restMs)
    try {
      await this.#untilStored(() => this.#returner.add({ id, number }))
    } catch {
      // The process stops: the next start gives the claim back.
    }
    return notAsked(this.#parts.clock.now() + restMs)
  }

  /** A delivery that is neither recorded nor given back would stay claimed until the next start. */
  async #untilStored<Result>(store: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await store()
      } catch (error) {
        if (this.#giveUp) throw error
        await new Promise((resolve) => setTimeout(resolve, recordAgainMs))
      }
    }
  }

  /** Reports a failed commit once for all that share it. */
  async #said<Result>(what: string, commit: Promise<Result>): Promise<Result> {
    try {
      return await commit
    } catch (error) {
      this.#parts.observer.trouble(what, error)
      throw error
    }
  }

  /**
   * The delivery was sent, but the store always refuses its outcome. If it were given back it would be sent again and again, so
   * it stays claimed until the next start.
   */
  #leave({ delivery }: AttemptOutcome, error: unknown): AttemptEnd {
    const what = `Delivery ${publicId('dlv', delivery.id)} cannot be recorded`
    this.left.add(delivery.id)
    this.#parts.observer.trouble('recording', new Error(what, { cause: error }))
    return notAsked(null)
  }

  async #follow(
    outcome: AttemptOutcome,
    result: Exclude<RecordResult, { kind: 'broken' }>,
    { target, turn }: { target: Target; turn: Turn },
  ): Promise<AttemptEnd> {
    const { observer } = this.#parts
    const { delivery, attempt, next } = outcome
    observer.attempted({
      delivery,
      attempt,
      next,
      outcome: attempt.outcome,
      host: target.host,
      counted: result.kind === 'recorded' && result.counted,
      slowed: turn.slowed,
      laneLimit: turn.laneLimit,
    })
    if (result.delivery) observer.moved(result.delivery)
    if (result.kind !== 'recorded') return endOf(outcome, null)
    if (outcome.counts && outcome.statedLimit === null && attempt.outcome !== 'delivered' && result.health !== null) {
      const reason = disablingReason(
        {
          at: attempt.at,
          outcome: attempt.outcome,
          status: attempt.status,
          cause: attempt.cause,
          usedUp: next.kind === 'used-up',
          allBlameUrl: result.allBlameUrl,
          firstAttemptAt: result.firstAttemptAt,
        },
        result.health,
      )
      if (reason) await this.#parts.disable(delivery, reason, sentenceFor(reason))
    }
    return endOf(outcome, result.delivery.dueAt)
  }
}

/** Nothing was sent, or the outcome is unknown. */
function notAsked(dueAt: number | null): AttemptEnd {
  return { answer: null, overloaded: false, durationMs: 0, dueAt }
}

function endOf({ attempt }: AttemptOutcome, dueAt: number | null): AttemptEnd {
  return {
    answer: attempt.outcome === 'delivered' ? 'yes' : attempt.outcome === 'rejected' ? 'other' : 'none',
    overloaded: looksOverloaded(attempt),
    durationMs: attempt.timings.totalMs,
    dueAt,
  }
}

function sentenceFor(reason: DisabledReason): string {
  switch (reason) {
    case 'gone':
      return 'The address answered 410: it is gone for good.'
    case 'url-error':
      return 'Every attempt of a delivery failed because of the address itself.'
    case 'failing':
      return 'For five days every attempt to the address has failed.'
    default:
      return 'The address has an error.'
  }
}
