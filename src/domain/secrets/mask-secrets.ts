import { hiddenHottok } from './hottok.ts'

/**
 * Some receivers echo the request in their answer. Such an answer holds the token and the signature, and the history shows it to
 * people and programs that may not know them. Both are found plain, percent-encoded, in a form, in JSON, in HTML, and in base64,
 * alone or among other text. Not searched for: letters and digits that are escaped one by one, base64 in several lines, base64 of
 * base64, hexadecimal, UTF-16, a compressed answer.
 */

export interface AnswerText {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  readonly bodyTruncated: boolean
}

/** Shorter texts occur in ordinary answers too. Minted tokens have 36 characters, signatures 44. */
const secretLengthMin = 8
/** For legacy posts, where a token can be any text: a search costs the length of its text times this. */
const secretLengthMax = 128
/** For a secret at the end of an answer that was cut off. `maskSecret` shows four characters, so four may stay. */
const beginningLengthMin = 5

/**
 * Headers and body without the secrets. Other bytes stay unchanged, text or not. Parts without a secret are not copied, and a
 * text shorter than every secret is not read.
 */
export function maskAnswer(answer: AnswerText, secrets: readonly SoughtSecret[]): Pick<AnswerText, 'headers' | 'body'> {
  return { headers: maskHeaders(answer.headers, secrets), body: maskBody(answer, secrets) }
}

export function maskText(text: string, secrets: readonly SoughtSecret[]): string {
  return maskWhole(text, secrets, hiddenHottok)
}

function maskHeaders(headers: AnswerText['headers'], secrets: readonly SoughtSecret[]): AnswerText['headers'] {
  const shortest = shortestOf(secrets)
  if (headers.every(([, value]) => value.length < shortest)) return headers
  const masked = headers.map(([, value]) => maskWhole(value, secrets, hiddenHottok))
  if (masked.every((value, i) => value === headers[i]?.[1])) return headers
  return headers.map(([name], i) => [name, masked[i] ?? ''] as const)
}

/** Latin-1 has a character for each byte, so every byte survives the conversion. */
function maskBody({ body, bodyTruncated }: AnswerText, secrets: readonly SoughtSecret[]): Uint8Array {
  if (body.length < (bodyTruncated ? beginningLengthMin : shortestOf(secrets))) return body
  const text = latin1(body)
  const whole = maskWhole(text, secrets, hiddenBytes)
  const masked = bodyTruncated ? maskBeginning(whole, secrets.flatMap(spellingsOf)) : whole
  return masked === text ? body : Buffer.from(masked, 'latin1')
}

function maskWhole(text: string, secrets: readonly SoughtSecret[], mask: string): string {
  const found = foundIn(text, secrets)
  if (found.length === 0) return text
  return text.replace(new RegExp(found.map(wholePattern).join('|'), 'g'), mask)
}

/** Masks the end of a cut-off answer, if it is the beginning of a secret. */
function maskBeginning(text: string, sought: readonly Spelling[]): string {
  const characters = Math.max(0, ...sought.map((it) => it.text.length)) * escapedLengthMax
  const start = Math.max(0, text.length - characters)
  const end = text.slice(start)
  const begun = sought.filter((it) => end.includes(longestRun(it.text.slice(0, beginningLengthMin))))
  if (begun.length === 0) return text
  const patterns = begun.map(beginningPattern)
  return text.slice(0, start) + end.replace(new RegExp(`(?:${patterns.join('|')})$`), hiddenBytes)
}

// -- spellings ---------------------------------------------------------------------------------------------------------------

interface Spelling {
  readonly text: string
  /** Letters and digits are the same in every spelling: a text without these needs no full search. */
  readonly telling: string
  /** Pattern of trailing characters that reveal nothing, such as padding. */
  readonly rest: string
}

/** A secret to search for in many texts. Its spellings are made for the first text that is long enough to hold one. */
export class SoughtSecret {
  /** The length of the shortest spelling; infinite: it is not searched for. */
  readonly shortest: number
  readonly #text: string
  #spellings: readonly Spelling[] | null = null

  constructor(text: string) {
    this.#text = text
    const isSought = text.length >= secretLengthMin && text.length <= secretLengthMax
    this.shortest = isSought ? withoutPadding(text).length : Number.POSITIVE_INFINITY
  }

  get spellings(): readonly Spelling[] {
    this.#spellings ??= this.shortest === Number.POSITIVE_INFINITY ? [] : spellingsIn(this.#text)
    return this.#spellings
  }
}

function spellingsOf({ spellings }: SoughtSecret): readonly Spelling[] {
  return spellings
}

