import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../../domain/errors.ts'
import { escapePointer, parseJson } from '../../domain/text/json-text.ts'

export type MediaType =
  | 'application/json'
  | 'application/merge-patch+json'
  | 'application/x-ndjson'
  | 'application/x-www-form-urlencoded'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Content types that the route takes; JSON if it says nothing. */
    accepts?: readonly MediaType[]
  }
  interface FastifyRequest {
    /** The body as it came, to tell whether two requests said the same. */
    bodyText: string
  }
}

const jsonOnly: readonly MediaType[] = ['application/json']

/** Bodies are read strictly: duplicate keys, `__proto__`, long numbers and broken UTF-8 are refused rather than altered. */
export function parseBodies(server: FastifyInstance) {
  server.decorateRequest('bodyText', '')
  server.removeAllContentTypeParsers()
  const readers: Record<MediaType, (text: string, bytes: Uint8Array) => unknown> = {
    // Some clients announce JSON and send nothing: no body, then.
    'application/json': (text, bytes) => (text === '' ? undefined : parseJson(text, bytes)),
    'application/merge-patch+json': parseJson,
    'application/x-ndjson': (text) => text,
    'application/x-www-form-urlencoded': readForm,
  }
  for (const mediaType of Object.keys(readers) as MediaType[]) {
    const read = readers[mediaType]
    server.addContentTypeParser<Buffer>(mediaType, { parseAs: 'buffer' }, (request, bytes, done) => {
      try {
        done(null, read(textOf(request, bytes, mediaType), bytes))
      } catch (error) {
        done(error as Error, undefined)
      }
    })
  }
}

function textOf(request: FastifyRequest, bytes: Buffer, mediaType: MediaType): string {
  const { accepts = jsonOnly } = request.routeOptions.config
  if (!accepts.includes(mediaType)) {
    throw new Refusal('unsupported_media_type', { detail: `This address takes ${accepts.join(' or ')}.` })
  }
  if (!isUtf8(bytes)) throw new Refusal('malformed_json', { detail: 'The body is not UTF-8.' })
  request.bodyText = bytes.toString('utf8').replace(/^\ufeff/, '')
  return request.bodyText
}

/** Far more than any of our forms has. Counted before they are cut: each costs more than its bytes. */
const formFieldsMax = 50

/**
 * @throws Refusal payload_too_large
 * @throws Refusal duplicate_key: readers differ in which of two they take, and RFC 6749, 3.2 forbids it
 */
function readForm(text: string): Readonly<Record<string, string>> {
  if (hasMoreThan(formFieldsMax, '&', text)) {
    throw new Refusal('payload_too_large', { detail: `A form holds at most ${formFieldsMax} fields.` })
  }
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) {
      throw new Refusal('duplicate_key', { errors: [{ pointer: `/${escapePointer(name)}`, detail: 'is sent twice' }] })
    }
    fields.set(name, value)
  }
  return Object.fromEntries(fields)
}

function hasMoreThan(most: number, separator: string, text: string): boolean {
  let found = 1
  for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, at + 1)) {
    if (++found > most) return true
  }
  return false
}
