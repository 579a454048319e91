import { familyOf } from '../domain/payload/families/families.ts'
import { subjectKey } from '../domain/subject.ts'
import { valueAt } from '../domain/text/json.ts'
import type { StampedUpdate } from '../domain/update.ts'

/** Of each: one that is forgotten costs its account a turn under another name, nothing more. */
const rememberedMax = 10_000

type Known = Pick<StampedUpdate, 'subject' | 'event' | 'data'>

/** For updates of which nothing says whose they are. */
const sharedTurn = ''

/**
 * In whose turn an update waits for its commit: that of the producer's account, so that one that reports a lot does not delay
 * the others. The account is known only once the update was decided on, so what earlier ones said is remembered.
 *
 * Two updates about one subject never overtake each other: while one waits, those that follow take its turn, whatever they say.
 */
export class IntakeTurns {
  readonly #accountOfProduct = new Remembered(rememberedMax)
  readonly #accountOfSubject = new Remembered(rememberedMax)
  readonly #waiting = new Map<string, { readonly turn: string; count: number }>()

  /** The turn of an update that begins to wait; `leave` once it has its result. */
  enter(update: Known): string {
    const subject = subjectKey(update.subject)
    const before = subject === null ? undefined : this.#waiting.get(subject)
    if (before) {
      before.count++
      return before.turn
    }
    const turn = this.#turnOf(update, subject)
    if (subject !== null) this.#waiting.set(subject, { turn, count: 1 })
    return turn
  }

  leave({ subject }: Pick<Known, 'subject'>) {
    const name = subjectKey(subject)
    const waiting = name === null ? undefined : this.#waiting.get(name)
    if (name !== null && waiting && --waiting.count === 0) this.#waiting.delete(name)
  }

  /** An event was made of the update: the account is that of its product. */
  learn({ subject, event, data }: Known, accountId: string) {
    const name = subjectKey(subject)
    const product = productIn({ event, data })
    if (product !== null) this.#accountOfProduct.set(product, accountId)
    if (name !== null) this.#accountOfSubject.set(name, accountId)
  }

  #turnOf(update: Known, subject: string | null): string {
    const product = productIn(update)
    if (product !== null) {
      const account = this.#accountOfProduct.get(product)
      return account === undefined ? `product ${product}` : turnOfAccount(account)
    }
    const account = subject === null ? undefined : this.#accountOfSubject.get(subject)
    return account === undefined ? sharedTurn : turnOfAccount(account)
  }
}

function turnOfAccount(accountId: string): string {
  return `account ${accountId}`
}

function productIn({ event, data }: Pick<Known, 'event' | 'data'>): string | null {
  const product = valueAt(data, ...familyOf(event ?? 'PURCHASE_APPROVED').productAt, 'id')
  return product === undefined ? null : String(product)
}

/** The newest texts by name, in two generations: the older one is dropped as a whole, so no order has to be kept. */
class Remembered {
  readonly #generationMax: number
  #newer = new Map<string, string>()
  #older = new Map<string, string>()

  constructor(max: number) {
    this.#generationMax = Math.ceil(max / 2)
  }

  get(name: string): string | undefined {
    return this.#newer.get(name) ?? this.#older.get(name)
  }

  set(name: string, text: string) {
    if (this.#newer.size >= this.#generationMax && !this.#newer.has(name)) {
      this.#older = this.#newer
      this.#newer = new Map()
    }
    this.#newer.set(name, text)
  }
}
