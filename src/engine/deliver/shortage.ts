import { monotonicMs } from '../clock.ts'
import type { Observer } from '../observer.ts'
import { codeOf, isOurFault } from '../send/connect.ts'

/** Hundreds of attempts may meet a shortage in one second, and one line is enough. */
const saidEveryMs = 60_000

/**
 * We have run out of something that every attempt needs, above all open files. Neither a receiver nor an attempt is at fault, so
 * this is reported once a minute, not once per attempt.
 */
export class Shortage {
  readonly #observer: Pick<Observer, 'trouble'>
  readonly #now: () => number
  #saidAt = Number.NEGATIVE_INFINITY

  constructor(observer: Pick<Observer, 'trouble'>, now: () => number = monotonicMs) {
    this.#observer = observer
    this.#now = now
  }

  /** Reports trouble; a shortage at most once a minute. @returns whether it is a shortage */
  trouble(what: string, error: unknown): boolean {
    if (!isOurFault(error)) {
      this.#observer.trouble(what, error)
      return false
    }
    if (this.#now() - this.#saidAt >= saidEveryMs) {
      this.#saidAt = this.#now()
      this.#observer.trouble('open files', new Error(sentenceFor(error), { cause: error }))
    }
    return true
  }
}

function sentenceFor(error: unknown): string {
  const remedy = 'Nothing new is sent for a second, then it is tried again; no attempt is used up. Said once a minute.'
  return ['ENOMEM', 'ENOBUFS'].includes(codeOf(error))
    ? `The machine has no memory left for connections. ${remedy}`
    : `No more files can be opened. Raise the limit (ulimit -n), or lower POSTBACK_MAX_IN_FLIGHT. ${remedy}`
}
