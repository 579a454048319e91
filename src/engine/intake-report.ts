import type { EventName } from '../domain/event.ts'
import type { EventId } from '../domain/ids.ts'
import type { Unknown } from '../domain/payload/unknowns.ts'
import type { IntakeNote, Store } from '../store/store.ts'
import type { Observer } from './observer.ts'

/** A report, not a fact: what a crash forgets of it is seen again with the next event. */
const keptEveryMs = 5_000
/** Different ones between two times of keeping them. Beyond, all of an event's are counted together. */
const notesMax = 2_000

/** What an event's data say about the dictionary and about the platform. */
export interface Findings {
  readonly unknown: readonly Unknown[]
  /** Paths of fields that Hotmart always sends. */
  readonly missing: readonly string[]
}

/**
 * Counts in how many events the dictionary met what it does not know, or missed what Hotmart always sends. Counted in memory,
 * and kept in the store every few seconds: no event waits for it.
 */
export class IntakeReport {
  readonly #store: Store
  readonly #observer: Observer
  #counts = new Map<string, IntakeNote>()
  #keeping: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(parts: { store: Store; observer: Observer }) {
    this.#store = parts.store
    this.#observer = parts.observer
  }

  start() {
    this.#timer = setInterval(() => void this.#keep(), keptEveryMs)
    this.#timer.unref()
  }

  async stop() {
    clearInterval(this.#timer)
    await this.#keep()
  }

  note(
    event: { readonly id: EventId; readonly event: EventName; readonly createdAt: number },
    { unknown, missing }: Findings,
  ) {
    const { id: lastEventId, event: name, createdAt: at } = event
    const once = { event: name, count: 1, firstAt: at, lastAt: at, lastEventId }
    for (const { field, value } of unknown) {
      this.#add({ ...once, kind: value === null ? 'field' : 'value', field, value: value ?? '' })
    }
    for (const field of missing) this.#add({ ...once, kind: 'missing', field, value: '' })
  }

  /** Most frequent first. */
  async list(): Promise<readonly IntakeNote[]> {
    await this.#keep()
    return this.#store.listIntakeNotes()
  }

  #add(note: IntakeNote) {
    const key = `${note.event} ${note.kind} ${note.field} ${note.value}`
    const before = this.#counts.get(key)
    if (before) this.#counts.set(key, added(before, note))
    else if (this.#counts.size < notesMax || note.field === '') this.#counts.set(key, note)
    else this.#add({ ...note, field: '', value: '' })
  }

  #keep(): Promise<void> {
    this.#keeping = this.#keeping.then(() => this.#keepOnce())
    return this.#keeping
  }

  async #keepOnce() {
    if (this.#counts.size === 0) return
    const counts = [...this.#counts.values()]
    this.#counts = new Map()
    try {
      await this.#store.countIntakeNotes(counts)
    } catch (error) {
      for (const count of counts) this.#add(count)
      this.#observer.trouble('intake report', error)
    }
  }
}

function added(one: IntakeNote, other: IntakeNote): IntakeNote {
  const newest = one.lastAt > other.lastAt ? one : other
  return { ...newest, count: one.count + other.count, firstAt: Math.min(one.firstAt, other.firstAt) }
}
