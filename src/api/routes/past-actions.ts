import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { accountActionKinds } from '../../domain/account-action.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { limitDefault, pageOf, pageQuery, readIdCursor } from '../pages.ts'
import { closed, listOf, nullable, oneOf, time } from '../shapes/base.ts'
import { showTime } from '../times.ts'

const actionShape = Type.Object(
  {
    at: time,
    by: Type.String({ description: 'platform, console, postback itself, or “credential: ” and its name.' }),
    kind: oneOf(accountActionKinds),
    subject: nullable(Type.String({ description: 'Name of the credential or configuration.' })),
    detail: nullable(Type.String()),
  },
  { title: 'AccountAction' },
)

export const pastActionRoutes: FastifyPluginCallbackTypebox<Api> = (server, { services }, done) => {
  server.get(
    '/v1/past-actions',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'listPastActions',
        tags: ['Integrations'],
        summary: 'What happened to credentials, tokens and what is connected, newest first',
        querystring: closed(pageQuery),
        response: { 200: listOf(actionShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor } = request.query
      const before = readIdCursor('past-actions', cursor)
      const rows = await services.actions.list(accountOf(request), { before, limit: limit + 1 })
      return pageOf(
        rows,
        limit,
        'past-actions',
        (action) => action.id,
        ({ at, by, kind, subject, detail }) => ({ at: showTime(at), by, kind, subject, detail }),
      )
    },
  )
  done()
}
