import { Refusal } from '../errors.ts'
import type { Json, JsonObject } from './json.ts'

/**
 * JSON that survives the way to the receiver. `JSON.parse` silently takes the last of two equal keys and rounds long numbers;
 * both would change what the platform said, so both are refused.
 *
 * The fast path costs one pass over the bytes: as many colons outside strings as keys in
 * the result means that no key came twice, and short numbers are always exact. Only when something is off is the culprit searched
 * for. The same pass bounds what is parsed, before it is: a value costs far more time than its bytes say, and nothing else happens
 * meanwhile.
 */

const depthMax = 64
/** Members and elements of a document, all together. The largest event has some hundred. */
const valuesMax = 5_000
/** UTF-8. What is read in one piece is bounded before it comes here; what grows by patches is bounded by this. */
export const jsonBytesMax = 1024 * 1024

/**
 * @param bytes the text in UTF-8, where it is at hand
 * @throws Refusal malformed_json, payload_too_large, duplicate_key, forbidden_key, unsafe_number
 */
export function parseJson(text: string, bytes: Uint8Array = Buffer.from(text)): Json {
  const { colons, longNumbers } = scan(bytes)
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (cause) {
    throw new Refusal('malformed_json', { detail: (cause as Error).message, cause })
  }
  const keys = countKeys(value)
  if (keys === forbidden)
    throw culprit('forbidden_key', bytes, (token) => token.kind === 'key' && token.text === '__proto__')
  if (keys !== colons) throw culprit('duplicate_key', bytes, (token) => token.kind === 'key' && token.again)
  if (longNumbers.some(isUnsafe))
    throw culprit('unsafe_number', bytes, (token) => token.kind === 'number' && isUnsafe(token.text))
  return value
}

/**
 * Holds what was put together here to the limits of what comes in.
 * @throws Refusal payload_too_large, malformed_json for what nests too deep
 */
export function requireBounded(value: Json) {
  const bytes = Buffer.from(JSON.stringify(value))
  scan(bytes)
  if (bytes.length > jsonBytesMax) throw new Refusal('payload_too_large', { detail: 'At most 1 MiB of JSON.' })
}

const sentences = {
  duplicate_key: () => 'This key stands twice in its object.',
  forbidden_key: () => 'This key is not allowed.',
  unsafe_number: (token: Token) => `${token.text.slice(0, 40)} cannot be kept exactly.`,
} as const

/** The refusal, with the place of the first token that is to blame. */
function culprit(code: keyof typeof sentences, bytes: Uint8Array, isIt: (token: Token) => boolean): Refusal {
  for (const token of tokens(bytes)) {
    if (!isIt(token)) continue
    return new Refusal(code, { errors: [{ pointer: pointerOf(token.open), detail: sentences[code](token) }] })
  }
  return new Refusal(code)
}

/**
 * One pass that skips strings: how many keys the text names, and the numbers that are too long to be safe unseen.
 * @throws Refusal payload_too_large, malformed_json for what nests too deep
 */
function scan(bytes: Uint8Array): { colons: number; longNumbers: string[] } {
  const { length } = bytes
  let [colons, commas, opened, scalars, depth] = [0, 0, 0, 0, 0]
  const longNumbers: string[] = []
  for (let i = 0; i < length; i++) {
    const code = bytes[i] ?? 0
    if (code === quotationMark) {
      scalars++
      // As in `endOfString`, without a call for each string.
      for (i++; i < length; i++) {
        const inside = bytes[i]
        if (inside === quotationMark) break
        if (inside === backslash) i++
      }
    } else if (code === colon) colons++
    else if (code === comma) commas++
    else if (code === openBrace || code === openBracket) {
      opened++
      if (++depth > depthMax) throw tooDeep()
    } else if (code === closeBrace || code === closeBracket) depth--
    else if (isNumberStart(code)) {
      scalars++
      const end = endOfNumber(bytes, i)
      // Up to 15 digits are exact in a double; exponents are looked at in any case.
      if (end - i > 15 || hasExponent(bytes, i, end)) longNumbers.push(textOf(bytes, i, end))
      i = end - 1
    } else continue
    // A list has one more element than commas; well-formed JSON has no more scalars than keys and values.
    if (commas + opened > valuesMax || scalars > 2 * valuesMax) throw tooManyValues()
  }
  return { colons, longNumbers }
}

const [quotationMark, backslash, colon, comma, minus, zero, nine] = [34, 92, 58, 44, 45, 48, 57]
const [openBrace, closeBrace, openBracket, closeBracket] = [123, 125, 91, 93]

