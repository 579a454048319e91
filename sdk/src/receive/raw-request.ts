/** A request as it came over the wire. Whatever is parsed and written again is not the same to a signature. */
export interface RawRequest {
  /** Those of fetch, those of Node, or plain ones. */
  readonly headers: HeadersLike
  /** The bytes of the body; a text stands for its UTF-8. */
  readonly body: Uint8Array | string
}

export type HeadersLike =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** @param name in small letters */
export function headerOf({ headers }: RawRequest, name: string): string | null {
  if (isFetchHeaders(headers)) return headers.get(name)
  const value = headers[name] ?? headers[Object.keys(headers).find((key) => key.toLowerCase() === name) ?? name]
  if (value === undefined) return null
  return typeof value === 'string' ? value : value.join(', ')
}

export function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body
}

/** Null if the bytes are no UTF-8. */
export function textOf(body: Uint8Array | string): string | null {
  if (typeof body === 'string') return body
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return null
  }
}

/** A plain object can have a header called `get`, but not a function under that name. */
function isFetchHeaders(headers: HeadersLike): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function'
}
