import { type Answer, answer } from '../answer.ts'
import type { Receiver } from '../receiver.ts'
import { fetchHandler, toResponse } from './fetch.ts'
import { withoutRawBody } from './without-raw-body.ts'

/** The part of Hono's context that the handler uses. */
export interface HonoContext {
  readonly req: {
    readonly raw: Request
    /** The body that an earlier middleware read, by the method that it used. */
    readonly bodyCache?: { readonly text?: unknown; readonly arrayBuffer?: unknown }
  }
}

/** `app.post('/webhook', honoHandler(receiver))` */
export function honoHandler(receiver: Receiver): (context: HonoContext) => Promise<Response> {
  const handle = fetchHandler(receiver)
  return async ({ req }) => (req.raw.bodyUsed ? toResponse(await answerRead(receiver, req)) : handle(req.raw))
}

/** For a body that a middleware has read. Hono keeps it as text or bytes; other forms do not match the signature. */
async function answerRead(receiver: Receiver, { raw, bodyCache = {} }: HonoContext['req']): Promise<Answer> {
  if (raw.method !== 'POST') return answer('not_post')
  const [text, bytes] = await Promise.all([bodyCache.text, bodyCache.arrayBuffer])
  const body = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : typeof text === 'string' ? text : null
  if (body === null) return withoutRawBody(receiver, 'Call the receiver before any middleware that parses the body.')
  return receiver.receive({ headers: raw.headers, body })
}
