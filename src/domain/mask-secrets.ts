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
/** Of posts from before, where anything may stand as a token: a search costs as much as its text is long, times this. */
const secretLengthMax = 128
/** Of a secret at the end of an answer that was cut off. `maskSecret` shows four characters, so four may stay. */
const beginningLengthMin = 5

/**
 * Headers and body without the secrets. Other bytes stay as they are, text or not; what holds no secret is not copied.
 */
export function maskAnswer(answer: AnswerText, secrets: readonly string[]): Pick<AnswerText, 'headers' | 'body'> {
  const sought = spellingsOf(secrets)
  return { headers: maskHeaders(answer.headers, sought), body: maskBody(answer, sought) }
}

export function maskText(text: string, secrets: readonly string[]): string {
  return maskWhole(text, spellingsOf(secrets), hiddenHottok)
}

function maskHeaders(headers: AnswerText['headers'], sought: readonly Spelling[]): AnswerText['headers'] {
  const found = foundIn(headers.map(([, value]) => value).join('\n'), sought)
  if (found.length === 0) return headers
  return headers.map(([name, value]) => [name, maskWhole(value, found, hiddenHottok)] as const)
}

/** Latin-1 has a character for each byte, so that every byte comes back as it was. */
function maskBody({ body, bodyTruncated }: AnswerText, sought: readonly Spelling[]): Uint8Array {
  if (body.length < beginningLengthMin) return body
  const text = latin1(body)
  const whole = maskWhole(text, sought, hiddenBytes)
  const masked = bodyTruncated ? maskBeginning(whole, sought) : whole
  return masked === text ? body : Buffer.from(masked, 'latin1')
}

function maskWhole(text: string, sought: readonly Spelling[], mask: string): string {
  const found = foundIn(text, sought)
  if (found.length === 0) return text
  return text.replace(new RegExp(found.map(wholePattern).join('|'), 'g'), mask)
}

/** The end of an answer that was cut off, if it is the beginning of a secret. */
function maskBeginning(text: string, sought: readonly Spelling[]): string {
  const characters = Math.max(0, ...sought.map((it) => it.text.length)) * escapedLengthMax
  const start = Math.max(0, text.length - characters)
  const end = text.slice(start)
  const begun = sought.filter((it) => end.includes(longest(it.text.slice(0, beginningLengthMin).split(notTelling))))
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

function spellingsOf(secrets: readonly string[]): readonly Spelling[] {
  return secrets
    .filter(({ length }) => length >= secretLengthMin && length <= secretLengthMax)
    .flatMap((secret) => [...inText(secret), ...inBase64(secret)])
}

function inText(secret: string): readonly Spelling[] {
  const inJson = JSON.stringify(secret).slice(1, -1)
  const texts = inJson === secret ? [secret] : [secret, inJson]
  const end = /={1,2}$/
  return texts.map((text) => spelling(text.replace(end, ''), end.test(text) ? padding : ''))
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
  return { text, telling: longest(text.split(notTelling)), rest }
}

const notTelling = /[^A-Za-z0-9]+/

function longest(texts: readonly string[]): string {
  return texts.reduce((a, b) => (b.length > a.length ? b : a), '')
}

/** Longest first, as one secret may begin with another. */
function foundIn(text: string, sought: readonly Spelling[]): readonly Spelling[] {
  const found = sought.filter(({ telling }) => text.includes(telling))
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
