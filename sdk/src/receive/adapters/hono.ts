import { type Answer, answer } from '../answer.ts'
import type { Receiver } from '../receiver.ts'
import { fetchHandler, toResponse } from './fetch.ts'
import { withoutRawBody } from './without-raw-body.ts'

/** What the handler needs of Hono's context. */
export interface HonoContext {
  readonly req: {
    readonly raw: Request
    /** What a middleware read before, by the way in which it read it. */
    readonly bodyCache?: { readonly text?: unknown; readonly arrayBuffer?: unknown }
  }
}

/** `app.post('/webhook', honoHandler(receiver))` */
export function honoHandler(receiver: Receiver): (context: HonoContext) => Promise<Response> {
  const handle = fetchHandler(receiver)
  return async ({ req }) => (req.raw.bodyUsed ? toResponse(await answerRead(receiver, req)) : handle(req.raw))
}

/** A middleware was here before: what it read as a text or as bytes Hono has kept, all else is not what was signed. */
async function answerRead(receiver: Receiver, { raw, bodyCache = {} }: HonoContext['req']): Promise<Answer> {
  if (raw.method !== 'POST') return answer('not_post')
  const [text, bytes] = await Promise.all([bodyCache.text, bodyCache.arrayBuffer])
  const body = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : typeof text === 'string' ? text : null
  if (body === null) return withoutRawBody(receiver, 'Call the receiver before any middleware that parses the body.')
  return receiver.receive({ headers: raw.headers, body })
}
