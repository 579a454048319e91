import { setImmediate as nextTurn } from 'node:timers/promises'
import { monotonicMs } from './clock.ts'

/** Short compared with 50 ms, the longest delay of other callers. */
const usualMs = 2

/** Cuts many small pieces of work into slices, with a turn of the loop in between: sockets and timers wait for a slice at most. */
export class Slices {
  readonly #piecesMost: number
  readonly #ms: number
  #pieces = 0
  #endsAt: number

  /** @param options.piecesMost the limit per slice, even for fast ones. `ms`: longer than usual for work that others wait for */
  constructor({ piecesMost = Number.POSITIVE_INFINITY, ms = usualMs } = {}) {
    this.#piecesMost = piecesMost
    this.#ms = ms
    this.#endsAt = monotonicMs() + ms
  }

  /** Counts the next piece. true: the slice is full, so call `turn` first. */
  isOver(): boolean {
    return ++this.#pieces > this.#piecesMost || monotonicMs() >= this.#endsAt
  }

  async turn() {
    await nextTurn()
    this.#pieces = 1
    this.#endsAt = monotonicMs() + this.#ms
  }
}
