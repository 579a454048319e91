import type { AnyEvent, EventInBody } from './event.ts'
import { bytesOf, headerOf, type RawRequest, textOf } from './raw-request.ts'
import { readVersion1Form, readVersion1Json, version1Id } from './version-1.ts'

export type Reading =
  | { readonly ok: true; readonly event: AnyEvent }
  | { readonly ok: false; readonly code: 'not_utf8' | 'not_json' | 'not_an_event'; readonly message: string }

/**
 * Reads the event from a body: JSON, or the form or JSON of version 1.0.0. It does not verify: call `verify` first.
 * Unknown events are read too; see `isKnownEvent`.
 */
export async function readEvent(request: RawRequest): Promise<Reading> {
  const text = textOf(request.body)
  if (text === null) return unreadable('not_utf8', 'The body is not UTF-8.')
  // Some proxies change the content type, but a form never begins with a brace.
  const found = text.trimStart().startsWith('{') ? readJson(text) : readForm(text)
  if ('ok' in found) return found
  const id =
    found.id ?? headerOf(request, 'webhook-id') ?? version1Id(found.data as object) ?? (await fingerprint(request.body))
  return { ok: true, event: { ...found, id } }
}

function readJson(text: string): EventInBody | Extract<Reading, { ok: false }> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    return unreadable('not_json', `The body begins like JSON and is none: ${(error as Error).message}.`)
  }
  const fields = body as Readonly<Record<string, unknown>>
  if (typeof fields.event === 'string' && isObject(fields.data)) return enveloped(fields as Envelope)
  return (
    readVersion1Json(fields) ?? unreadable('not_an_event', 'The body names no event, and is none of version 1.0.0.')
  )
}

interface Envelope extends Readonly<Record<string, unknown>> {
  readonly event: string
  readonly data: object
}

/** Keeps all other fields: the creation date, and fields of later versions. */
function enveloped(body: Envelope): EventInBody {
  const { id, version } = body
  return {
    ...body,
    id: typeof id === 'string' && id !== '' ? id : null,
    version: typeof version === 'string' ? version : '',
  }
}

function readForm(text: string): EventInBody | Extract<Reading, { ok: false }> {
  return (
    readVersion1Form(Object.fromEntries(new URLSearchParams(text))) ??
    unreadable('not_an_event', 'The body is neither JSON nor the form of version 1.0.0: it has no parameter status.')
  )
}

/** The id of a post without any id: a hash of its bytes, which are the same in every attempt. */
async function fingerprint(body: Uint8Array | string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytesOf(body)))
  return `sha256:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unreadable(code: Extract<Reading, { ok: false }>['code'], message: string) {
  return { ok: false, code, message } as const
}
