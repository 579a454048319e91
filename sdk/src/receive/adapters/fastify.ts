import type { Answer } from '../answer.ts'
import type { HeadersLike } from '../raw-request.ts'
import type { Receiver } from '../receiver.ts'

interface FastifyRequest {
  readonly headers: HeadersLike
  readonly body: unknown
}

interface FastifyReply {
  code(status: number): FastifyReply
  headers(headers: Record<string, string>): FastifyReply
  send(body: string): unknown
}

/** The part of Fastify that the plugin uses. Fastify's own types have too many parameters to be matched here. */
export interface FastifyApp {
  readonly removeAllContentTypeParsers: () => unknown
  readonly addContentTypeParser: (...parameters: never[]) => unknown
  readonly post: (...parameters: never[]) => unknown
}

interface UsedOfFastify {
  removeAllContentTypeParsers(): void
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parser: (request: unknown, body: Uint8Array, done: (error: null, body: Uint8Array) => void) => void,
  ): void
  post(
    path: string,
    options: { bodyLimit: number },
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ): void
}

/**
 * `app.register(fastifyPlugin(receiver), { prefix: '/webhook' })`. Bodies are not parsed within the plugin. The rest of the
 * application parses its JSON as before.
 */
export function fastifyPlugin(receiver: Receiver): (app: FastifyApp) => Promise<void> {
  return async (fastify) => {
    const app = fastify as unknown as UsedOfFastify
    const { bodyBytesMax: bodyLimit } = receiver
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
    app.post('/', { bodyLimit }, async ({ headers, body }, reply) =>
      send(reply, await receiver.receive({ headers, body: body instanceof Uint8Array ? body : '' })),
    )
  }
}

function send(reply: FastifyReply, { status, headers, body }: Answer): unknown {
  return reply
    .code(status)
    .headers({ ...headers })
    .send(body)
}
