import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { csrfOf } from '../../services/sessions.ts'
import type { Api } from '../api.ts'
import { actorOf, scopeOf } from '../authenticate.ts'
import { accountId, closed, nullable } from '../shapes/base.ts'
import { accountInput, accountShape, showAccount } from '../shapes/catalogue.ts'
import { refuseAt } from '../times.ts'

export const accountRoutes: FastifyPluginCallbackTypebox<Api> = (server, { services }, done) => {
  server.put(
    '/v1/accounts/:accountId',
    {
      config: { access: 'platform' },
      schema: {
        operationId: 'saveAccount',
        tags: ['Accounts'],
        summary: 'Create or change an account',
        description:
          'The account as it should be: what is left out is set to its default, not kept. Only the verification token is kept when it is left out; one that is given is sent from now on.',
        params: closed({ accountId }),
        body: accountInput,
        response: { 200: accountShape, 201: accountShape },
      },
    },
    async ({ params, body }, reply) => {
      const { name, email = null, locale = 'en', timeZone = 'UTC', hottok } = body
      requireTimeZone(timeZone)
      const { created, value } = await services.accounts.save(params.accountId, {
        name,
        email,
        locale,
        timeZone,
        ...(hottok !== undefined && { hottok }),
      })
      return reply.code(created ? 201 : 200).send(showAccount(value))
    },
  )

  server.get(
    '/v1/me',
    {
      config: { access: 'platform-or-account', scope: 'read' },
      schema: {
        operationId: 'getMe',
        tags: ['Accounts'],
        summary: 'Who is calling, and for which account',
        response: {
          200: Type.Object({
            by: Type.String({ description: 'How actions of this caller are named.' }),
            account: nullable(accountShape),
            csrf: nullable(Type.String({ description: 'Of a session: to be sent as postback-csrf.' })),
          }),
        },
      },
    },
    async (request) => {
      const id = scopeOf(request)
      const account = id === null ? null : showAccount(await services.accounts.get(id))
      const csrf = request.principal?.kind === 'session' ? csrfOf(request.principal.token) : null
      return { by: actorOf(request), account, csrf }
    },
  )
  done()
}

function requireTimeZone(name: string) {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    throw refuseAt('/timeZone', 'must be the IANA name of a time zone, such as America/Sao_Paulo')
  }
}