function tooDeep(): Refusal {
  return new Refusal('malformed_json', { detail: `Objects and lists may nest at most ${depthMax} deep.` })
}

function tooManyValues(): Refusal {
  return new Refusal('payload_too_large', {
    detail: `A JSON document holds at most ${valuesMax.toLocaleString('en')} values.`,
  })
}

function isNumberStart(code: number): boolean {
  return code === minus || (code >= zero && code <= nine)
}

/** Index after the number that starts there. */
function endOfNumber(bytes: Uint8Array, start: number): number {
  let end = start + 1
  while (end < bytes.length && isNumberPart(bytes[end] ?? 0)) end++
  return end
}

function hasExponent(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (((bytes[i] ?? 0) | 0x20) === 101) return true
  return false
}

function isNumberPart(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 46 || code === 43 || code === 45 || code === 69 || code === 101
}

/** Index of the closing quote of the string that opens at `start`; the end of the text where there is none. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let i = start + 1; i < bytes.length; i++) {
    const code = bytes[i]
    if (code === quotationMark) return i
    if (code === backslash) i++
  }
  return bytes.length
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString()
}

const forbidden = -1

/** How many keys the value holds; `forbidden` when such a one is among them. */
function countKeys(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) {
      const inside = countKeys(item)
      if (inside === forbidden) return forbidden
      count += inside
    }
    return count
  }
  for (const key in value) {
    if (key === '__proto__') return forbidden
    const inside = countKeys((value as JsonObject)[key] ?? null)
    if (inside === forbidden) return forbidden
    count += 1 + inside
  }
  return count
}

function isUnsafe(number: string): boolean {
  const value = Number(number)
  const isInteger = !/[.eE]/.test(number)
  return isInteger ? !Number.isSafeInteger(value) : !sameDecimal(number, value)
}

/** Whether a decimal, written as the shortest text of its double, is still the same number. */
function sameDecimal(text: string, value: number): boolean {
  return Number.isFinite(value) && digitsOf(text) === digitsOf(String(value))
}

/** Sign, significant digits and power of ten, in one form for all spellings of a number. */
function digitsOf(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.slice(0, endOfSignificant(digits))
  if (significant === '') return '0'
  return `${sign}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`
}

/** By hand: the search for `0+$` tries every zero as the first, which takes minutes for a number of a million of them. */
function endOfSignificant(digits: string): number {
  let end = digits.length
  while (end > 0 && digits.charCodeAt(end - 1) === zero) end--
  return end
}

interface Token {
  readonly kind: 'key' | 'number'
  readonly text: string
  /** What is open where it stands: its place, until the next token is asked for. */
  readonly open: readonly Level[]
  /** A key that its object holds already. */
  readonly again: boolean
}

interface Level {
  /** null: a list. */
  readonly keys: Set<string> | null
  key: string
  index: number
}

/** Keys and numbers with their places: slow, and only walked to find a culprit. */
function* tokens(bytes: Uint8Array): Generator<Token> {
  const open: Level[] = []
  let expectsKey = false
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i] ?? 0
    const top = open.at(-1)
    if (code === quotationMark) {
      const end = endOfString(bytes, i)
      if (expectsKey && top?.keys) {
        top.key = JSON.parse(textOf(bytes, i, end + 1)) as string
        yield { kind: 'key', text: top.key, open, again: top.keys.has(top.key) }
        top.keys.add(top.key)
        expectsKey = false
      }
      i = end
    } else if (code === openBrace || code === openBracket) {
      open.push({ keys: code === openBrace ? new Set() : null, key: '', index: 0 })
      expectsKey = code === openBrace
    } else if (code === closeBrace || code === closeBracket) {
      open.pop()
      expectsKey = false
    } else if (code === comma && top) {
      top.index++
      expectsKey = top.keys !== null
    } else if (isNumberStart(code)) {
      const end = endOfNumber(bytes, i)
      yield { kind: 'number', text: textOf(bytes, i, end), open, again: false }
      i = end - 1
    }
  }
}

function pointerOf(open: readonly Level[]): string {
  return open.map((level) => `/${level.keys ? escapePointer(level.key) : level.index}`).join('')
}

const pointerKeyMax = 200

/** RFC 6901, section 3. A key that no document of ours has is cut: a long one above many errors would be answered with each. */
export function escapePointer(key: string): string {
  const shown = key.length > pointerKeyMax ? `${key.slice(0, pointerKeyMax)}…` : key
  return shown.replaceAll('~', '~0').replaceAll('/', '~1')
}
