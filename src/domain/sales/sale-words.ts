import { type Json, type JsonObject, valueAt } from '../text/json.ts'

/** The words by which a sale is found. Readers may search for `own` words; buyer words only while they may see the buyer. */
export interface SaleWords {
  readonly own: readonly string[]
  readonly buyer: readonly string[]
}

/** Of one sale, so that a long name cannot fill the table. */
export const saleWordsMax = 8
const wordCharsMax = 100

/**
 * Words of a purchase: its code, the code reversed (found by its end), the subscriber's code, the transaction that it was added to, and the
 * buyer's e-mail and names. Of long names the first words and the last one are kept.
 * @param document the data of the purchase as it was last reported
 */
export function wordsOfSale(transaction: string, document: JsonObject): SaleWords {
  const code = foldWord(transaction)
  const subscriber = foldWord(textAt(document, 'subscription', 'subscriber', 'code'))
  const parent = parentOf(document)
  const own = [code, reversedWord(code), subscriber, parent && parentWord(parent)].filter((word) => word !== '')
  const email = foldWord(textAt(document, 'buyer', 'email'))
  const names = wordsOf(textAt(document, 'buyer', 'name')).filter((word) => word.length > 1)
  const room = saleWordsMax - own.length - 1
  const kept = names.length <= room ? names : [...names.slice(0, room - 1), ...names.slice(-1)]
  return { own: [...new Set(own)], buyer: [...new Set([email, ...kept].filter((word) => word !== ''))] }
}

/** Finds a sale by the end of its code. No other word begins with this character. */
export function reversedWord(code: string): string {
  return `<${[...code].reverse().join('')}`
}

/** Finds the sales that were added to a transaction at its checkout. */
export function parentWord(transaction: string): string {
  return `^${foldWord(transaction)}`
}

/** The transaction at whose checkout this sale was added (an order bump); empty: none. */
export function parentOf(document: JsonObject): string {
  return textAt(document, 'purchase', 'order_bump', 'parent_purchase_transaction')
}

export function subscriberOf(document: JsonObject): string {
  return textAt(document, 'subscription', 'subscriber', 'code')
}

/** Without accents and in lower case, so that both sides of a comparison can be typed in any way. */
export function foldWord(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim().slice(0, wordCharsMax)
}

function wordsOf(name: string): string[] {
  return foldWord(name).split(/[^\p{L}\p{N}]+/u)
}

function textAt(document: JsonObject, ...path: readonly string[]): string {
  const value: Json | undefined = valueAt(document, ...path)
  return typeof value === 'string' ? value : ''
}
