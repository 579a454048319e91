/**
 * Verification tokens in text from outside. They are found where a name marks them, and cut out before the text is stored, so the
 * stored text holds no usable token. When the text is sent again, the current token is put in their places.
 */

/** A text without its tokens. `hottokAt`: the place of each, as ascending offsets into `text` (UTF-16 units). */
export interface CutText {
  readonly text: string
  readonly hottokAt: readonly number[]
}

/** The place of a token. `bare`: it has no quotation marks, and another token in its place would need them. */
export interface Place {
  readonly start: number
  readonly end: number
  readonly bare?: true
}

/** Shorter values, and plain numbers, occur everywhere without being a token. */
const tellingLength = 16

/** The places where the text names a token. */
export function findHottoks(text: string): readonly Place[] {
  if (!mayBeNamed.test(text)) return []
  return isJson(text) ? placesInJson(text) : placesInText(text, 0)
}

/** The tokens at these places, unescaped: they are then searched for where no name marks them. */
export function tokensAt(text: string, places: readonly Place[]): readonly string[] {
  return places
    .filter(({ start, end }) => end - start >= tellingLength)
    .map(({ start, end }) => unescaped(text.slice(start, end)))
    .filter((token) => token.length >= tellingLength && !/^\d+$/.test(token))
}

/**
 * @param places found in this text
 * @param tokens cut out everywhere, named or not
 */
export function cutHottoks(text: string, places: readonly Place[], tokens: Iterable<string>): CutText {
  let cut = ''
  let last = 0
  const hottokAt: number[] = []
  for (const { start, end, bare } of merged([...places, ...placesOf(text, tokens)])) {
    const quote = bare ? '"' : ''
    cut += text.slice(last, start) + quote
    hottokAt.push(cut.length)
    cut += quote
    last = end
  }
  return { text: cut + text.slice(last), hottokAt }
}

/** @param hottok escaped for that text: as in JSON, a form or an address */
export function putHottoks({ text, hottokAt }: CutText, hottok: string): string {
  let whole = ''
  let last = 0
  for (const at of hottokAt) {
    whole += text.slice(last, at) + hottok
    last = at
  }
  return whole + text.slice(last)
}

// -- finding -----------------------------------------------------------------------------------------------------------------

const name = /hottok/i
/** The name itself, or escaped letters that could spell it. */
const mayBeNamed = /hottok|\\u00|%[2-7][0-9a-f]/i

/** The separators between a name and its value, in every form searched for below. */
const mayGiveValue = /[=:>]|%3[ad]|\svalue/i

function placesOf(text: string, tokens: Iterable<string>): readonly Place[] {
  const places: Place[] = []
  for (const token of tokens) {
    if (token.length < tellingLength) continue
    for (let at = text.indexOf(token); at !== -1; at = text.indexOf(token, at + token.length)) {
      places.push({ start: at, end: at + token.length })
    }
  }
  return places
}

