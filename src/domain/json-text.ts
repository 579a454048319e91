import { Refusal } from './errors.ts'
import type { Json } from './json.ts'

/**
 * JSON that survives the way to the receiver. `JSON.parse` silently takes the last of two equal keys and rounds long numbers;
 * both would change what the platform said, so both are refused.
 *
 * The fast path costs one pass over the text: as many colons outside strings as keys in the result means that no key came
 * twice, and short numbers are always exact. Only when something is off is the culprit searched for.
 */

const depthMax = 64

/** @throws Refusal malformed_json, duplicate_key, forbidden_key, unsafe_number */
export function parseJson(text: string): Json {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (cause) {
    throw new Refusal('malformed_json', { detail: (cause as Error).message, cause })
  }
  const { colons, longNumbers } = scan(text)
  const keys = countKeys(value, 0)
  if (keys === null) throw culprit('forbidden_key', text, (token) => token.kind === 'key' && token.text === '__proto__')
  if (keys !== colons) throw culprit('duplicate_key', text, (token) => token.kind === 'key' && token.again)
  if (longNumbers.some(isUnsafe))
    throw culprit('unsafe_number', text, (token) => token.kind === 'number' && isUnsafe(token.text))
  return value
}

const sentences = {
  duplicate_key: () => 'This key stands twice in its object.',
  forbidden_key: () => 'This key is not allowed.',
  unsafe_number: (token: Token) => `${token.text.slice(0, 40)} cannot be kept exactly.`,
} as const

/** The refusal, with the place of the first token that is to blame. */
function culprit(code: keyof typeof sentences, text: string, isIt: (token: Token) => boolean): Refusal {
  for (const token of tokens(text)) {
    if (isIt(token)) return new Refusal(code, { errors: [{ pointer: token.pointer, detail: sentences[code](token) }] })
  }
  return new Refusal(code)
}

/** One pass that skips strings: how many keys the text names, and the numbers that are too long to be safe unseen. */
function scan(text: string): { colons: number; longNumbers: string[] } {
  let colons = 0
  const longNumbers: string[] = []
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 34) i = endOfString(text, i)
    else if (code === 58) colons++
    else if (code === 45 || (code >= 48 && code <= 57)) {
      const start = i
      while (i + 1 < text.length && isNumberPart(text.charCodeAt(i + 1))) i++
      // Up to 15 digits are exact in a double; exponents are looked at in any case.
      if (i - start >= 15 || text.slice(start, i + 1).match(/[eE]/)) longNumbers.push(text.slice(start, i + 1))
    }
  }
  return { colons, longNumbers }
}

function isNumberPart(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 46 || code === 43 || code === 45 || code === 69 || code === 101
}

/** Index of the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(at - 1 - backslashes) === 92) backslashes++
  return backslashes % 2 === 1
}

/** How many keys the value holds; null when a forbidden one is among them. */
function countKeys(value: Json, depth: number): number | null {
  if (typeof value !== 'object' || value === null) return 0
  if (depth >= depthMax) {
    throw new Refusal('malformed_json', { detail: `Objects and lists may nest at most ${depthMax} deep.` })
  }
  const isList = Array.isArray(value)
  let count = 0
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return null
    const inside = countKeys((value as Record<string, Json>)[key] ?? null, depth + 1)
    if (inside === null) return null
    count += inside + (isList ? 0 : 1)
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
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  return `${sign}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`
}

interface Token {
  readonly kind: 'key' | 'number'
  readonly text: string
  readonly pointer: string
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
function* tokens(text: string): Generator<Token> {
  const open: Level[] = []
  let expectsKey = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    const top = open.at(-1)
    if (char === '"') {
      const end = endOfString(text, i)
      if (expectsKey && top?.keys) {
        top.key = JSON.parse(text.slice(i, end + 1)) as string
        yield { kind: 'key', text: top.key, pointer: pointerOf(open), again: top.keys.has(top.key) }
        top.keys.add(top.key)
        expectsKey = false
      }
      i = end
    } else if (char === '{' || char === '[') {
      open.push({ keys: char === '{' ? new Set() : null, key: '', index: 0 })
      expectsKey = char === '{'
    } else if (char === '}' || char === ']') {
      open.pop()
      expectsKey = false
    } else if (char === ',' && top) {
      top.index++
      expectsKey = top.keys !== null
    } else if (char === '-' || (char >= '0' && char <= '9')) {
      const start = i
      while (i + 1 < text.length && isNumberPart(text.charCodeAt(i + 1))) i++
      yield { kind: 'number', text: text.slice(start, i + 1), pointer: pointerOf(open), again: false }
    }
  }
}

function pointerOf(open: readonly Level[]): string {
  return open.map((level) => `/${level.keys ? escapePointer(level.key) : level.index}`).join('')
}

/** RFC 6901, section 3. */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
