import { type Answer, answer, tooLarge } from '../answer.ts'
import type { Receiver } from '../receiver.ts'
import { readBody } from './read-body.ts'
import { withoutRawBody } from './without-raw-body.ts'

/** For all runtimes and frameworks with Request and Response: Workers, Deno, Bun, route handlers of Next.js, Remix, SvelteKit and Astro. */
export function fetchHandler(receiver: Receiver): (request: Request) => Promise<Response> {
  return async (request) => toResponse(await answerRequest(receiver, request))
}

async function answerRequest(receiver: Receiver, request: Request): Promise<Answer> {
  if (request.method !== 'POST') return answer('not_post')
  if (request.bodyUsed) {
    return withoutRawBody(
      receiver,
      'Give the receiver the request before anything calls json() or text() on it, or a clone.',
    )
  }
  const body = request.body ? await readBody(chunksOf(request.body), receiver.bodyBytesMax) : new Uint8Array()
  return body ? receiver.receive({ headers: request.headers, body }) : tooLarge(receiver.bodyBytesMax)
}

/** Not every runtime can iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers })
}
