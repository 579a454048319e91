import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Refusal } from '../../domain/errors.ts'
import type { LegacyPostPlace } from '../../store/contract/legacy-posts.ts'
import type { Api } from '../api.ts'
import { accountOf, actorOf } from '../authenticate.ts'
import { limitDefault, pageQuery, readCursor, writeCursor } from '../pages.ts'
import { closed, listOf } from '../shapes/base.ts'
import {
  legacyPostDetailShape,
  legacyPostFilterQuery,
  legacyPostShape,
  readLegacyPostFilter,
  showLegacyPost,
  showLegacyPostDetail,
} from '../shapes/legacy-post.ts'

const params = closed({ id: Type.String({ description: 'As the earlier tool called it.' }) })
const tags = ['Legacy posts']

export const legacyPostRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, services }, done) => {
  server.get(
    '/v1/legacy-posts',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'listLegacyPosts',
        tags,
        summary: 'Posts of the earlier tool, newest first',
        description:
          'A page may be short, even empty, and still carry nextCursor: a bounded number of rows is looked at.',
        querystring: closed({ ...legacyPostFilterQuery, ...pageQuery }),
        response: { 200: listOf(legacyPostShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor, ...query } = request.query
      const before = readCursor('legacy-posts', cursor, readPlace)
      const filter = readLegacyPostFilter(accountOf(request), query)
      const { posts, next } = await engine.store.listLegacyPosts(filter, { before, limit })
      const now = engine.clock.now()
      return {
        data: posts.map((post) => showLegacyPost(post, now)),
        nextCursor: next && writeCursor('legacy-posts', `${next.at} ${next.id}`),
      }
    },
  )

  server.get(
    '/v1/legacy-posts/:id',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'getLegacyPost',
        tags,
        summary: 'A post of the earlier tool, with payload, responses and past actions',
        params,
        response: { 200: legacyPostDetailShape },
      },
    },
    async (request) => {
      const detail = await engine.store.getLegacyPost(accountOf(request), request.params.id)
      if (!detail) throw new Refusal('not_found')
      return showLegacyPostDetail(detail, engine.clock.now())
    },
  )

  server.post(
    '/v1/legacy-posts/:id/resend',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'resendLegacyPost',
        tags,
        summary: 'Process a pending post again',
        description:
          'One attempt, in its original form, with the hottok of now in its place. Only to a scheme, host and port that an active configuration of the account goes to. Answered when the attempt begins; the post says how it ends.',
        params,
        response: { 202: legacyPostDetailShape },
      },
    },
    async (request, reply) => {
      const begun = await services.legacyPosts.processAgain(accountOf(request), request.params.id, actorOf(request))
      return reply.code(202).send(showLegacyPostDetail(begun, engine.clock.now()))
    },
  )
  done()
}

function readPlace(text: string): LegacyPostPlace | null {
  const match = /^(\d{1,15}) ([\x21-\x7e]{1,128})$/.exec(text)
  return match ? { at: Number(match[1]), id: match[2] ?? '' } : null
}
