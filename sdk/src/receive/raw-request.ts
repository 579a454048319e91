/** A request as it was received. A body that was parsed and serialized again does not match its signature. */
export interface RawRequest {
  /** Headers of fetch, of Node, or a plain object. */
  readonly headers: HeadersLike
  /** The bytes of the body. A string is encoded as UTF-8. */
  readonly body: Uint8Array | string
}

export type HeadersLike =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** @param name in lower case */
export function headerOf({ headers }: RawRequest, name: string): string | null {
  if (isFetchHeaders(headers)) return headers.get(name)
  const value = headers[name] ?? headers[Object.keys(headers).find((key) => key.toLowerCase() === name) ?? name]
  if (value === undefined) return null
  return typeof value === 'string' ? value : value.join(', ')
}

export function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body
}

/** Null if the bytes are not UTF-8. */
export function textOf(body: Uint8Array | string): string | null {
  if (typeof body === 'string') return body
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return null
  }
}

/** In a plain object `get` can be a header, but never a function. */
function isFetchHeaders(headers: HeadersLike): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function'
}
