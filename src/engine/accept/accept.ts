import { type Delivery, laneKeyOf, laneOf } from '../../domain/delivery.ts'
import { Refusal } from '../../domain/errors.ts'
import type { UpdateId } from '../../domain/ids.ts'
import { subjectKey, transactionOfSubject } from '../../domain/subject.ts'
import type { Reported, StampedUpdate } from '../../domain/update.ts'
import type { Consumed } from '../../intake/intake.ts'
import type { Appended, Entry, NewEvent, Question } from '../../store/contract/ledger.ts'
import type { Store } from '../../store/contract/store.ts'
import { type Announcement, announce } from '../announce.ts'
import type { Clock } from '../clock.ts'
import type { Dispatcher } from '../dispatch/dispatcher.ts'
import type { Feed } from '../feed.ts'
import type { IntakeReport } from '../intake-report.ts'
import type { Mint } from '../mint.ts'
import type { Observer } from '../observer.ts'
import { audienceNames } from './audience-names.ts'
import { Audiences } from './audiences.ts'
import { needsDocument } from './decide.ts'
import { type Decided, decideInOrder } from './decide-in-order.ts'

export interface AcceptParts {
  readonly store: Store
  readonly clock: Clock
  readonly mint: Mint
  readonly dispatcher: Dispatcher
  readonly observer: Observer
  readonly intakeReport: IntakeReport
  readonly events: Feed<Announcement>
}

/** So often an update is decided on without a lock. */
const unlockedTries = 2

/** Takes what the platform reports, a group at a time: stored with its deliveries in one commit, then on its way. */
export class Acceptor {
  readonly #parts: AcceptParts
  readonly #audiences: Audiences
  /** How often updates have been outdated, while they are decided on again. */
  readonly #outdated = new Map<UpdateId, number>()

  constructor(parts: AcceptParts) {
    this.#parts = parts
    this.#audiences = new Audiences(parts.store)
  }

  /**
   * One result for each update, in their order.
   * @throws Refusal storage_unavailable: nothing of the group is kept, or nobody knows
   */
  async consume(group: readonly StampedUpdate[]): Promise<readonly Consumed[]> {
    const results = new Map<UpdateId, Consumed>()
    for (const { updates, lock } of this.#partsOf(group)) {
      const consumed = await this.#consumePart(updates, lock)
      for (const [i, { id }] of updates.entries()) {
        const result = consumed[i]
        if (result) results.set(id, result)
      }
    }
    return group.map(({ id }) => results.get(id) ?? { kind: 'again' })
  }

  /** Keeps entries that are decided on already: tests. */
  async append(entries: readonly Entry[]): Promise<readonly Appended[]> {
    return this.#whileStored(entries.map((entry) => this.#reserve(entry)))
  }

  /** Subjects whose updates were outdated twice are decided on by themselves, locked. */
  #partsOf(group: readonly StampedUpdate[]): readonly { updates: readonly StampedUpdate[]; lock: boolean }[] {
    if (this.#outdated.size === 0) return [{ updates: group, lock: false }]
    const stuck = new Set<string | null>()
    for (const { id, subject } of group) {
      if ((this.#outdated.get(id) ?? 0) >= unlockedTries) stuck.add(subjectKey(subject))
    }
    stuck.delete(null)
    const rest = group.filter(({ subject }) => !stuck.has(subjectKey(subject)))
    return [
      ...[...stuck].map((key) => ({ updates: group.filter(({ subject }) => subjectKey(subject) === key), lock: true })),
      ...(rest.length > 0 ? [{ updates: rest, lock: false }] : []),
    ]
  }

  async #consumePart(updates: readonly StampedUpdate[], lock: boolean): Promise<readonly Consumed[]> {
    const { store, clock, mint, dispatcher } = this.#parts
    const { known, audiences } = await this.#orUnavailable(async () => {
      const known = await store.look(updates.map(questionOf), { lock })
      return { known, audiences: await this.#audiences.load(audienceNames(updates, known)) }
    })
    const decided = decideInOrder(updates, {
      known,
      audiences,
      // Minted here, so that ids ascend in the order of commits: readers go on after an id.
      ids: updates.map(() => mint.id()),
      now: clock.now(),
      lags: dispatcher.lags,
    })
    const claimed = decided.map((it) =>
      it.kind === 'decided' && it.decision.entry ? this.#reserve(it.decision.entry) : null,
    )
    const appended = await this.#whileStored(claimed)
    return this.#tell(updates, decided, appended)
  }

