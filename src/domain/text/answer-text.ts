import { hiddenHottok } from '../secrets/hottok.ts'

/**
 * The body of a receiver's answer as people read it: text where it is text, in whatever character set. Web servers still answer in
 * Latin-1, often without saying so.
 */

export interface Answer {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  /** Only the beginning was kept: it may end in the middle of a character. */
  readonly truncated: boolean
}

/** Null for what is no text: an image, an archive, a compressed body. */
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

/** A mask was put in as UTF-8, whatever stands around it. */
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

/** Null where the name is none, or the bytes are not in that character set. */
function decode(label: string | null, body: Uint8Array, truncated: boolean): string | null {
  if (label === null) return null
  try {
    return new TextDecoder(label, { fatal: true }).decode(body, { stream: truncated })
  } catch {
    return null
  }
}

/** An answer without a type is text as well: error pages of old servers have none. */
function saysText(contentType: string): boolean {
  const mediaType = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
  return (
    mediaType === '' ||
    mediaType.startsWith('text/') ||
    /(?:^application\/(?:json|xml|javascript|x-www-form-urlencoded)|\+(?:json|xml))$/.test(mediaType)
  )
}
