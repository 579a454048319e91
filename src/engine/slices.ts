import { setImmediate as nextTurn } from 'node:timers/promises'
import { monotonicMs } from './clock.ts'

/** Short against the 50 ms that no caller's work may hold up the others. */
const usualMs = 2

/** Work of many small pieces in slices, with a turn of the loop between them: sockets and timers wait for a slice at most. */
export class Slices {
  readonly #piecesMost: number
  readonly #ms: number
  #pieces = 0
  #endsAt: number

  /** @param options.piecesMost in a slice, however fast they are. `ms`: longer than usual for work that others wait for */
  constructor({ piecesMost = Number.POSITIVE_INFINITY, ms = usualMs } = {}) {
    this.#piecesMost = piecesMost
    this.#ms = ms
    this.#endsAt = monotonicMs() + ms
  }

  /** Counts a piece that is about to be done. true: the slice is full, so `turn` comes first. */
  isOver(): boolean {
    return ++this.#pieces > this.#piecesMost || monotonicMs() >= this.#endsAt
  }

  async turn() {
    await nextTurn()
    this.#pieces = 1
    this.#endsAt = monotonicMs() + this.#ms
  }
}
