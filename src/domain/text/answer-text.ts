import { hiddenHottok } from '../secrets/hottok.ts'

/**
 * The text of a receiver's answer, in any character set. Web servers still answer in Latin-1, often without declaring it.
 */

export interface Answer {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  /** Only the beginning was kept: it may end in the middle of a character. */
  readonly truncated: boolean
}

/** Null for a body that is no text: an image, an archive, compressed data. */
export function answerText({ headers, body, truncated }: Answer): string | null {
  const contentType = headerOf(headers, 'content-type') ?? ''
  if (body.length === 0) return ''
  if (isCompressed(headerOf(headers, 'content-encoding'))) return null
  const text =
    decode(charsetOf(contentType), body, truncated) ??
    decode('utf-8', body, truncated) ??
    (saysText(contentType) && !body.includes(0) ? decode('windows-1252', body, truncated) : null)
  return text?.replaceAll(maskInLatin, hiddenHottok) ?? null
}

/** Masks are inserted as UTF-8, also into other character sets. */
const maskInLatin = new TextDecoder('windows-1252').decode(new TextEncoder().encode(hiddenHottok))

function headerOf(headers: Answer['headers'], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}

function isCompressed(contentEncoding: string | undefined): boolean {
  return !['', 'identity'].includes((contentEncoding ?? '').trim().toLowerCase())
}

const charset = /;\s*charset\s*=\s*"?([^\s";,]{1,40})/i

function charsetOf(contentType: string): string | null {
  return charset.exec(contentType)?.[1] ?? null
}

/** Null if the label is unknown, or the bytes are not in that character set. */
function decode(label: string | null, body: Uint8Array, truncated: boolean): string | null {
  if (label === null) return null
  try {
    return new TextDecoder(label, { fatal: true }).decode(body, { stream: truncated })
  } catch {
    return null
  }
}

/** An answer without a type counts as text: error pages from old servers have none. */
function saysText(contentType: string): boolean {
  const mediaType = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
  return (
    mediaType === '' ||
    mediaType.startsWith('text/') ||
    /(?:^application\/(?:json|xml|javascript|x-www-form-urlencoded)|\+(?:json|xml))$/.test(mediaType)
  )
}
