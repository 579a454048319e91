import type { RecordEnds } from './records.ts'

/**
 * Comma-separated values (RFC 4180), also in the variants that spreadsheets write: with semicolons (where the decimal sign is a
 * comma) or tabs. The header shows which delimiter is used.
 */

const delimiters = [',', ';', '\t'] as const
export type Delimiter = (typeof delimiters)[number]

const lineFeed = 10
const carriageReturn = 13
const quote = 34

/** A line end within quotation marks is part of a cell. Only a quotation mark at the beginning of a cell opens one. */
export class CsvEnds implements RecordEnds {
  #delimiter: number | null = null
  #state: 'cell begins' | 'plain' | 'quoted' | 'quote in quoted' = 'cell begins'

  /** Until it is set, all three delimiters count. */
  setDelimiter(delimiter: Delimiter) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  reset() {
    this.#state = 'cell begins'
  }

  /** Whether the last line end found ends the record. */
  get isEnd(): boolean {
    return this.#state !== 'quoted'
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
    return this.#delimiter === null ? delimiters.some((it) => it.charCodeAt(0) === byte) : byte === this.#delimiter
  }
}

/** Longer than any useful header. */
const headerLengthMax = 10_000

/** The delimiter that splits the header into the most cells. */
export function delimiterOf(header: string): Delimiter {
  const begins = header.slice(0, headerLengthMax)
  const [first] = delimiters.toSorted((a, b) => begins.split(b).length - begins.split(a).length)
  return first ?? ','
}

/**
 * The cells of a record, or a text that says what is wrong with it.
 * @param cellsMax at most one more than this is read, enough to see that there are too many
 */
export function readCells(record: string, delimiter: Delimiter, cellsMax: number): readonly string[] | string {
  const cells: string[] = []
  let at = 0
  for (;;) {
    if (cells.length > cellsMax) return cells
    if (record[at] === '"') {
      const end = closingQuote(record, at + 1)
      if (end === -1) return 'has a quotation mark that is not closed: write one within a cell twice'
      cells.push(
        record
          .slice(at + 1, end)
          .split('""')
          .join('"'),
      )
      at = end + 1
      if (at < record.length && record[at] !== delimiter) {
        return `has text after the closing quotation mark of cell ${cells.length}: write a quotation mark within a cell twice`
      }
    } else {
      const end = record.indexOf(delimiter, at)
      cells.push(record.slice(at, end === -1 ? record.length : end))
      at = end === -1 ? record.length : end
    }
    if (at >= record.length) return cells
    at++
  }
}

function closingQuote(record: string, from: number): number {
  for (let at = from; at < record.length; at++) {
    if (record.charCodeAt(at) !== quote) continue
    if (record.charCodeAt(at + 1) !== quote) return at
    at++
  }
  return -1
}
