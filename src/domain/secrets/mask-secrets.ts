import { hiddenHottok } from './hottok.ts'

/**
 * Some receivers answer with the request that they got. Such an answer holds the token and the signature, and the history shows
 * it to people and programs that may not know them. Both are found as they are, percent-encoded, in a form, in JSON, in HTML, and
 * in base64, alone or among other text. Not looked for: letters and digits that are escaped one by one, base64 in several lines,
 * base64 of base64, hexadecimal, UTF-16, a compressed answer.
 */

export interface AnswerText {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  readonly bodyTruncated: boolean
}

/** Shorter texts are found in ordinary answers too. Our tokens have 36 characters, signatures 44. */
const secretLengthMin = 8
/** Of legacy posts, where anything may stand as a token: a search costs as much as its text is long, times this. */
const secretLengthMax = 128
/** Of a secret at the end of an answer that was cut off. `maskSecret` shows four characters, so four may stay. */
const beginningLengthMin = 5

/**
 * Headers and body without the secrets. Other bytes stay as they are, text or not; what holds no secret is not copied, and a text
 * that is shorter than every secret is not read.
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

/** Latin-1 has a character for each byte, so that every byte comes back as it was. */
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

/** The end of an answer that was cut off, if it is the beginning of a secret. */
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
  /** Letters and digits stand in every spelling as they are: where these are not, the rest need not be looked for. */
  readonly telling: string
  /** Pattern of what belongs to it without telling anything. */
  readonly rest: string
}

/** A secret that may be looked for in many texts: its spellings are made for the first text that is long enough to hold one. */
export class SoughtSecret {
  /** No spelling is shorter; infinite: it is not looked for. */
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

/** As base64 ends. */
function withoutPadding(text: string): string {
  if (!text.endsWith('=')) return text
  return text.slice(0, text.endsWith('==') ? -2 : -1)
}

/** It begins at the first, second or third byte of a group: only characters that are made of nothing else are looked for. */
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

/** The longest run of letters and digits. By hand: a signature is spelled anew for each answer. */
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

/** Longest first, as one secret may begin with another. */
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
 * A character as it is, or in any of the ways to escape it; encoders differ in which characters they escape. No two ways begin alike
 * and go on alike, so that a search never has to try many combinations.
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
    // Last: a percent sign is the beginning of its own escape.
    literal(character),
  ]
  return `(?:${ways.join('|')})`
}

/** Base64 for URLs, and spaces in a form; also a plus sign that was read as one of these. */
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