function isJson(text: string): boolean {
  if (!/^\s*[{["]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const jsonTokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\]:,]|true|false|null/g

const colon = /\s*:/y

/** Strings and numbers under a key that names the token, at any depth, and tokens named inside a string. */
function placesInJson(text: string): readonly Place[] {
  const places: Place[] = []
  const above: boolean[] = []
  let named = false
  let key = ''
  for (const { 0: token, index: start } of text.matchAll(jsonTokens)) {
    const first = token[0]
    if (first === '{' || first === '[') above.push(named)
    else if (first === '}' || first === ']') above.pop()
    else if (first === ':') named = (above.at(-1) ?? false) || isNamed(key)
    if (first === '{' || first === '[' || first === '}' || first === ']' || first === ',') named = above.at(-1) ?? false
    const end = start + token.length
    if (first === '"') {
      colon.lastIndex = end
      const isKey = colon.test(text)
      if (isKey) key = token
      if (named && !isKey) places.push({ start: start + 1, end: end - 1 })
      else places.push(...placesInText(token.slice(1, -1), start + 1))
    } else if (named && /[-\d]/.test(first ?? '')) places.push({ start, end, bare: true })
  }
  return places
}

/** @param key as written, in quotation marks */
function isNamed(key: string): boolean {
  return name.test(key) || (key.includes('\\u') && name.test(JSON.parse(key) as string))
}

function placesInText(text: string, offset: number): readonly Place[] {
  if (!mayBeNamed.test(text) || !mayGiveValue.test(text)) return []
  return [...placesInForm(text, offset), ...(name.test(text) ? placesInProse(text, offset) : [])]
}

const formPair = /(^|[?&;\s])([^=&?;\s"'<>]{1,200})=([^&;#\s"'<>\\]*)/g

/** `hottok=…` in a form or a query, with the name escaped or not. */
function placesInForm(text: string, offset: number): readonly Place[] {
  return [...text.matchAll(formPair)]
    .filter(([, , key = '']) => name.test(key) || (key.includes('%') && name.test(unescaped(key))))
    .map(({ 1: before = '', 2: key = '', 3: value = '', index }) => {
      const start = offset + index + before.length + key.length + 1
      return { start, end: start + value.length }
    })
}

/** Every repetition is bounded: the text can be hostile. */
const prose = [
  // hottok: "…", <hottok>…, [hottok] => …, ["hottok"]=> string(36) "…", \"hottok\":\"…
  /hottok(?:\\{0,4}["'\])]|%22){0,4}\s{0,8}(?:=>|[:=>]|%3[ad])\s{0,8}(?:string\(\d{1,4}\)\s{0,8})?(?:\\{0,4}["']|%22)?([\w.~+/-]{4,256})/gi,
  // <input name="hottok" value="…">
  /hottok\\{0,4}["']?\s{1,8}value\s{0,8}=\s{0,8}\\{0,4}["']?([\w.~+/-]{4,256})/gi,
] as const

function placesInProse(text: string, offset: number): readonly Place[] {
  const found = prose.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: whole, 1: value = '', index }) => {
      const end = offset + index + whole.length
      return { start: end - value.length, end }
    }),
  )
  return text.includes('\n') ? [...found, ...placesInMultipart(text, offset)] : found
}

const partName = /name="?[^"]{0,100}hottok/i
/** For a line of a part's head, and for its value. */
const lineMax = 600
const headLinesMax = 5

/**
 * Parts of multipart/form-data: a line that names the token, some further lines, an empty line, the value. They are read line by
 * line, since one expression for all of it would backtrack over every way to divide a long line.
 */
function placesInMultipart(text: string, offset: number): readonly Place[] {
  const places: Place[] = []
  let readTo = 0
  for (const { index } of text.matchAll(/hottok/gi)) {
    if (index < readTo) continue
    const start = text.lastIndexOf('\n', index) + 1
    readTo = lineEnd(text, index)
    if (!partName.test(text.slice(Math.max(start, index - lineMax), index + 6))) continue
    const value = valueOfPart(text, readTo)
    if (value) places.push({ start: offset + value.start, end: offset + value.end })
  }
  return places
}

/** @param from the end of the line that names the part */
function valueOfPart(text: string, from: number): Place | null {
  let start = from + 1
  for (let lines = 0; lines <= headLinesMax && start < text.length; lines++) {
    const end = lineEnd(text, start)
    if (text.slice(start, Math.min(end, start + 2)).trim() === '') {
      const value = text.slice(end + 1, Math.min(lineEnd(text, end + 1), end + 1 + lineMax)).trimEnd()
      return value === '' ? null : { start: end + 1, end: end + 1 + value.length }
    }
    start = end + 1
  }
  return null
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

/** Sorted, with overlapping places joined. */
function merged(places: readonly Place[]): readonly Place[] {
  const kept: Place[] = []
  for (const place of places.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const before = kept.at(-1)
    if (!before || place.start > before.end || (place.start === before.end && place.end > place.start)) kept.push(place)
    else if (place.end > before.end) kept[kept.length - 1] = { ...before, end: place.end }
  }
  return kept
}

function unescaped(text: string): string {
  try {
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : decodeURIComponent(text)
  } catch {
    return text
  }
}
