import type { RecordEnds } from './records.ts'

/**
 * Comma-separated values (RFC 4180), as spreadsheets write them too: with semicolons or tabs, where the decimal sign is a
 * comma. Which one it is shows in the first record, whose cells are names.
 */

const delimiters = [',', ';', '\t'] as const
export type Delimiter = (typeof delimiters)[number]

const lineFeed = 10
const carriageReturn = 13
const quote = 34

/** A line end within quotation marks is part of a cell. They open at the beginning of a cell only. */
export class CsvEnds implements RecordEnds {
  #delimiter: number | null = null
  #state: 'cell begins' | 'plain' | 'quoted' | 'quote in quoted' = 'cell begins'

  /** Until it is known, any of them counts. */
  setDelimiter(delimiter: Delimiter) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  reset() {
    this.#state = 'cell begins'
  }

  /** Of the line end that was found last. */
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

/** No header names as many columns in as many characters. */
const headerLengthMax = 10_000

/** The one that the most cells of the first record are divided by. */
export function delimiterOf(header: string): Delimiter {
  const begins = header.slice(0, headerLengthMax)
  const [first] = delimiters.toSorted((a, b) => begins.split(b).length - begins.split(a).length)
  return first ?? ','
}

/**
 * The cells of a record; a text says what is wrong with it.
 * @param cellsMax that are read at most: of one more, it is enough to know that it is there
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
