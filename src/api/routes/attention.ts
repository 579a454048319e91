import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { attentionShape, showAttention } from '../shapes/attention.ts'

export const attentionRoutes: FastifyPluginCallbackTypebox<Api> = (server, { services, historyDays }, done) => {
  server.get(
    '/v1/attention',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'getAttention',
        tags: ['Deliveries'],
        summary: 'What needs attention, by cause',
        description:
          'Posts of the last 7 days that failed, by configuration and HTTP code; configurations that a fault disabled, that get nothing through or that hold posts. Looks at a bounded number of posts, however long the history is.',
        response: { 200: attentionShape },
      },
    },
    async (request) => showAttention(await services.attention.of(accountOf(request)), historyDays),
  )
  done()
}
