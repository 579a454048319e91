import type { EventHead, EventName } from '../../domain/event.ts'
import type { Unknown } from '../../domain/payload/checks/unknowns.ts'
import type { IntakeNote } from '../../store/contract/history.ts'
import type { Store } from '../../store/contract/store.ts'
import type { Observer } from '../observer.ts'

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

type Noted = Pick<EventHead, 'id' | 'name' | 'createdAt'>

type Count = { -readonly [Key in keyof IntakeNote]: IntakeNote[Key] }

/**
 * Counts in how many events the dictionary met what it does not know, or missed what Hotmart always sends. Counted in memory,
 * and kept in the store every few seconds: no event waits for it.
 */
export class IntakeReport {
  readonly #store: Store
  readonly #observer: Observer
  #counts = new Map<string, Count>()
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

  note(event: Noted, { unknown, missing }: Findings) {
    for (const { field, value } of unknown) this.#count(event, value === null ? 'field' : 'value', field, value ?? '')
    for (const field of missing) this.#count(event, 'missing', field, '')
  }

  /** Most frequent first. */
  async list(): Promise<readonly IntakeNote[]> {
    await this.#keep()
    return this.#store.listIntakeNotes()
  }

  /** Twenty times for an event whose platform reports little: what is there already is counted where it is. */
  #count({ id, name: event, createdAt }: Noted, kind: IntakeNote['kind'], field: string, value: string) {
    const count = this.#counts.get(keyOf(event, kind, field, value))
    if (count === undefined) {
      const once = { count: 1, firstAt: createdAt, lastAt: createdAt, lastEventId: id }
      this.#add({ event, kind, field, value, ...once })
    } else {
      count.count++
      if (createdAt >= count.lastAt) {
        count.lastAt = createdAt
        count.lastEventId = id
      }
    }
  }

  #add(note: IntakeNote) {
    const key = keyOf(note.event, note.kind, note.field, note.value)
    const before = this.#counts.get(key)
    if (before) this.#counts.set(key, added(before, note))
    else if (this.#counts.size < notesMax || note.field === '') this.#counts.set(key, { ...note })
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

function keyOf(event: EventName, kind: IntakeNote['kind'], field: string, value: string): string {
  return `${event} ${kind} ${field} ${value}`
}

function added(one: IntakeNote, other: IntakeNote): Count {
  const newest = one.lastAt > other.lastAt ? one : other
  return { ...newest, count: one.count + other.count, firstAt: Math.min(one.firstAt, other.firstAt) }
}
