import { monotonicMs } from '../clock.ts'
import type { Observer } from '../observer.ts'
import { codeOf, isOurFault } from '../send/connect.ts'

/** One line says it all, and hundreds of attempts may meet it in one second. */
const saidEveryMs = 60_000

/**
 * We have run out of something that every attempt needs: open files, above all. It is no receiver's fault and no attempt's, so
 * it is said once a minute instead of once for each.
 */
export class Shortage {
  readonly #observer: Pick<Observer, 'trouble'>
  readonly #now: () => number
  #saidAt = Number.NEGATIVE_INFINITY

  constructor(observer: Pick<Observer, 'trouble'>, now: () => number = monotonicMs) {
    this.#observer = observer
    this.#now = now
  }

  /** Says any trouble, and this one seldom. @returns whether it is this one */
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
