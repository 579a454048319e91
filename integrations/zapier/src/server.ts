import type { AfterResponseMiddleware, BeforeRequestMiddleware, Bundle } from 'zapier-platform-core'

/** Address of the connection's server, without a slash at its end. */
export function serverOf(bundle: Pick<Bundle, 'authData'>): string {
  return String(bundle.authData.serverUrl ?? '').replace(/\/+$/, '')
}

/** Adds the session's token to every call. If it has expired, the server answers 401, and Zapier fetches a new one. */
export const withToken: BeforeRequestMiddleware = (request, _z, bundle) => {
  const { sessionKey } = bundle.authData
  if (sessionKey && !request.headers?.authorization) {
    request.headers = { ...request.headers, authorization: `Bearer ${sessionKey}` }
  }
  return request
}

/** Problems of the server (RFC 9457) in words, instead of a status and a body. 401 and 429 have their own meaning. */
export const problemsInWords: AfterResponseMiddleware = (response, z) => {
  const { status, data } = response
  if (status < 400 || status === 401 || status === 429 || response.skipThrowForStatus) return response
  const { title, detail, code, errors } = (data ?? {}) as Problem
  const fields = (errors ?? []).map((it) => `${it.pointer} ${it.detail}`).join('; ')
  const words = [title, detail, fields].filter(Boolean).join(' – ') || `The server answered ${status}.`
  throw new z.errors.Error(words, code ?? 'UnexpectedAnswer', status)
}

interface Problem {
  readonly title?: string
  readonly detail?: string
  readonly code?: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}
