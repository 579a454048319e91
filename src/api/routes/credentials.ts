import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { scopes as allScopes } from '../../domain/credential.ts'
import type { Api } from '../api.ts'
import { accountOf, actorOf } from '../authenticate.ts'
import { limitDefault, pageOf, pageQuery, readIdCursor } from '../pages.ts'
import { readId } from '../public-ids.ts'
import { logReveal } from '../reveal.ts'
import { closed, idParam, listOf, oneOf } from '../shapes/base.ts'
import { credentialInput, credentialShape, showMasked, showOpened } from '../shapes/credential.ts'
import { overlapHoursDefault, rotation } from '../shapes/rotation.ts'
import { readTime, refuseAt } from '../times.ts'

const params = idParam('crd')
const tags = ['Integrations']

export const credentialRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, services }, done) => {
  const { credentials } = services

  server.get(
    '/v1/credentials',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'listCredentials',
        tags,
        summary: 'Credentials, newest first, their secrets masked',
        querystring: closed(pageQuery),
        response: { 200: listOf(credentialShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor } = request.query
      const before = readIdCursor('credentials', cursor)
      const rows = await credentials.list(accountOf(request), { before, limit: limit + 1 })
      return pageOf(rows, limit, 'credentials', (row) => row.credential.id, showMasked)
    },
  )

  server.post(
    '/v1/credentials',
    {
      config: { access: 'account', idempotent: 'by-answer' },
      schema: {
        operationId: 'createCredential',
        tags,
        summary: 'Create a credential',
        description:
          'The answer shows the Client Secret and Basic; afterwards only the console does. May read and write, and does not expire, unless it says otherwise.',
        body: credentialInput,
        response: { 201: credentialShape },
      },
    },
    async (request, reply) => {
      const { name, scopes = [...allScopes], expiresAt = null } = request.body
      const endsAt = expiresAt === null ? null : readTime(expiresAt, '/expiresAt')
      if (endsAt !== null && endsAt <= engine.clock.now()) throw refuseAt('/expiresAt', 'must lie ahead')
      const input = { name, scopes: allScopes.filter((scope) => scopes.includes(scope)), expiresAt: endsAt }
      return reply.code(201).send(showOpened(await credentials.create(accountOf(request), input, actorOf(request))))
    },
  )

  server.post(
    '/v1/credentials/:id/reveal',
    {
      config: { access: 'session' },
      schema: {
        operationId: 'revealCredential',
        tags,
        summary: 'A credential with its secret',
        description: 'For a person at the console. Who was shown it is recorded.',
        params,
        response: { 200: credentialShape },
      },
    },
    async (request) => {
      const id = readId('crd', request.params.id)
      const opened = await credentials.reveal(accountOf(request), id, actorOf(request))
      logReveal(request, 'credential-revealed')
      return showOpened(opened)
    },
  )

  server.post(
    '/v1/credentials/:id/rotate',
    {
      config: { access: 'account', idempotent: 'by-answer' },
      schema: {
        operationId: 'rotateCredential',
        tags,
        summary: 'Make a new Client Secret',
        description: 'The old one, and the access tokens got with it, work for overlapHours more. The Client ID stays.',
        params,
        body: rotation,
        response: { 200: credentialShape },
      },
    },
    async (request) => {
      const { overlapHours = overlapHoursDefault } = request.body
      const id = readId('crd', request.params.id)
      return showOpened(await credentials.rotate(accountOf(request), id, overlapHours, actorOf(request)))
    },
  )

  server.delete(
    '/v1/credentials/:id',
    {
      config: { access: 'account', idempotent: 'by-answer' },
      schema: {
        operationId: 'revokeCredential',
        tags,
        summary: 'Revoke a credential',
        description: 'Its access tokens end with it. Hooks that it made go on receiving unless they are removed too.',
        params,
        querystring: closed({
          hooks: Type.Optional(
            oneOf(['keep', 'remove'], { description: 'What becomes of the hooks that it made; keep if absent.' }),
          ),
        }),
        response: { 204: Type.Null({ description: 'It is revoked.' }) },
      },
    },
    async (request, reply) => {
      const [accountId, by] = [accountOf(request), actorOf(request)]
      const id = readId('crd', request.params.id)
      await credentials.revoke(accountId, id, by)
      // After the revocation, so that the credential cannot make new hooks in between.
      if (request.query.hooks === 'remove') await services.hooks.removeMadeWith(accountId, id, by)
      return reply.code(204).send(null)
    },
  )
  done()
}
