import { type FieldError, Refusal } from '../../domain/errors.ts'
import { parseJson } from '../../domain/text/json-text.ts'
import { CsvEnds, type Delimiter, delimiterOf, readCells } from './csv.ts'
import { lineEnds, type RawRecord, splitRecords } from './records.ts'

/** Posts from a stream, one value for each record. What cannot be read says so, and spoils no other. */

export type ImportFormat = 'ndjson' | 'csv'

export type ImportRecord =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly errors: readonly FieldError[] }

/** @param columns that a CSV may have, the required ones first @throws Refusal when nothing can be read at all */
export function readPosts(
  format: ImportFormat,
  chunks: AsyncIterable<Uint8Array>,
  columns: { readonly known: readonly string[]; readonly required: readonly string[] },
): AsyncGenerator<ImportRecord> {
  return format === 'ndjson' ? readLines(chunks) : readCsv(chunks, columns)
}

async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ImportRecord> {
  for await (const record of splitRecords(chunks, lineEnds)) {
    const { line, text } = record
    if (text === null) yield unreadable(record)
    else if (text.trim() !== '') {
      try {
        yield { line, value: parseJson(text) }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const detail = `is not a line of JSON: ${error.message}`
        yield { line, errors: error.errors.length > 0 ? error.errors : [{ pointer: '', detail }] }
      }
    }
  }
}

/** Cells that hold a whole number; an empty one holds nothing. */
const numbers: ReadonlySet<string> = new Set(['product', 'status', 'attempts'])

async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  columns: { readonly known: readonly string[]; readonly required: readonly string[] },
): AsyncGenerator<ImportRecord> {
  const ends = new CsvEnds()
  let header: { readonly names: readonly string[]; readonly delimiter: Delimiter } | null = null
  for await (const record of splitRecords(chunks, ends)) {
    const { line, text } = record
    if (header === null) {
      if (text?.trim() === '') continue
      header = readHeader(record, columns)
      ends.setDelimiter(header.delimiter)
    } else if (text === null) yield unreadable(record)
    else if (text !== '') {
      const cells = readCells(text, header.delimiter, header.names.length)
      if (typeof cells === 'string') yield { line, errors: [{ pointer: '', detail: cells }] }
      else if (cells.length !== header.names.length) {
        const most = header.names.length
        const count = cells.length > most ? `more than ${most}` : cells.length
        const detail = `has ${count} cells, but the first line names ${most} columns: put cells that hold the delimiter in quotation marks`
        yield { line, errors: [{ pointer: '', detail }] }
      } else yield { line, value: fieldsOf(header.names, cells) }
    }
  }
}

function readHeader(
  { text, problem }: RawRecord,
  { known, required }: { readonly known: readonly string[]; readonly required: readonly string[] },
) {
  const refuse = (detail: string) => new Refusal('invalid_request', { errors: [{ pointer: '', detail }] })
  const begins = 'must begin with a line that names the columns'
  if (text === null) throw refuse(`${begins}; it ${problem}`)
  const delimiter = delimiterOf(text)
  const names = readCells(text, delimiter, known.length)
  if (typeof names === 'string') throw refuse(`${begins}; it ${names}`)
  const trimmed = names.map((name) => name.trim())
  const strange = trimmed.filter((name) => !known.includes(name))
  const missing = required.filter((name) => !trimmed.includes(name))
  const twice = trimmed.filter((name, index) => trimmed.indexOf(name) !== index)
  if (strange.length + missing.length + twice.length > 0) {
    const what = [
      ...missing.map((name) => `${name} is missing`),
      ...twice.map((name) => `${name} stands twice`),
      ...strange.slice(0, 10).map((name) => `${JSON.stringify(name.slice(0, 40))} is not known`),
    ]
    throw refuse(`${begins}, some of ${known.join(', ')}: ${what.join(', ')}`)
  }
  return { names: trimmed, delimiter }
}

function fieldsOf(names: readonly string[], cells: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const cell = cells[index] ?? ''
      if (cell === '') return []
      const isNumber = numbers.has(name) && /^-?\d{1,15}$/.test(cell)
      return [[name, isNumber ? Number(cell) : cell]]
    }),
  )
}

function unreadable({ line, problem }: RawRecord): ImportRecord {
  return { line, errors: [{ pointer: '', detail: problem }] }
}
