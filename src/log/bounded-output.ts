/** Where bytes are written. Neither method blocks the process for longer than a copy takes. */
export interface Outlet {
  /** @param done called once, asynchronously: with the number of bytes written, and the error that stopped the rest */
  write(chunk: Buffer, done: (error: Error | null, written: number) => void): void
  /** Writes as much as can go out at once, because the process ends. */
  writeNow(chunk: Buffer): void
}

export interface BoundedOutputOptions {
  readonly outlet: Outlet
  /** The line that says how many lines were lost. */
  readonly noteOf: (linesLost: number) => string
  readonly charactersMax?: number
}

/** A second or two of lines at full speed, so that a reader may pause without losing any. */
const charactersMaxDefault = 4 * 1024 * 1024
/** The size of a pipe's buffer. */
const chunkCharacters = 64 * 1024
/** The pause after an error: a full disk stays full for a while. */
const restMs = 250

interface Entry {
  readonly text: string
  /** How many lines it stands for: more than one for a note about lost lines. */
  readonly lines: number
  readonly isNote: boolean
}

/**
 * Writes lines to a reader that may stall, go away, or be a full disk. The program never waits for it: lines are queued up to a
 * limit, and lost above it. Lines that could not be written are lost too. Losses are counted, and a line reports their number
 * as soon as lines go out again.
 */
export class BoundedOutput {
  readonly #outlet: Outlet
  readonly #noteOf: (linesLost: number) => string
  readonly #charactersMax: number
  #queue: Entry[] = []
  /** Characters queued or being written. */
  #characters = 0
  /** true while a write is under way, and during the pause after a failed one. */
  #isBusy = false
  /** true from when the queue is full until it is half empty, so that one note stands for many lost lines. */
  #isFull = false
  #lost = 0
  #lostUntold = 0
  /** The last line was written only in part. */
  #isBroken = false
  #whenIdle: (() => void)[] = []

  constructor({ outlet, noteOf, charactersMax = charactersMaxDefault }: BoundedOutputOptions) {
    this.#outlet = outlet
    this.#noteOf = noteOf
    this.#charactersMax = charactersMax
  }

  /** Lines that no reader will see. */
  get linesLost(): number {
    return this.#lost
  }

  /** @param line with its line break */
  write(line: string) {
    if (this.#characters + line.length > this.#charactersMax) this.#isFull = this.#characters > 0
    if (this.#isFull || line.length > this.#charactersMax) {
      this.#lost++
      this.#lostUntold++
      return
    }
    this.#tellLosses()
    this.#add({ text: line, lines: 1, isNote: false })
  }

  /** Resolves when everything was written or lost, or after the time. */
  flush(withinMs: number): Promise<void> {
    if (this.#characters === 0) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, withinMs)
    this.#whenIdle.push(resolve)
    return promise.finally(() => clearTimeout(timer))
  }

  /** For the end of the process, which cannot wait. */
  flushNow() {
    if (this.#queue.length === 0) return
    this.#outlet.writeNow(bytesOf(this.#queue))
    this.#queue = []
  }

  #add(entry: Entry) {
    this.#queue.push(entry)
    this.#characters += entry.text.length
    if (this.#isBusy) return
    this.#isBusy = true
    // All lines of this turn of the loop go out together.
    setImmediate(() => this.#next())
  }

  #next() {
    const entries = this.#take()
    if (entries.length === 0) return this.#rest()
    this.#outlet.write(bytesOf(entries), (error, written) => {
      for (const { text } of entries) this.#characters -= text.length
      if (error) this.#countLost(entries, written)
      if (this.#characters <= this.#charactersMax / 2) this.#isFull = false
      if (error) {
        this.#settle()
        setTimeout(() => this.#next(), restMs).unref()
        return
      }
      if (!this.#isFull && this.#queue.length === 0) this.#tellLosses()
      this.#next()
    })
  }

  #rest() {
    this.#isBusy = false
    this.#settle()
  }

  #settle() {
    for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  #take(): Entry[] {
    let characters = 0
    let count = 0
    for (const { text } of this.#queue) {
      if (count > 0 && characters + text.length > chunkCharacters) break
      characters += text.length
      count++
    }
    const entries = this.#queue.splice(0, count)
    if (count > 0 && this.#isBroken) {
      this.#isBroken = false
      entries.unshift(lineBreak)
      this.#characters += lineBreak.text.length
    }
    return entries
  }

  #tellLosses() {
    if (this.#lostUntold === 0) return
    const lines = this.#lostUntold
    this.#lostUntold = 0
    this.#add({ text: this.#noteOf(lines), lines, isNote: true })
  }

  #countLost(entries: readonly Entry[], written: number) {
    let end = 0
    for (const { text, lines, isNote } of entries) {
      const start = end
      end += Buffer.byteLength(text)
      if (end <= written) continue
      if (start < written) this.#isBroken = true
      this.#lostUntold += lines
      if (!isNote) this.#lost += lines
    }
  }
}

const lineBreak: Entry = { text: '\n', lines: 0, isNote: true }

function bytesOf(entries: readonly Entry[]): Buffer {
  return Buffer.from(entries.map(({ text }) => text).join(''))
}
