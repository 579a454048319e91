import { Type } from 'typebox'
import { foldWord } from '../domain/sales/sale-words.ts'

/** Searches of lists by words. They look at the rows one after the other, and at a bounded number of them for each answer. */

const rowsPerStep = 500
const rowsPerAnswer = 10_000

export const searchText = Type.Optional(
  Type.String({
    maxLength: 100,
    description:
      'Words, or their beginnings, that a row must have; case and accents do not matter. An answer may hold few rows, or none, and still have a nextCursor: the search goes on there.',
  }),
)

/** Tells texts that have each word of the search, at the beginning of a word; null: nothing is searched for. */
export function wordSearch(search: string | undefined): ((texts: readonly string[]) => boolean) | null {
  const wanted = wordsIn(search ?? '')
  if (wanted.length === 0) return null
  return (texts) => {
    const words = texts.flatMap(wordsIn)
    return wanted.every((it) => words.some((word) => word.startsWith(it)))
  }
}

function wordsIn(text: string): readonly string[] {
  return foldWord(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

interface Found<Row> {
  readonly rows: readonly Row[]
  /** Where the search goes on; null: every row was looked at. */
  readonly last: Row | null
}

/** @param ask for rows after one; null: from where the answer begins */
export async function findInList<Row>(
  ask: (after: Row | null, limit: number) => Promise<readonly Row[]>,
  isWanted: (row: Row) => boolean,
  limit: number,
): Promise<Found<Row>> {
  const found: Row[] = []
  let last: Row | null = null
  for (let looked = 0; looked < rowsPerAnswer; looked += rowsPerStep) {
    const rows = await ask(last, rowsPerStep)
    for (const row of rows) {
      last = row
      if (isWanted(row)) found.push(row)
      if (found.length === limit) return { rows: found, last }
    }
    if (rows.length < rowsPerStep) return { rows: found, last: null }
  }
  return { rows: found, last }
}
