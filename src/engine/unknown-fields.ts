import type { EventName } from '../domain/event.ts'
import type { EventId } from '../domain/ids.ts'
import type { Store, UnknownField } from '../store/store.ts'
import type { Observer } from './observer.ts'

/** A report, not a fact: what a crash forgets of it is seen again with the next event. */
const keptEveryMs = 5_000
/** Different ones between two times of keeping them. Beyond, all of an event's are counted together. */
const fieldsMax = 1_000

/**
 * Counts in how many events the dictionary met a field that it does not know. Counted in memory, and kept in the store every
 * few seconds: an event waits for nothing.
 */
export class UnknownFields {
  readonly #store: Store
  readonly #observer: Observer
  #counts = new Map<string, UnknownField>()
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
    fields: readonly string[],
  ) {
    const { id: lastEventId, event: name, createdAt: at } = event
    const ofEvent = fields.map((field) => ({ event: name, field, count: 1, firstAt: at, lastAt: at, lastEventId }))
    for (const field of ofEvent) this.#add(field)
  }

  /** Most frequent first. */
  async list(): Promise<readonly UnknownField[]> {
    await this.#keep()
    return this.#store.listUnknownFields()
  }

  #add(field: UnknownField) {
    const key = `${field.event} ${field.field}`
    const before = this.#counts.get(key)
    if (before) this.#counts.set(key, added(before, field))
    else if (this.#counts.size < fieldsMax || field.field === '') this.#counts.set(key, field)
    else this.#add({ ...field, field: '' })
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
      await this.#store.countUnknownFields(counts)
    } catch (error) {
      for (const count of counts) this.#add(count)
      this.#observer.trouble('unknown fields', error)
    }
  }
}

function added(one: UnknownField, other: UnknownField): UnknownField {
  const newest = one.lastAt > other.lastAt ? one : other
  return { ...newest, count: one.count + other.count, firstAt: Math.min(one.firstAt, other.firstAt) }
}
