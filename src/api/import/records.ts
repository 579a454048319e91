import { isUtf8 } from 'node:buffer'

/**
 * Cuts a stream of bytes into records. Only one record is held at a time, however long the stream is. Empty lines are skipped.
 */

export interface RawRecord {
  /** Number of the record's first line, from 1. */
  readonly line: number
  /** null: the record cannot be read, and `problem` says why. */
  readonly text: string | null
  readonly problem: string
}

/** Finds the line ends that end a record. Called in order, chunk after chunk. */
export interface RecordEnds {
  /** Where the next line ends, from `from` on; -1: not in this chunk. */
  next(chunk: Uint8Array, from: number): number
  /** Whether this line end also ends the record. */
  readonly isEnd: boolean
  /** Starts a new record. */
  reset(): void
}

/** Longer than any post: a body of 256 KiB and its answer, all of it escaped. */
export const recordBytesMax = 1024 * 1024

const lineFeed = 10
const carriageReturn = 13

export async function* splitRecords(chunks: AsyncIterable<Uint8Array>, ends: RecordEnds): AsyncGenerator<RawRecord> {
  let held: Uint8Array[] = []
  let heldBytes = 0
  let tooLong = false
  let line = 1
  let beginsAt = 1

  const hold = (bytes: Uint8Array) => {
    heldBytes += bytes.length
    if (heldBytes > recordBytesMax) {
      tooLong = true
      held = []
    } else if (bytes.length > 0) held.push(bytes)
  }
  const finish = (): RawRecord => {
    const record = tooLong ? unreadable(beginsAt, tooLongProblem) : readable(beginsAt, Buffer.concat(held))
    held = []
    heldBytes = 0
    tooLong = false
    beginsAt = line
    return record
  }

  for await (const chunk of chunks) {
    let from = 0
    for (let i = ends.next(chunk, 0); i !== -1; i = ends.next(chunk, i + 1)) {
      line++
      // An unclosed quotation mark would swallow the rest of the stream, so a record that is too long ends with its line.
      if (!ends.isEnd && !tooLong && heldBytes + i - from <= recordBytesMax) continue
      const isEmpty = heldBytes === 0 && !tooLong && isBlankLine(chunk, from, i)
      if (!isEmpty) hold(chunk.subarray(from, i))
      from = i + 1
      ends.reset()
      // Empty lines yield nothing: a body can hold millions of them.
      if (isEmpty) beginsAt = line
      else yield finish()
    }
    hold(chunk.subarray(from))
  }
  if (heldBytes > 0) yield finish()
}

function isBlankLine(chunk: Uint8Array, from: number, to: number): boolean {
  return to === from || (to === from + 1 && chunk[from] === carriageReturn)
}

const tooLongProblem = `is longer than ${recordBytesMax / 1024} KiB: shorten its body or its response, or leave it out; perhaps a quotation mark is not closed`

function readable(line: number, bytes: Buffer): RawRecord {
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length
  if (!isUtf8(bytes)) return unreadable(line, 'is not UTF-8: save the file in that encoding')
  const text = bytes.toString('utf8', 0, end)
  return { line, text: line === 1 ? text.replace(/^\ufeff/, '') : text, problem: '' }
}

function unreadable(line: number, problem: string): RawRecord {
  return { line, text: null, problem }
}

/** Every line is a record. */
export const lineEnds: RecordEnds = { next: (chunk, from) => chunk.indexOf(lineFeed, from), isEnd: true, reset() {} }
