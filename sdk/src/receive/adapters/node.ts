import { type Answer, answer, tooLarge } from '../answer.ts'
import type { HeadersLike } from '../raw-request.ts'
import type { Receiver } from '../receiver.ts'
import { readBody } from './read-body.ts'
import { withoutRawBody } from './without-raw-body.ts'

/** `IncomingMessage` of node:http. */
export interface NodeRequest extends AsyncIterable<Uint8Array | string> {
  readonly method?: string | undefined
  readonly headers: HeadersLike
  /** Whether the stream was read before. */
  readonly readableDidRead?: boolean
}

/** `ServerResponse` of node:http. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): { end(body: string): unknown }
}

/** A listener for `http.createServer`, or for one path of your own server. It answers every request that it gets. */
export function nodeHandler(receiver: Receiver): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    if (request.method !== 'POST') return writeAnswer(response, answer('not_post'))
    if (request.readableDidRead) return writeAnswer(response, withoutRawBody(receiver, 'Call the receiver first.'))
    writeAnswer(response, await receiveStream(receiver, request))
  }
}

export async function receiveStream(receiver: Receiver, request: NodeRequest): Promise<Answer> {
  try {
    const body = await readBody(request, receiver.bodyBytesMax)
    return body ? await receiver.receive({ headers: request.headers, body }) : tooLarge(receiver.bodyBytesMax)
  } catch (error) {
    receiver.report(error) // the sender closed the connection during the body
    return answer('unavailable')
  }
}

export function writeAnswer(response: NodeResponse, { status, headers, body }: Answer): void {
  // The unread rest of a body that is too large must not be parsed as the next request.
  const close: Record<string, string> = status === 413 ? { connection: 'close' } : {}
  response.writeHead(status, { ...headers, ...close }).end(body)
}
