import { ApiError } from './api-error.ts'

/** Errors of calls without an answer. They name address and cause, but nothing of headers, queries and bodies: these may be secret. */

export function notReached(url: string, cause: unknown): ApiError {
  return new ApiError({
    status: 0,
    code: 'not_reached',
    title: `${addressOf(url)} could not be reached`,
    detail: causeInWords(cause),
    cause,
  })
}

export function timedOut(url: string, milliseconds: number): ApiError {
  return new ApiError({
    status: 0,
    code: 'timed_out',
    title: `${addressOf(url)} did not answer in time`,
    detail: `no answer within ${milliseconds / 1000} s`,
  })
}

/** In a page served by the server itself, URLs have no host; the error then says `The server`. */
export function addressOf(url: string): string {
  return /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? 'The server'
}

/** Each runtime reports the cause differently: Node and Bun by codes, Deno in a sentence, browsers not at all. */
const causes: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED|connection ?refused/i, 'connection refused'],
  [/ENOTFOUND|EAI_AGAIN|dns error|name.*not.*(known|resolved)/i, 'name not found'],
  [/ERR_SSL_WRONG_VERSION|ERR_SSL_PACKET|EPROTO|InvalidContentType/i, 'no TLS at this address'],
  [/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|certificate/i, 'its certificate is not accepted'],
  [/EHOSTUNREACH|ENETUNREACH|unreachable/i, 'no route to it'],
  [/TIMEDOUT|TIMEOUT|timed out/i, 'no answer in time'],
  [/ECONNRESET|EPIPE|UND_ERR_SOCKET|connection ?(closed|reset)|terminated/i, 'connection closed'],
  [/bad port/i, 'fetch does not use this port'],
]

function causeInWords(error: unknown): string {
  const said = chainOf(error)
  const known = causes.find(([pattern]) => said.some((text) => pattern.test(text)))
  return known?.[1] ?? said.find((text) => /^[A-Z][A-Z0-9_]{2,40}$/.test(text)) ?? 'no connection'
}

const chainMax = 5

/** Codes and messages of an error and its causes. Only for matching, not for output: a message may hold anything. */
function chainOf(error: unknown): readonly string[] {
  const said: string[] = []
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < chainMax; depth++) {
    const { code, message, cause, errors } = at as Record<string, unknown>
    for (const text of [code, message]) if (typeof text === 'string') said.push(text)
    at = cause ?? (Array.isArray(errors) ? errors[0] : null)
  }
  return said
}
