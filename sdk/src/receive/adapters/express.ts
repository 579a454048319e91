import { answer } from '../answer.ts'
import type { Receiver } from '../receiver.ts'
import { type NodeRequest, type NodeResponse, receiveStream, writeAnswer } from './node.ts'
import { withoutRawBody } from './without-raw-body.ts'

export interface ExpressRequest extends NodeRequest {
  /** The result of a body parser. */
  readonly body?: unknown
  /** The bytes kept by `keepRawBody`, or by the platform (Firebase, Google Cloud Functions). */
  readonly rawBody?: unknown
}

/**
 * `app.post('/webhook', expressHandler(receiver))`, **above** `app.use(express.json())`. Below it the bytes are lost, unless
 * `express.json({ verify: keepRawBody })` keeps them. It works after `express.raw` and `express.text`.
 */
export function expressHandler(receiver: Receiver): (request: ExpressRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    if (request.method !== 'POST') return writeAnswer(response, answer('not_post'))
    const body = bodyBefore(request)
    if (body !== null) return writeAnswer(response, await receiver.receive({ headers: request.headers, body }))
    if (!request.readableDidRead) return writeAnswer(response, await receiveStream(receiver, request))
    const remedy =
      'Mount the receiver above app.use(express.json()), or keep the bytes with express.json({ verify: keepRawBody }).'
    return writeAnswer(response, withoutRawBody(receiver, remedy))
  }
}

/** For `express.json({ verify: keepRawBody })`, if the parser must come first. It doubles the memory of each body. */
export function keepRawBody(request: object, _response: unknown, body: Uint8Array): void {
  Object.assign(request, { rawBody: body })
}

/** The bytes, if an earlier middleware or the platform kept them. */
function bodyBefore({ rawBody, body }: ExpressRequest): Uint8Array | string | null {
  for (const found of [rawBody, body]) {
    if (found instanceof Uint8Array || typeof found === 'string') return found
  }
  return null
}
