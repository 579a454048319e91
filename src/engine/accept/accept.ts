import type { EventId, UpdateId } from '../../domain/ids.ts'
import { subjectKey, transactionOfSubject } from '../../domain/subject.ts'
import type { Reported, StampedUpdate } from '../../domain/update.ts'
import type { Consumed } from '../../intake/intake.ts'
import type { Appended, Entry, Ledger, NewEvent, Question } from '../../store/contract/ledger.ts'
import type { Clock } from '../clock.ts'
import type { Dispatcher } from '../dispatch/dispatcher.ts'
import type { Mint } from '../mint.ts'
import type { Observer } from '../observer.ts'
import { Slices } from '../slices.ts'
import { audienceNames } from './audience-names.ts'
import type { Audiences } from './audiences.ts'
import { commitsOf } from './commits.ts'
import { needsDocument } from './decide.ts'
import { type Decided, decideInOrder } from './decide-in-order.ts'
import type { IntakeReport } from './intake-report.ts'
import { type KeepParts, keep, unavailable } from './keep.ts'

export interface AcceptParts extends KeepParts {
  readonly store: Ledger
  readonly clock: Clock
  readonly mint: Mint
  readonly dispatcher: Dispatcher
  readonly observer: Observer
  readonly intakeReport: IntakeReport
  readonly audiences: Audiences
}

/** All callers of the group wait for each turn of the loop. */
const sliceMs = 10
/** So often an update is decided on without a lock. */
const unlockedTries = 2

/** Takes what the platform reports, a group at a time: each event is stored with its deliveries in one commit, then on its way. */
export class Acceptor {
  readonly #parts: AcceptParts
  /** How often updates have been outdated, while they are decided on again. */
  readonly #outdated = new Map<UpdateId, number>()

  /** Of each group that is being stored, an id before all of its own; the oldest first. */
  readonly #underWay = new Set<EventId>()

  constructor(parts: AcceptParts) {
    this.#parts = parts
  }

  /**
   * One result for each update, in their order.
   * @throws Refusal storage_unavailable: of the group nothing is kept, or the commits before, or it is not known what
   */
  async accept(group: readonly StampedUpdate[]): Promise<readonly Consumed[]> {
    const results = new Map<UpdateId, Consumed>()
    try {
      for (const { updates, lock } of this.#partsOf(group)) {
        const consumed = await this.#consumePart(updates, lock)
        for (const [i, { id }] of updates.entries()) results.set(id, consumed[i] ?? again)
      }
    } catch (error) {
      for (const { id } of group) this.#outdated.delete(id)
      throw error
    }
    return group.map(({ id }) => results.get(id) ?? again)
  }

  /** Keeps entries that are decided on already: tests. */
  async append(entries: readonly Entry[]): Promise<readonly Appended[]> {
    return [...(await keep(this.#parts, entries)).values()]
  }

  /** Less than the id of any event that is still to be stored: who goes on after it misses none. */
  get boundary(): EventId {
    const [oldest] = this.#underWay
    return oldest ?? this.#parts.mint.id()
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
    const before = this.#parts.mint.id()
    this.#underWay.add(before)
    try {
      return await this.#decideAndKeep(updates, lock)
    } finally {
      this.#underWay.delete(before)
    }
  }

  async #decideAndKeep(updates: readonly StampedUpdate[], lock: boolean): Promise<readonly Consumed[]> {
    const { known, audiences } = await this.#look(updates, lock)
    const decided = await inSlices(
      decideInOrder(updates, {
        known,
        audiences,
        // Minted here, so that ids ascend in the order of commits: readers go on after an id.
        ids: updates.map(() => this.#parts.mint.id()),
        now: this.#parts.clock.now(),
        lags: this.#parts.dispatcher.lags,
      }),
    )
    const entries = decided.map(entryOf).filter((entry) => entry !== null)
    const appended = new Map<Entry, Appended>()
    for (const ofCommit of commitsOf(entries)) {
      for (const [entry, result] of await keep(this.#parts, ofCommit)) appended.set(entry, result)
    }
    return this.#tell(updates, decided, appended)
  }

  async #look(updates: readonly StampedUpdate[], lock: boolean) {
    try {
      const known = await this.#parts.store.look(updates.map(questionOf), { lock })
      return { known, audiences: await this.#parts.audiences.load(audienceNames(updates, known)) }
    } catch (cause) {
      throw unavailable(this.#parts, cause)
    }
  }

  /** What became of each, when it is known which entries were kept. */
  #tell(
    updates: readonly StampedUpdate[],
    decided: readonly Decided[],
    appended: ReadonlyMap<Entry, Appended>,
  ): readonly Consumed[] {
    const results: Appended['kind'][] = []
    return updates.map((update, i) => {
      const it = decided[i]
      if (!it) throw new Error('An update was not decided on.')
      const entry = entryOf(it)
      const result = entry && appended.get(entry)
      results.push(result?.kind ?? 'outdated')
      const consumed = it.restsOn !== null && results[it.restsOn] !== 'kept' ? again : consumedOf(it, result ?? null)
      if (consumed.kind === 'again') this.#noteOutdated(update, entry)
      else this.#outdated.delete(update.id)
      this.#report(update, it, consumed)
      return consumed
    })
  }

  #noteOutdated({ id }: StampedUpdate, entry: Entry | null) {
    this.#outdated.set(id, (this.#outdated.get(id) ?? 0) + 1)
    for (const accountId of entry?.basedOn.accounts.keys() ?? []) this.#parts.audiences.forget(accountId)
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

async function inSlices<T>(pieces: Iterable<T>): Promise<T[]> {
  const slices = new Slices({ ms: sliceMs })
  const done: T[] = []
  for (const piece of pieces) {
    done.push(piece)
    if (slices.isOver()) await slices.turn()
  }
  return done
}

function entryOf(decided: Decided): Entry | null {
  return decided.kind === 'decided' ? decided.decision.entry : null
}

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
    event: head.name,
    accountId: head.accountId,
    deliveries: entry?.deliveries.length ?? 0,
  }
}
