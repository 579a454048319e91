import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../domain/errors.ts'

/** `ETag` and `If-Match` (RFC 9110, 13.1.1): an edit can name the revision that it is based on. */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route reads If-Match, and answers 412 if it does not match. */
    conditional?: true
  }
}

/** Strong, as If-Match compares by the strong comparison only. */
export function setEtag(reply: FastifyReply, revision: number) {
  reply.header('etag', `"${revision}"`)
}

const entityTag = /(?:^|,)[\t ]*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[\t ]*(?=,|$)/g

/**
 * The revisions that the edit may be based on; null: any. A weak tag matches none (RFC 9110, 8.8.3.2).
 * @throws Refusal invalid_request
 */
export function revisionsOf({ headers }: FastifyRequest): readonly number[] | null {
  const given = headers['if-match']?.trim()
  if (given === undefined || given === '*') return null
  const tags = [...given.matchAll(entityTag)]
  if (tags.length === 0 || tags.map(([all]) => all).join('') !== given) {
    throw new Refusal('invalid_request', {
      detail: 'If-Match must be *, or ETags in quotes, with commas between them.',
    })
  }
  return tags.flatMap(([, weak, value = '']) => (weak === undefined && /^\d+$/.test(value) ? [Number(value)] : []))
}
