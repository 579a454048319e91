import { createHash } from 'node:crypto'
import { contentTypeOf, legacyStateOf } from '../domain/legacy-post.ts'
import { type CutText, cutHottoks, findHottoks, putHottoks, tokensAt } from '../domain/secrets/cut-hottok.ts'
import { hiddenHottok } from '../domain/secrets/hottok.ts'
import { maskText, SoughtSecret } from '../domain/secrets/mask-secrets.ts'
import type { NewLegacyPost } from '../store/contract/legacy-posts.ts'

/** A post as the export of the earlier tool says it. */
export interface LegacyPostInput {
  readonly id: string
  /** Milliseconds. */
  readonly at: number
  readonly url: string
  readonly event: string
  readonly transaction: string | null
  readonly productId: number | null
  readonly status: number | null
  readonly attempts: number
  /** null: as the body looks. */
  readonly contentType: string | null
  readonly body: string
  readonly response: string | null
}

/** As much of an answer as the history keeps of any. Characters. */
const responseLengthMax = 65_536
const fingerprintBytes = 16
/**
 * Tokens of one post that are looked for wherever else they stand. A post has one, or two during a change; the text is searched once
 * for each. Those that are named beyond are cut out at their places only.
 */
const namedMax = 20

/** A token named in one part of a post is cut out of all of them: receivers like to repeat what they were sent. */
export function newLegacyPost(
  accountId: string,
  input: LegacyPostInput,
  known: readonly string[],
  importedAt: number,
): NewLegacyPost {
  const contentType = input.contentType ?? contentTypeOf(input.body)
  // Of an answer what is kept, and as much again, so that a token at the end of that is recognised.
  const answered = input.response?.slice(0, 2 * responseLengthMax) ?? ''
  const texts = [input.url, input.body, answered].map((text) => ({ text, places: findHottoks(text) }))
  const named = new Set(texts.flatMap(({ text, places }) => tokensAt(text, places)))
  const tokens = new Set([...known, ...[...named].slice(0, namedMax)])
  const [url, body, answer] = texts.map(({ text, places }) => cutHottoks(text, places, tokens)) as [
    CutText,
    CutText,
    CutText,
  ]
  // Never sent again, so the mask can stand in it, also for a token in base64.
  const sought = Array.from(tokens, (token) => new SoughtSecret(token))
  const response = input.response === null ? null : readable(maskText(putHottoks(answer, hiddenHottok), sought))
  return {
    post: {
      accountId,
      id: input.id,
      at: input.at,
      url,
      event: input.event,
      transaction: input.transaction,
      productId: input.productId,
      state: legacyStateOf(input.status),
      status: input.status,
      attempts: input.attempts,
      contentType,
      importedAt,
    },
    payload: {
      body,
      response: response?.slice(0, responseLengthMax).toWellFormed() ?? null,
      responseTruncated: (input.response?.length ?? 0) > responseLengthMax,
    },
    fingerprint: fingerprintOf({ ...input, contentType }),
  }
}

/** Some answers are no text at all: what cannot be shown is shown as such. */
function readable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}

/** Over what the platform said, tokens and all: it tells the same from another, and nothing can be read from it. */
function fingerprintOf(input: LegacyPostInput): Uint8Array {
  const { id, at, url, event, transaction, productId, status, attempts, contentType, body, response } = input
  const said = [id, at, url, event, transaction, productId, status, attempts, contentType, body, response]
  return createHash('sha256').update(JSON.stringify(said)).digest().subarray(0, fingerprintBytes)
}
