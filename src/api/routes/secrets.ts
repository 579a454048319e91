import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { publicId, readId } from '../public-ids.ts'
import { noteReveal } from '../reveal.ts'
import { id, idParam, nullable, time } from '../shapes/base.ts'
import { overlapHoursDefault, rotation } from '../shapes/rotation.ts'
import { showTime, showTimeOrNull } from '../times.ts'

const params = idParam('cfg')

const secrets = Type.Object({
  data: Type.Array(
    Type.Object(
      {
        id: id('sec'),
        secret: Type.String({ description: 'whsec_ and the key in base64 (Standard Webhooks).' }),
        createdAt: time,
        expiresAt: nullable(time),
      },
      { title: 'SigningSecret' },
    ),
    { description: 'Newest first. Every delivery is signed with each of them.' },
  ),
})

const testSecret = Type.Object(
  { secret: Type.String({ description: 'whsec_ and the key in base64 (Standard Webhooks).' }) },
  { title: 'TestSecret' },
)

export const secretRoutes: FastifyPluginCallbackTypebox<Api> = (server, { services }, done) => {
  const { configurations } = services

  server.get(
    '/v1/configurations/:id/secrets',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'listSecrets',
        tags: ['Tokens'],
        summary: 'Signing secrets in force',
        params,
        response: { 200: secrets },
      },
    },
    async (request) => {
      const id = readId('cfg', request.params.id)
      const { configuration } = await configurations.get(accountOf(request), id)
      await noteReveal(request, services.actions, { kind: 'signing-secret-revealed', subject: configuration.name })
      return { data: (await configurations.secrets(accountOf(request), id)).map(show) }
    },
  )

  server.get(
    '/v1/tests/secret',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'getTestSecret',
        tags: ['Tokens'],
        summary: 'The signing secret of tests to free addresses',
        description: 'Tests to a configuration are signed with its own secrets, as its deliveries are.',
        response: { 200: testSecret },
      },
    },
    async (request) => {
      await noteReveal(request, services.actions, { kind: 'test-secret-revealed', subject: null })
      return { secret: await services.accounts.testSecret(accountOf(request)) }
    },
  )

  server.post(
    '/v1/configurations/:id/secrets/rotate',
    {
      config: { access: 'account', idempotent: 'by-answer' },
      schema: {
        operationId: 'rotateSecret',
        tags: ['Tokens'],
        summary: 'Add a signing secret',
        description: 'The old ones sign along with it for overlapHours.',
        params,
        body: rotation,
        response: { 200: secrets },
      },
    },
    async (request) => {
      const { overlapHours = overlapHoursDefault } = request.body
      const id = readId('cfg', request.params.id)
      return { data: (await configurations.rotateSecret(accountOf(request), id, overlapHours)).map(show) }
    },
  )
  done()
}

type Secret = Awaited<ReturnType<Api['services']['configurations']['secrets']>>[number]

function show({ id, secret, createdAt, expiresAt }: Secret) {
  return { id: publicId('sec', id), secret, createdAt: showTime(createdAt), expiresAt: showTimeOrNull(expiresAt) }
}
