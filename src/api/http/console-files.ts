import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Serves the built console as static files. The browser does its routing, so every path of a page gets the same file. */

/** Paths of the console's pages. Unknown paths stay a 404. */
const pages = [
  '/',
  '/sign-in',
  '/help',
  '/documentation',
  '/guides',
  '/guides/:slug',
  '/tools',
  '/webhook',
  '/webhook/*',
  '/hotconnect',
  '/hotconnect/*',
  '/integrations',
]

/** Everything is loaded from this server; the components set sizes by style attributes. */
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
  /** Folder of the built console; null: it has not been built, and its pages answer 404. */
  readonly consoleFolder: string | null
  readonly embedOrigins: readonly string[]
}

/** The guides' sources, for programs that read Markdown. */
function guideFilesIn(consoleFolder: string): readonly string[] {
  const folder = join(consoleFolder, 'guides')
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : []
}

export function serveConsole(server: FastifyInstance, { consoleFolder, embedOrigins }: ConsoleParts) {
  if (consoleFolder === null) return
  const policy = contentSecurityPolicy(embedOrigins)
  server.register((scope, _options, done) => {
    // The build has compressed them.
    scope.register(fastifyStatic, { root: consoleFolder, serve: false, preCompressed: true })
    for (const url of pages) {
      scope.get(url, { schema: { hide: true } }, (_request, reply) => {
        reply.header('content-security-policy', policy).header('cache-control', 'no-cache')
        return reply.sendFile('index.html', { cacheControl: false })
      })
    }
    for (const name of ['llms.txt', ...guideFilesIn(consoleFolder)]) {
      const url = name === 'llms.txt' ? '/llms.txt' : `/guides/${name}`
      scope.get(url, { schema: { hide: true } }, (_request, reply) =>
        reply.type('text/plain; charset=utf-8').sendFile(`guides/${name}`, { cacheControl: false }),
      )
    }
    // File names contain a hash of the content, so the files never change.
    scope.get<{ Params: { '*': string } }>('/assets/*', { schema: { hide: true } }, (request, reply) =>
      reply.sendFile(`assets/${request.params['*']}`, { maxAge: '365d', immutable: true }),
    )
    done()
  })
}
