import { Refusal } from '../errors.ts'
import type { Json, JsonObject } from './json.ts'

/**
 * JSON that reaches the receiver unchanged. `JSON.parse` silently takes the last of two equal keys and rounds long numbers. Both
 * would change the platform's data, so both are refused.
 *
 * The fast path costs one pass over the bytes: no key came twice if the text has as many colons outside strings as the result has
 * keys, and short numbers are always exact. Only a mismatch starts the search for the culprit. The same pass counts values before
 * parsing: many small values block the event loop far longer than the bytes suggest.
 */

const depthMax = 64
/** Members and elements of a document, all together. The largest event has some hundred. */
const valuesMax = 5_000
/** In UTF-8. Request bodies are bounded before they come here; this bounds documents that grow by patches. */
export const jsonBytesMax = 1024 * 1024

/**
 * @param bytes the text in UTF-8, if the caller has it
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
 * Holds a merged document to the limits of reported ones.
 * @throws Refusal payload_too_large; malformed_json if nested too deep
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

/** The refusal, with the place of the first token at fault. */
function culprit(code: keyof typeof sentences, bytes: Uint8Array, isIt: (token: Token) => boolean): Refusal {
  for (const token of tokens(bytes)) {
    if (!isIt(token)) continue
    return new Refusal(code, { errors: [{ pointer: pointerOf(token.open), detail: sentences[code](token) }] })
  }
  return new Refusal(code)
}

/**
 * One pass that skips strings. It counts keys, and collects the numbers that are long enough to need a check.
 * @throws Refusal payload_too_large; malformed_json if nested too deep
 */
function scan(bytes: Uint8Array): { colons: number; longNumbers: string[] } {
  const { length } = bytes
  let [colons, commas, opened, scalars, depth] = [0, 0, 0, 0, 0]
  const longNumbers: string[] = []
  for (let i = 0; i < length; i++) {
    const code = bytes[i] ?? 0
    if (code === quotationMark) {
      scalars++
      // `endOfString` inlined, to save a call for each string.
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
      // Up to 15 digits are exact in a double; exponents are always checked.
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

/** Index of the closing quote of the string that opens at `start`; the end of the text if there is none. */
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

/** The number of keys in the value; `forbidden` if it has a forbidden key. */
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

/** Whether the shortest text of the double is still the same decimal. */
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

/** A loop, since the expression `0+$` starts at every zero: a number of a million zeros takes minutes. */
function endOfSignificant(digits: string): number {
  let end = digits.length
  while (end > 0 && digits.charCodeAt(end - 1) === zero) end--
  return end
}

interface Token {
  readonly kind: 'key' | 'number'
  readonly text: string
  /** The objects and lists open around the token. Valid until the next token is read. */
  readonly open: readonly Level[]
  /** Whether its object has had this key before. */
  readonly again: boolean
}

interface Level {
  /** null: a list. */
  readonly keys: Set<string> | null
  key: string
  index: number
}

/** Keys and numbers with their places. Slow, so only used to find a culprit. */
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

/** RFC 6901, section 3. A key longer than any known one is cut: each of many errors below it would repeat it. */
export function escapePointer(key: string): string {
  const shown = key.length > pointerKeyMax ? `${key.slice(0, pointerKeyMax)}…` : key
  return shown.replaceAll('~', '~0').replaceAll('/', '~1')
}
