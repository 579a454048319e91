import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Refusal } from '../../../domain/errors.ts'
import type { JsonObject } from '../../../domain/text/json.ts'
import type { ReportedUpdate } from '../../../domain/update.ts'
import type { Api } from '../../api.ts'
import { scopeOf } from '../../authenticate.ts'
import { callerOf } from '../../idempotency.ts'
import { bufferedAs, whatCameOf } from '../../report-event.ts'
import { readDocument, readOccurredAt } from '../../reports.ts'
import {
  anyObject,
  buffered,
  closed,
  eventId,
  eventName,
  nullable,
  occurrence,
  type Static,
  time,
  timeQuery,
  transactionCode,
} from '../../shapes/base.ts'
import { eventShape, showEvent } from '../../shapes/event.ts'
import { showTime } from '../../times.ts'

const params = closed({ transaction: transactionCode })

const updateQuery = closed({
  occurredAt: Type.Optional(
    timeQuery(
      'When it happened at the platform, at most 5 minutes ahead of our clock; absent: now, and after all that is known.',
    ),
  ),
  occurrence: Type.Optional(occurrence),
  emitStale: Type.Optional(
    Type.Boolean({ description: 'Whether an update older than what is known makes an event all the same.' }),
  ),
})

const accepted = Type.Object({
  eventId,
  event: eventName,
  deliveries: Type.Integer({ description: 'How many configurations it goes to; held ones are counted.' }),
})

const nothingNew = Type.Object({
  eventId: nullable(eventId),
  event: nullable(eventName),
  deliveries: Type.Integer(),
  reason: Type.Optional(Type.Unsafe<'unchanged' | 'stale'>({ type: 'string', enum: ['unchanged', 'stale'] })),
  duplicate: Type.Optional(
    Type.Boolean({ description: 'The same Idempotency-Key came before; this is what came of it.' }),
  ),
})

export const transactionRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, intake }, done) => {
  const report = async (request: FastifyRequest, reply: FastifyReply, update: Pick<ReportedUpdate, 'via' | 'data'>) => {
    const { transaction } = request.params as Static<typeof params>
    const { occurredAt, occurrence = '', emitStale = false } = request.query as Static<typeof updateQuery>
    const stamped = engine.stamp({
      ...update,
      subject: { kind: 'transaction', transaction },
      event: null,
      occurredAt: readOccurredAt(occurredAt, '?occurredAt', engine.clock.now()),
      occurrence,
      emitStale,
      caller: callerOf(request),
    })
    const reported = await intake.report(stamped)
    if (reported.kind === 'event') {
      const { eventId, event, deliveries } = reported
      return reply.code(202).send({ eventId, event, deliveries })
    }
    if (reported.kind === 'nothing') {
      return reply.code(200).send({ eventId: null, event: null, deliveries: 0, reason: reported.why })
    }
    if (reported.kind === 'buffered') return reply.code(202).send(bufferedAs(reported.updateId))
    return reply.code(200).send({ ...(await whatCameOf(engine.store, reported.eventId)), duplicate: true })
  }

  server.put(
    '/v1/transactions/:transaction',
    {
      config: { access: 'platform', idempotent: 'by-commit' },
      schema: {
        operationId: 'putTransaction',
        tags: ['Reporting'],
        summary: 'Report a transaction as it now is',
        description:
          'The whole transaction, as the `data` object of a purchase event. When its status is news, an event is made and goes to every configuration that wants it. Once answered, it is stored.',
        params,
        querystring: updateQuery,
        body: anyObject('product, buyer, producer, affiliates, commissions, purchase, subscription.'),
        response: { 200: nothingNew, 202: Type.Union([accepted, buffered]) },
      },
    },
    (request, reply) =>
      report(request, reply, { via: 'whole', data: readDocument(request.params.transaction, request.body) }),
  )

  server.patch(
    '/v1/transactions/:transaction',
    {
      config: {
        access: 'platform',
        idempotent: 'by-commit',
        accepts: ['application/merge-patch+json', 'application/json'],
      },
      schema: {
        operationId: 'patchTransaction',
        tags: ['Reporting'],
        summary: 'Report what changed of a transaction',
        description: 'A merge patch (RFC 7396) of the transaction as it was last reported.',
        consumes: ['application/merge-patch+json', 'application/json'],
        params,
        querystring: updateQuery,
        body: anyObject('What changed; null removes a field.', { title: 'TransactionChange' }),
        response: { 200: nothingNew, 202: Type.Union([accepted, buffered]) },
      },
    },
    (request, reply) => report(request, reply, { via: 'patch', data: request.body }),
  )

  server.get(
    '/v1/transactions/:transaction',
    {
      config: { access: 'platform-or-account', scope: 'read' },
      schema: {
        operationId: 'getTransaction',
        tags: ['Reporting'],
        summary: 'A transaction with its events',
        description: 'For the platform, or the producer of the product.',
        params,
        response: {
          200: Type.Object({
            transaction: Type.String(),
            productId: Type.Integer(),
            status: Type.String({ description: 'The last status that made an event.' }),
            recurrence: Type.Integer(),
            occurredAt: time,
            updatedAt: time,
            data: nullable(anyObject('As it was last reported; null: no longer known.')),
            events: Type.Array(eventShape),
          }),
        },
      },
    },
    async (request) => {
      const found = await engine.store.getTransaction(request.params.transaction)
      if (!found || !(await maySee(scopeOf(request), found.state.productId))) throw new Refusal('not_found')
      const { transaction, productId, status, recurrence, occurredAt, updatedAt } = found.state
      return {
        transaction,
        productId,
        status,
        recurrence,
        occurredAt: showTime(occurredAt),
        updatedAt: showTime(updatedAt),
        data: found.document === null ? null : (JSON.parse(found.document) as JsonObject),
        events: found.events.map(showEvent),
      }
    },
  )

  /** A transaction names its buyer, so nobody but the producer sees it; others see their deliveries. */
  const maySee = async (accountId: string | null, productId: number) =>
    accountId === null || (await engine.store.getProduct(productId))?.accountId === accountId
  done()
}
