/**
 * Verification tokens in text that somebody else wrote: found wherever a name says that one stands there, cut out before
 * the text is kept, and put back, the current one, when it is sent again. What is kept could not be used by anybody.
 */

/** A text without its tokens. `hottokAt`: where each of them stood, as ascending offsets into `text` (UTF-16 units). */
export interface CutText {
  readonly text: string
  readonly hottokAt: readonly number[]
}

/** Where a token stands. `bare`: without the quotation marks that another one would need in its place. */
export interface Place {
  readonly start: number
  readonly end: number
  readonly bare?: true
}

/** Shorter values, and mere figures, are found everywhere without being anybody's token. */
const tellingLength = 16

/** Where the text names a token. */
export function findHottoks(text: string): readonly Place[] {
  if (!mayBeNamed.test(text)) return []
  return isJson(text) ? placesInJson(text) : placesInText(text, 0)
}

/** The tokens at these places, as they are written when nothing is escaped: to be found where no name stands beside. */
export function tokensAt(text: string, places: readonly Place[]): readonly string[] {
  return places
    .filter(({ start, end }) => end - start >= tellingLength)
    .map(({ start, end }) => unescaped(text.slice(start, end)))
    .filter((token) => token.length >= tellingLength && !/^\d+$/.test(token))
}

/**
 * @param places that were found in it
 * @param tokens cut out wherever they stand, named or not
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

/** @param hottok as it is written in that text: escaped as in JSON, a form or an address */
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
/** The name itself, or letters that could be it in another spelling. */
const mayBeNamed = /hottok|\\u00|%[2-7][0-9a-f]/i

/** What stands between a name and its value, in every form that is looked for below. */
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

/** Texts and numbers under a key that names the token, however deep; and whatever a text itself holds. */
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

/** @param key as it stands, in quotation marks */
function isNamed(key: string): boolean {
  return name.test(key) || (key.includes('\\u') && name.test(JSON.parse(key) as string))
}

function placesInText(text: string, offset: number): readonly Place[] {
  if (!mayBeNamed.test(text) || !mayGiveValue.test(text)) return []
  return [...placesInForm(text, offset), ...(name.test(text) ? placesInProse(text, offset) : [])]
}

const formPair = /(^|[?&;\s])([^=&?;\s"'<>]{1,200})=([^&;#\s"'<>\\]*)/g

/** `hottok=…` in a form or a query, its name escaped or not. */
function placesInForm(text: string, offset: number): readonly Place[] {
  return [...text.matchAll(formPair)]
    .filter(([, , key = '']) => name.test(key) || (key.includes('%') && name.test(unescaped(key))))
    .map(({ 1: before = '', 2: key = '', 3: value = '', index }) => {
      const start = offset + index + before.length + key.length + 1
      return { start, end: start + value.length }
    })
}

/** Every repetition is bounded: the text is anybody's. */
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
/** Of a line of a part's head, and of its value. */
const lineMax = 600
const headLinesMax = 5

/**
 * Parts of multipart/form-data: a line that names the token, some further lines, an empty one, the value. Line by line, since one
 * expression for all of it tries every way to divide a long line among its parts.
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

/** @param from where the line that names the part ends */
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

/** In order, and what overlaps as one. */
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
