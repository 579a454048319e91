import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Replay } from '../../store/contract/work.ts'
import type { Api } from '../api.ts'
import { accountOf, actorOf } from '../authenticate.ts'
import { limitDefault, pageQuery, readIdCursor, writeCursor } from '../pages.ts'
import { publicId, readId } from '../public-ids.ts'
import { closed, id, idParam, listOf, nullable, oneOf, type Static, time } from '../shapes/base.ts'
import { countShape, deliveryShape, hottokInBodyChoice, showDelivery } from '../shapes/delivery.ts'
import { deliveryFilterInput, readDeliveryFilter } from '../shapes/delivery-filter.ts'
import { showTime, showTimeOrNull } from '../times.ts'

const params = idParam('rpl')
const tags = ['Deliveries']

const replayShape = Type.Object(
  {
    id: id('rpl'),
    mode: oneOf(['all', 'latest']),
    state: oneOf(['running', 'ended', 'cancelled']),
    total: Type.Integer({ description: 'Deliveries that the filter found at the beginning.' }),
    done: Type.Integer({ description: 'Processed again so far.' }),
    skipped: Type.Integer({ description: 'Left as they are: overtaken, open already, or without a configuration.' }),
    arrived: nullable(
      Type.Integer({
        description:
          'Of those processed again: answered with 2xx since. arrived, waiting and failed are null for a replay from before they were counted.',
      }),
    ),
    waiting: nullable(Type.Integer({ description: 'Of those processed again: on their way, or held.' })),
    failed: nullable(
      Type.Integer({
        description:
          'Of those processed again: not arrived, because all attempts failed or they were cancelled. One that arrives later moves to arrived.',
      }),
    ),
    by: Type.String(),
    createdAt: time,
    endedAt: nullable(time),
  },
  { title: 'Replay' },
)

export const replayRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, services }, done) => {
  server.post(
    '/v1/replays',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'createReplay',
        tags,
        summary: 'Process many deliveries again',
        description: 'With dryRun they are only counted.',
        body: closed({
          filter: deliveryFilterInput,
          mode: oneOf(['all', 'latest'], {
            description:
              'latest: only the last event of each transaction, and nothing that was refunded or disputed since.',
          }),
          skipRevoked: Type.Optional(
            Type.Boolean({
              description:
                'Whether to leave out what was refunded, charged back, disputed, cancelled or expired since. With latest true if absent, with all false.',
            }),
          ),
          hottokInBody: Type.Optional(hottokInBodyChoice),
          dryRun: Type.Optional(Type.Boolean()),
        }),
        response: { 200: countShape, 202: replayShape },
      },
    },
    async (request, reply) => {
      const { filter, mode, skipRevoked = mode === 'latest', hottokInBody, dryRun = false } = request.body
      const wanted = readDeliveryFilter(accountOf(request), filter, (field) => `/filter/${field}`)
      if (dryRun) return reply.code(200).send(await services.replays.count(wanted))
      const hottokAsConfigured = hottokInBody === 'as-configured'
      const options = { mode, skipsRevoked: skipRevoked, hottokAsConfigured }
      const replay = await services.replays.create({ filter: wanted, ...options }, actorOf(request))
      return reply.code(202).send(show(replay))
    },
  )

  server.get(
    '/v1/replays/:id',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'getReplay',
        tags,
        summary: 'A replay and its progress',
        params,
        response: { 200: replayShape },
      },
    },
    async (request) => show(await services.replays.get(accountOf(request), readId('rpl', request.params.id))),
  )

  server.get(
    '/v1/replays/:id/failed',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'listReplayFailures',
        tags,
        summary: 'The deliveries of a replay that have not arrived',
        description: 'Oldest first, without those that are still on their way.',
        params,
        querystring: closed(pageQuery),
        response: { 200: listOf(deliveryShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor } = request.query
      const page = { after: readIdCursor('replay-failures', cursor), limit }
      const { deliveries, buyers, next } = await services.replays.failures(
        accountOf(request),
        readId('rpl', request.params.id),
        page,
      )
      return {
        data: deliveries.map((delivery, i) => ({
          ...showDelivery(delivery, engine.attemptsPerSeries),
          buyer: buyers[i] ?? null,
        })),
        nextCursor: next && writeCursor('replay-failures', next),
      }
    },
  )

  server.post(
    '/v1/replays/:id/cancel',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'cancelReplay',
        tags,
        summary: 'Stop a replay',
        description: 'What was processed again stays so.',
        params,
        response: { 200: replayShape },
      },
    },
    async (request) => show(await services.replays.cancel(accountOf(request), readId('rpl', request.params.id))),
  )
  done()
}

function show(replay: Replay): Static<typeof replayShape> {
  const { mode, state, total, done, skipped, arrived, waiting, failed, by } = replay
  return {
    id: publicId('rpl', replay.id),
    mode,
    state,
    total,
    done,
    skipped,
    arrived,
    waiting,
    failed,
    by,
    createdAt: showTime(replay.createdAt),
    endedAt: showTimeOrNull(replay.endedAt),
  }
}
