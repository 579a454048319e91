/** Cuts a stream of records into pieces that fit into one request. Cuts are only at the end of a record. */

export type ImportFormat = 'ndjson' | 'csv'

export interface Piece {
  /** To be sent. In a CSV it begins with the header. */
  readonly content: Uint8Array
  /** How many bytes of the stream it covers. */
  readonly bytes: number
  /** Line of the stream = line of the piece + this number. */
  readonly linesBefore: number
  readonly nextLine: number
}

/** One answer lists at most this many errors. The limits are far below those of a request. */
const recordsMax = 1_000
const bytesMax = 4 * 1024 * 1024
/** The server refuses longer records. Just enough bytes are sent to be refused, and the rest is dropped. */
const recordBytesMax = 1024 * 1024 + 1

/** An empty line, possibly with a byte-order mark. */
const emptyBytesMax = 5

const lineFeed = 10
const carriageReturn = 13
const quote = 34
const delimiters: readonly number[] = [44, 59, 9]

export async function* splitIntoPieces(
  content: AsyncIterable<Uint8Array>,
  format: ImportFormat,
): AsyncGenerator<Piece> {
  const ends = format === 'csv' ? new CsvEnds() : lineEnds
  const collector = new Collector(format === 'csv')
  for await (const chunk of content) {
    let from = 0
    for (let i = ends.next(chunk, 0); i !== -1; i = ends.next(chunk, i + 1)) {
      collector.line++
      // Without the limit an unclosed quotation mark would take in the rest of the file.
      if (!ends.isEnd && !collector.isTooLong(i - from)) continue
      collector.take(chunk.subarray(from, i + 1))
      from = i + 1
      ends.reset()
      if (collector.endRecord()) yield collector.piece()
    }
    collector.take(chunk.subarray(from))
  }
  collector.endRecord()
  if (collector.isWorthSending()) yield collector.piece()
}

/** Collects the records of the next piece. */
class Collector {
  line = 1
  bytes = 0
  readonly #hasHeader: boolean
  #header: Uint8Array | null = null
  #headerLines = 0
  #parts: Uint8Array[] = []
  #held = 0
  #records = 0
  #recordBytes = 0
  #firstLine = 1

  constructor(hasHeader: boolean) {
    this.#hasHeader = hasHeader
  }

  take(bytes: Uint8Array) {
    this.bytes += bytes.length
    const kept = bytes.subarray(0, Math.max(0, recordBytesMax - this.#recordBytes))
    this.#recordBytes += bytes.length
    this.#held += kept.length
    // Copied, as a stream may reuse its memory.
    if (kept.length > 0) this.#parts.push(kept.slice())
  }

  isTooLong(more: number): boolean {
    return this.#recordBytes + more >= recordBytesMax
  }

  /** Whether the piece is full. */
  endRecord(): boolean {
    const cut = this.#recordBytes > recordBytesMax
    const isEmpty = this.#recordBytes <= emptyBytesMax && isBlank(this.#parts.at(-1))
    this.#recordBytes = 0
    if (this.#hasHeader && this.#header === null) {
      if (isEmpty) return false
      this.#header = concat(this.#parts)
      this.#headerLines = this.line - 1
      return cut
    }
    if (!isEmpty) this.#records++
    // A cut record has lost its end, and perhaps its closing quotation mark.
    return cut || this.#records >= recordsMax || this.#held >= bytesMax
  }

  /** Whether the rest at the end is sent: not if it is only empty lines. If the whole content is empty lines, the server reports that. */
  isWorthSending(): boolean {
    return this.#records > 0 || (this.bytes > 0 && this.#firstLine === 1)
  }

  piece(): Piece {
    const isFirst = this.#firstLine === 1
    const header = isFirst || this.#header === null ? [] : [this.#header]
    const piece = {
      content: concat([...header, ...this.#parts]),
      bytes: this.bytes,
      linesBefore: this.#firstLine - 1 - (header.length > 0 ? this.#headerLines : 0),
      nextLine: this.line,
    }
    this.bytes = 0
    this.#parts = []
    this.#held = 0
    this.#records = 0
    this.#firstLine = this.line
    return piece
  }
}

/** Finds line ends, and whether they end a record. */
interface RecordEnds {
  /** Where the next line ends; -1: not in this chunk. */
  next(chunk: Uint8Array, from: number): number
  /** Whether the record ends there too. */
  readonly isEnd: boolean
  reset(): void
}

const lineEnds: RecordEnds = { next: (chunk, from) => chunk.indexOf(lineFeed, from), isEnd: true, reset() {} }

/** RFC 4180: a line end within quotation marks is part of a cell. A quotation mark opens only at the beginning of a cell. */
class CsvEnds implements RecordEnds {
  /** The delimiter of the columns; null until the first line has been read. */
  #delimiter: number | null = null
  readonly #counts = new Map<number, number>()
  #state: 'cell begins' | 'plain' | 'quoted' | 'quote in quoted' = 'cell begins'

  get isEnd(): boolean {
    return this.#state !== 'quoted'
  }

  reset() {
    this.#state = 'cell begins'
    const [most] = [...this.#counts].sort(([, a], [, b]) => b - a)
    this.#delimiter ??= most?.[0] ?? null
  }

  next(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0
      if (byte === lineFeed) return i
      if (byte === quote) this.#meetQuote()
      else if (this.#state === 'quoted') continue
      else if (this.#isDelimiter(byte)) this.#state = 'cell begins'
      else if (byte !== carriageReturn) this.#state = 'plain'
    }
    return -1
  }

  #meetQuote() {
    if (this.#state === 'quoted') this.#state = 'quote in quoted'
    else if (this.#state !== 'plain') this.#state = 'quoted'
  }

  #isDelimiter(byte: number): boolean {
    if (this.#delimiter !== null) return byte === this.#delimiter
    const isOne = delimiters.includes(byte)
    if (isOne) this.#counts.set(byte, (this.#counts.get(byte) ?? 0) + 1)
    return isOne
  }
}

function isBlank(bytes: Uint8Array | undefined): boolean {
  return bytes === undefined || new TextDecoder().decode(bytes).trim() === ''
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
