import { isUuid, type Uuid } from '../ids.ts'
import { parsePublicId } from '../public-ids.ts'
import { foldWord, reversedWord, type SaleWords } from './sale-words.ts'

/** What a person types to find a sale. */
export type SaleQuery =
  | { readonly kind: 'words'; readonly words: readonly SearchedWord[] }
  /** An event or a delivery. */
  | { readonly kind: 'id'; readonly id: Uuid }

/** A sale matches when one of its words begins with one of these. */
export interface SearchedWord {
  readonly prefixes: readonly string[]
}

export const queryCharsMax = 200
/** Shorter beginnings of words match too many sales. */
const lettersMin = 3
const codeCharsMin = 4
const wordsMax = 6

/**
 * Reads e-mail addresses, words of a name, beginnings and ends of a transaction code, event and delivery ids.
 * @returns null: nothing in it is long enough to search for
 */
export function readSaleQuery(text: string): SaleQuery | null {
  const trimmed = text.trim()
  const id = idIn(trimmed)
  if (id !== null) return { kind: 'id', id }
  const words = trimmed
    .split(/[\s,;()"'“”<>^]+/u)
    .map(foldWord)
    .filter(isLongEnough)
    .slice(0, wordsMax)
  return words.length === 0 ? null : { kind: 'words', words: words.map((word) => ({ prefixes: prefixesOf(word) })) }
}

/** Whether all words of the query are among the words of a sale that its reader may search for. */
export function matchesSale(words: readonly SearchedWord[], sale: SaleWords, seesBuyer: boolean): boolean {
  const searched = seesBuyer ? [...sale.own, ...sale.buyer] : sale.own
  return words.every(({ prefixes }) => prefixes.some((prefix) => searched.some((word) => word.startsWith(prefix))))
}

function prefixesOf(word: string): string[] {
  const mayBeCode = /^[a-z0-9._:~+=-]+$/.test(word) && [...word].length >= codeCharsMin
  return mayBeCode ? [word, reversedWord(word)] : [word]
}

/** Names in other scripts are often two characters long. */
function isLongEnough(word: string): boolean {
  const length = [...word].length
  return length >= lettersMin || (length === 2 && !/[\p{Script=Latin}\p{N}\p{P}]/u.test(word))
}

function idIn(text: string): Uuid | null {
  if (isUuid(text)) return text
  return parsePublicId('dlv', text)
}
