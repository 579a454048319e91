import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The built console, served as what it is: files. Its own routes are the browser's business, so each gets the same page. */

/** Paths of pages. Anything else that is not ours stays a 404. */
const pages = [
  '/',
  '/sign-in',
  '/help',
  '/documentation',
  '/tools',
  '/webhook',
  '/webhook/*',
  '/hotconnect',
  '/hotconnect/*',
  '/integrations',
]

/** Everything comes from here; styles by attribute are how the components set sizes. */
function contentSecurityPolicy(embedOrigins: readonly string[]): string {
  const ancestors = embedOrigins.length === 0 ? "'none'" : embedOrigins.join(' ')
  return [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${ancestors}`,
  ].join('; ')
}

export interface ConsoleParts {
  /** Where the built console is; null: it has not been built, and its pages are not found. */
  readonly consoleFolder: string | null
  readonly embedOrigins: readonly string[]
}

export function serveConsole(server: FastifyInstance, { consoleFolder, embedOrigins }: ConsoleParts) {
  if (consoleFolder === null) return
  const policy = contentSecurityPolicy(embedOrigins)
  server.register((scope, _options, done) => {
    // Compressed when it was built.
    scope.register(fastifyStatic, { root: consoleFolder, serve: false, preCompressed: true })
    for (const url of pages) {
      scope.get(url, { schema: { hide: true } }, (_request, reply) => {
        reply.header('content-security-policy', policy).header('cache-control', 'no-cache')
        return reply.sendFile('index.html', { cacheControl: false })
      })
    }
    // Named by their content, so they never change.
    scope.get<{ Params: { '*': string } }>('/assets/*', { schema: { hide: true } }, (request, reply) =>
      reply.sendFile(`assets/${request.params['*']}`, { maxAge: '365d', immutable: true }),
    )
    done()
  })
}
