import { laneOf } from '../domain/delivery.ts'
import { Refusal } from '../domain/errors.ts'
import { transactionOfSubject } from '../domain/subject.ts'
import type { Reported, ReportedUpdate } from '../domain/update.ts'
import type { AcceptResult, Emission, NewDelivery, StoreUpdate } from '../store/contract/ledger.ts'
import type { Store } from '../store/contract/store.ts'
import type { Claim } from '../store/contract/work.ts'
import { AcceptTurns } from './accept-turns.ts'
import { type Announcement, announce } from './announce.ts'
import { type Clock, monotonicMs } from './clock.ts'
import { decide } from './decide.ts'
import type { Dispatcher } from './dispatch/dispatcher.ts'
import type { Feed } from './feed.ts'
import { GroupCommit } from './group-commit.ts'
import type { Findings, IntakeReport } from './intake-report.ts'
import type { Mint } from './mint.ts'
import { newDeliveryAsDelivery } from './new-delivery.ts'
import type { Observer } from './observer.ts'

/** How long a caller's own id, or an idempotency key, is remembered. */
export const rememberedMs = 7 * 24 * 3_600_000

export interface AcceptParts {
  readonly store: Store
  readonly clock: Clock
  readonly mint: Mint
  readonly dispatcher: Dispatcher
  readonly observer: Observer
  readonly intakeReport: IntakeReport
  readonly events: Feed<Announcement>
}

/** An update on its way through a commit, with what it reserved in the dispatcher meanwhile. */
interface Entry {
  readonly update: StoreUpdate
  readonly taken: string[]
  readonly turn: string
  /** Monotonic: when its commit came to it. */
  begunAt: number | null
}

export interface Submission {
  /** One of each turn at a time: see `AcceptTurns`. */
  readonly turn: string
  readonly subject: StoreUpdate['subject']
  readonly seen: StoreUpdate['seen']
  readonly decide: (take: (key: string, delivery: NewDelivery) => boolean) => StoreUpdate['decide']
}

/** Takes what the platform reports: stored with its deliveries in one commit, then on its way. */
export class Acceptor {
  readonly #parts: AcceptParts
  readonly #group: GroupCommit<Entry, AcceptResult>
  readonly #turns = new AcceptTurns()

  constructor(parts: AcceptParts) {
    this.#parts = parts
    this.#group = new GroupCommit((entries) => this.#commit(entries), {
      now: monotonicMs,
      turnOf: ({ turn }) => turn,
      begunAt: ({ begunAt }) => begunAt,
    })
  }

  /** @throws Refusal */
  async accept(update: ReportedUpdate): Promise<Reported> {
    const { clock, mint, observer, intakeReport } = this.#parts
    const lagOf = (accountId: string) => this.#parts.dispatcher.lagOf(accountId)
    let findings: Findings = { unknown: [], missing: [] }
    const note = (found: Findings) => {
      findings = found
    }
    const result = await this.#inTurn(update, {
      subject: update.subject,
      seen: update.caller && { ...update.caller, expiresAt: clock.now() + rememberedMs },
      decide: (take) => (facts) => decide(update, facts, { now: clock.now(), mint, take, lagOf, note }),
    })
    const reported = asReported(result)
    noteIn(intakeReport, result, findings)
    observer.accepted({
      transaction: transactionOfSubject(update.subject),
      event: reported.kind === 'event' ? reported.event : (update.event ?? ''),
      result: reported.kind === 'nothing' ? reported.why : reported.kind,
      unknownFields: findings.unknown.length,
    })
    return reported
  }

  async #inTurn(update: ReportedUpdate, input: Omit<Submission, 'turn'>): Promise<AcceptResult> {
    const turn = this.#turns.enter(update)
    try {
      const result = await this.submit({ ...input, turn })
      const decision = result.kind === 'stored' ? result.decision : null
      if (decision?.kind === 'emit') this.#turns.learn(update.subject, decision.emission.event)
      return result
    } finally {
      this.#turns.leave(update)
    }
  }

  /** Stores one decision and sends its deliveries on their way; tests come in here too. */
  async submit(input: Submission): Promise<AcceptResult> {
    const taken: string[] = []
    const take = (key: string, delivery: NewDelivery) => {
      if (!this.#parts.dispatcher.reserve(laneOf(delivery))) return false
      taken.push(key)
      return true
    }
    const decide = input.decide(take)
    const entry: Entry = {
      taken,
      turn: input.turn,
      begunAt: null,
      update: {
        subject: input.subject,
        seen: input.seen,
        decide(facts) {
          entry.begunAt = monotonicMs()
          return decide(facts)
        },
      },
    }
    const result = await this.#group.add(entry)
    if (result.kind === 'refused') {
      this.#parts.observer.accepted({
        transaction: transactionOfSubject(input.subject),
        event: '',
        result: 'refused',
        unknownFields: 0,
      })
      throw result.refusal
    }
    if (result.kind === 'broken') throw result.error
    return result
  }

  async drained() {
    await this.#group.drained()
  }

  async #commit(entries: readonly Entry[]): Promise<readonly AcceptResult[]> {
    const { store, dispatcher } = this.#parts
    let results: readonly AcceptResult[]
    try {
      results = await store.accept(entries.map((entry) => entry.update))
    } catch (cause) {
      for (const key of entries.flatMap((entry) => entry.taken)) dispatcher.unreserve(key)
      this.#parts.observer.trouble('accepting', cause)
      throw new Refusal('storage_unavailable', { cause, retryAfter: 1 })
    }
    for (const [i, result] of results.entries()) this.#sendOff(result, entries[i]?.taken ?? [])
    return results
  }

  /** Durable now: what this process claimed goes straight to the dispatcher, the rest is announced as due. */
  #sendOff(result: AcceptResult, taken: readonly string[]) {
    const { dispatcher } = this.#parts
    if (result.kind !== 'stored' || result.decision.kind !== 'emit') {
      for (const key of taken) dispatcher.unreserve(key)
      return
    }
    const { emission } = result.decision
    announce(this.#parts.events, emission)
    for (const delivery of emission.deliveries) {
      if (delivery.state === 'sending') dispatcher.push(claimOf(emission, delivery))
      else if (delivery.dueAt !== null) dispatcher.noteDue(laneOf(delivery), delivery.dueAt)
      this.#parts.observer.moved(newDeliveryAsDelivery(delivery))
    }
  }
}

function noteIn(intakeReport: IntakeReport, result: AcceptResult, findings: Findings) {
  if (result.kind !== 'stored' || result.decision.kind !== 'emit') return
  intakeReport.note(result.decision.emission.event, findings)
}

function claimOf(emission: Emission, delivery: NewDelivery): Pick<Claim, 'delivery' | 'body'> {
  const body = emission.bodies.find((it) => it.view === delivery.view && it.version === delivery.version)
  if (!body) throw new Error(`A delivery of event ${emission.event.id} has no body.`)
  return { delivery: newDeliveryAsDelivery(delivery), body }
}

function asReported(result: AcceptResult): Reported {
  if (result.kind === 'duplicate') return { kind: 'duplicate', eventId: result.eventId }
  if (result.kind !== 'stored') throw new Error(`An update cannot end as ${result.kind} here.`)
  if (result.decision.kind === 'quiet') return { kind: 'nothing', why: result.decision.why }
  const { event, deliveries } = result.decision.emission
  return {
    kind: 'event',
    eventId: event.id,
    event: event.event,
    accountId: event.accountId,
    deliveries: deliveries.length,
  }
}