  /** Its deliveries are claimed by this node where their lanes have room. */
  #reserve(entry: Entry): Entry {
    const { dispatcher } = this.#parts
    const deliveries = entry.deliveries.map((delivery): Delivery => {
      const isTaken = delivery.state === 'queued' && dispatcher.reserve(laneOf(delivery))
      return isTaken ? { ...delivery, state: 'sending', dueAt: null } : delivery
    })
    return { ...entry, deliveries }
  }

  /** What is kept goes on its way; of what is not, the places are given back. In the order of the entries; null: nothing to keep. */
  async #whileStored<E extends Entry | null>(
    entries: readonly E[],
  ): Promise<readonly (E extends null ? null : Appended)[]> {
    const { store } = this.#parts
    const toKeep = entries.filter((entry) => entry !== null)
    let appended: readonly Appended[]
    try {
      appended = toKeep.length > 0 ? await this.#orUnavailable(() => store.append(toKeep)) : []
    } catch (error) {
      for (const entry of toKeep) this.#unreserve(entry)
      throw error
    }
    let next = 0
    return entries.map((entry) => {
      if (entry === null) return null
      const result = appended[next++] ?? { kind: 'outdated' }
      if (result.kind === 'kept') this.#sendOff(entry)
      else this.#unreserve(entry)
      if (result.kind === 'outdated') for (const id of entry.basedOn.accounts.keys()) this.#audiences.forget(id)
      return result
    }) as (E extends null ? null : Appended)[]
  }

  async #orUnavailable<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      this.#parts.observer.trouble('accepting', cause)
      throw new Refusal('storage_unavailable', { cause, retryAfter: 1 })
    }
  }

  #unreserve({ deliveries }: Entry) {
    for (const delivery of deliveries) {
      if (delivery.state === 'sending') this.#parts.dispatcher.unreserve(laneKeyOf(delivery))
    }
  }

  /** Durable now: what this node claimed goes straight to the dispatcher, and it is told when the rest is due. */
  #sendOff({ event, deliveries }: Entry) {
    const { dispatcher, observer, events } = this.#parts
    if (event === null) return
    announce(events, event, deliveries)
    for (const delivery of deliveries) {
      if (delivery.state === 'sending') dispatcher.push({ delivery, body: bodyOf(event, delivery) })
      else if (delivery.dueAt !== null) dispatcher.noteDue(laneOf(delivery), delivery.dueAt)
      observer.moved(delivery)
    }
  }

  #tell(
    updates: readonly StampedUpdate[],
    decided: readonly Decided[],
    appended: readonly (Appended | null)[],
  ): readonly Consumed[] {
    const kept: boolean[] = []
    return updates.map((update, i) => {
      const it = decided[i]
      if (!it) throw new Error('An update was not decided on.')
      const result = it.restsOn !== null && !kept[it.restsOn] ? again : consumedOf(it, appended[i] ?? null)
      kept.push(appended[i]?.kind === 'kept')
      if (result.kind === 'again') this.#outdated.set(update.id, (this.#outdated.get(update.id) ?? 0) + 1)
      else this.#outdated.delete(update.id)
      this.#report(update, it, result)
      return result
    })
  }

  #report({ subject, event }: StampedUpdate, decided: Decided, result: Consumed) {
    const { observer, intakeReport } = this.#parts
    if (result.kind !== 'done' && result.kind !== 'refused') return
    const { reported } = result.kind === 'done' ? result : { reported: null }
    const decision = decided.kind === 'decided' && reported?.kind === 'event' ? decided.decision : null
    if (decision?.event) intakeReport.note(decision.event.head, decision.findings)
    observer.accepted({
      transaction: transactionOfSubject(subject),
      event: reported === null ? '' : reported.kind === 'event' ? reported.event : (event ?? ''),
      result: reported === null ? 'refused' : reported.kind === 'nothing' ? reported.why : reported.kind,
      unknownFields: decision?.findings.unknown.length ?? 0,
    })
  }
}

const again: Consumed = { kind: 'again' }

function questionOf(update: StampedUpdate): Question {
  return { subject: update.subject, withDocument: needsDocument(update), names: update.names }
}

function consumedOf(decided: Decided, appended: Appended | null): Consumed {
  switch (decided.kind) {
    case 'duplicate':
      return { kind: 'done', reported: { kind: 'duplicate', eventId: decided.eventId } }
    case 'refused':
      return { kind: 'refused', refusal: decided.refusal }
    case 'broken':
      return { kind: 'broken', error: decided.error }
    case 'decided': {
      if (appended?.kind === 'outdated') return again
      if (appended?.kind === 'broken') return { kind: 'broken', error: appended.error }
      if (appended?.kind === 'duplicate') return { kind: 'done', reported: appended }
      const { event, entry, why } = decided.decision
      return { kind: 'done', reported: event ? reportedOf(event, entry) : { kind: 'nothing', why: why ?? 'unchanged' } }
    }
  }
}

function reportedOf({ head }: NewEvent, entry: Entry | null): Reported {
  return {
    kind: 'event',
    eventId: head.id,
    event: head.event,
    accountId: head.accountId,
    deliveries: entry?.deliveries.length ?? 0,
  }
}

function bodyOf({ head, bodies }: NewEvent, { view, version }: Delivery) {
  const body = bodies.find((it) => it.view === view && it.version === version)
  if (!body) throw new Error(`A delivery of event ${head.id} has no body.`)
  return body
}