function spellingsIn(secret: string): readonly Spelling[] {
  return [...inText(secret), ...inBase64(secret)]
}

function shortestOf(secrets: readonly SoughtSecret[]): number {
  return secrets.reduce((shortest, secret) => Math.min(shortest, secret.shortest), Number.POSITIVE_INFINITY)
}

function inText(secret: string): readonly Spelling[] {
  const inJson = JSON.stringify(secret).slice(1, -1)
  const texts = inJson === secret ? [secret] : [secret, inJson]
  return texts.map((text) => {
    const bare = withoutPadding(text)
    return spelling(bare, bare === text ? '' : padding)
  })
}

/** Base64 pads with one or two `=`. */
function withoutPadding(text: string): string {
  if (!text.endsWith('=')) return text
  return text.slice(0, text.endsWith('==') ? -2 : -1)
}

/** The secret can begin at each of the three bytes of a group. Only characters made solely of its bytes are searched for. */
function inBase64(secret: string): readonly Spelling[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.from(' '.repeat(before) + secret)
    const bits = bytes.length * 8
    const text = bytes.toString('base64')
    const shared = bits % 24 === 0 ? '' : `[A-Za-z0-9+/_-]?${padding}`
    return spelling(text.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6)), shared)
  })
}

function spelling(text: string, rest: string): Spelling {
  return { text, telling: longestRun(text), rest }
}

/** The longest run of letters and digits. A loop for speed: each answer has another signature. */
function longestRun(text: string): string {
  let [from, to] = [0, 0]
  for (let start = 0, at = 0; at <= text.length; at++) {
    if (at < text.length && isTelling(text.charCodeAt(at))) continue
    if (at - start > to - from) [from, to] = [start, at]
    start = at + 1
  }
  return text.slice(from, to)
}

function isTelling(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
}

/** Longest first, as one secret may be the beginning of another. */
function foundIn(text: string, secrets: readonly SoughtSecret[]): readonly Spelling[] {
  const found: Spelling[] = []
  for (const { shortest, spellings } of secrets) {
    if (text.length >= shortest) found.push(...spellings.filter(({ telling }) => text.includes(telling)))
  }
  return found.sort((a, b) => b.text.length - a.text.length)
}

// -- patterns ----------------------------------------------------------------------------------------------------------------

/** The longest way to write one character: a surrogate pair in JSON, or four bytes percent-encoded twice. */
const escapedLengthMax = 20
/** An escape that was cut off. */
const partOfEscape = '(?:[%\\\\&][\\\\%#0-9A-Za-z]{0,6})?'

function wholePattern({ text, rest }: Spelling): string {
  return Array.from(text, anySpelling).join('') + rest
}

function beginningPattern({ text }: Spelling): string {
  const characters = Array.from(text, anySpelling)
  const optional = characters.slice(beginningLengthMin)
  const nested = optional.map((it) => `(?:${it}`).join('') + ')?'.repeat(optional.length)
  return characters.slice(0, beginningLengthMin).join('') + nested + partOfEscape
}

/**
 * A character, plain or in any escaped form; encoders differ in which characters they escape. No text matches two of the forms,
 * so a search never has to try many combinations.
 */
function anySpelling(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
  const bytes = Buffer.from(character)
  const code = character.codePointAt(0) ?? 0
  const ways = [
    [...bytes].map((byte) => `%(?:25)?${hex(byte, 2)}`).join(''),
    units.map((unit) => `\\\\{1,4}u${hex(unit, 4)}`).join(''),
    `&#(?:0{0,4}${code}|[xX]0{0,4}${hex(code, 1)});`,
    ...(character === '\\' ? [] : [`\\\\{1,4}${literal(character)}`]),
    ...(otherwise[character] ?? []),
    ...(code > 0x7f ? [literal(latin1(bytes))] : []),
    // Last, since the escape of a percent sign begins with one.
    literal(character),
  ]
  return `(?:${ways.join('|')})`
}

/** Base64 for URLs, and spaces in a form; also a plus sign that a form decoder read as a space. */
const otherwise: Readonly<Record<string, readonly string[]>> = { '+': ['-', ' '], '/': ['_'], ' ': ['\\+'] }

const padding = `${anySpelling('=')}{0,2}`

function literal(text: string): string {
  return Array.from({ length: text.length }, (_, at) => `\\u${hex(text.charCodeAt(at), 4, false)}`).join('')
}

function hex(code: number, digits: number, eitherCase = true): string {
  const text = code.toString(16).padStart(digits, '0')
  return eitherCase ? text.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`) : text
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

const hiddenBytes = latin1(Buffer.from(hiddenHottok))
