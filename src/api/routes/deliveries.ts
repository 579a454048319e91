import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Refusal } from '../../domain/errors.ts'
import type { Api } from '../api.ts'
import { accountOf, actorOf } from '../authenticate.ts'
import { limitDefault, pageQuery, readIdCursor, writeCursor } from '../pages.ts'
import { readId } from '../public-ids.ts'
import { closed, idParam, listOf, nullable } from '../shapes/base.ts'
import {
  countShape,
  deliveryDetailShape,
  deliveryShape,
  hottokInBodyChoice,
  showDelivery,
  showDeliveryDetail,
} from '../shapes/delivery.ts'
import { deliveryFilterQuery, readDeliveryFilter } from '../shapes/delivery-filter.ts'

const params = idParam('dlv')
const tags = ['Deliveries']
const inQuery = (field: string) => `?${field}`

export const deliveryRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, services }, done) => {
  const attemptsMax = engine.attemptsPerSeries

  server.get(
    '/v1/deliveries',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'listDeliveries',
        tags,
        summary: 'Deliveries, newest first',
        description:
          'A page may be short, even empty, and still carry nextCursor: a bounded number of rows is looked at.',
        querystring: closed({ ...deliveryFilterQuery, ...pageQuery }),
        response: { 200: listOf(deliveryShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor, ...filter } = request.query
      const before = readIdCursor('deliveries', cursor)
      const wanted = readDeliveryFilter(accountOf(request), filter, inQuery)
      const page = { before, limit, withBuyers: true }
      const { deliveries, buyers, next } = await engine.store.listDeliveries(wanted, page)
      return {
        data: deliveries.map((delivery, i) => ({ ...showDelivery(delivery, attemptsMax), buyer: buyers[i] ?? null })),
        nextCursor: next && writeCursor('deliveries', next),
      }
    },
  )

  server.get(
    '/v1/deliveries/count',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'countDeliveries',
        tags,
        summary: 'How many deliveries there are',
        querystring: closed(deliveryFilterQuery),
        response: { 200: countShape },
      },
    },
    async (request) => services.replays.count(readDeliveryFilter(accountOf(request), request.query, inQuery)),
  )

  server.get(
    '/v1/deliveries/:id',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'getDelivery',
        tags,
        summary: 'A delivery, with every attempt and past action',
        params,
        response: { 200: deliveryDetailShape },
      },
    },
    async (request) => {
      const detail = await engine.store.getDelivery(accountOf(request), readId('dlv', request.params.id))
      if (!detail) throw new Refusal('not_found')
      return showDeliveryDetail(detail, { attemptsMax, userAgent: engine.userAgent })
    },
  )

  server.post(
    '/v1/deliveries/:id/resend',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'resendDelivery',
        tags,
        summary: 'Process a delivery again',
        description: 'Opens a new series of attempts, the first at once. Works on delivered ones too.',
        params,
        body: nullable(closed({ hottokInBody: Type.Optional(hottokInBodyChoice) })),
        response: { 202: deliveryShape },
      },
    },
    async (request, reply) => {
      const id = readId('dlv', request.params.id)
      const delivery = await services.deliveries.processAgain(accountOf(request), id, actorOf(request), {
        hottokAsConfigured: request.body?.hottokInBody === 'as-configured',
      })
      return reply.code(202).send(showDelivery(delivery, attemptsMax))
    },
  )

  server.post(
    '/v1/deliveries/:id/cancel',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'cancelDelivery',
        tags,
        summary: 'Cancel a delivery',
        description: 'One that is queued, retrying or held.',
        params,
        response: { 202: deliveryShape },
      },
    },
    async (request, reply) => {
      const id = readId('dlv', request.params.id)
      const delivery = await services.deliveries.cancel(accountOf(request), id, actorOf(request))
      return reply.code(202).send(showDelivery(delivery, attemptsMax))
    },
  )
  done()
}
