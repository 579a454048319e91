import type { ICredentialDataDecryptedObject, IN8nHttpFullResponse } from 'n8n-workflow'

/** The server's answer, with any status. */
export type Answer = Pick<IN8nHttpFullResponse, 'statusCode' | 'headers' | 'body'>

/** Address of the credential's server, without a slash at its end. */
export function serverOf({ serverUrl }: ICredentialDataDecryptedObject): string {
  return String(serverUrl ?? '')
    .trim()
    .replace(/\/+$/, '')
}

export function tooManyRequests({ headers }: Answer): Error {
  const seconds = Number(headers['retry-after'])
  const when = seconds > 0 ? `in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : 'in a minute'
  return new Error(`Too many requests: the server asks to try again ${when}.`)
}

/** A problem of the server (RFC 9457) in words, instead of a status and a body. */
export function problemInWords({ statusCode, body }: Answer): Error {
  const { title, detail, errors } = (typeof body === 'object' && body !== null ? body : {}) as Problem
  const fields = (errors ?? []).map((it) => `${it.pointer} ${it.detail}`).join('; ')
  return new Error([title, detail, fields].filter(Boolean).join(' – ') || `The server answered ${statusCode}.`)
}

interface Problem {
  readonly title?: string
  readonly detail?: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}
