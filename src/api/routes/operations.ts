import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Api } from '../api.ts'
import { storeTroubleOf } from '../http/error-response.ts'
import { oneOf } from '../shapes/base.ts'

/** A store that takes longer to answer counts as unavailable. */
const probeTimeoutMs = 2_000
/** The route is public, and each probe writes to the disk, so requests within this time share one result. */
const probeAgainMs = 1_000
const health = oneOf(['ok', 'unavailable'])
const tags = ['Operations']

interface StoreHealth {
  readonly store: 'ok' | 'unavailable'
  readonly reason?: string | undefined
}

export const operationRoutes: FastifyPluginCallbackTypebox<Api> = (
  server,
  { engine, metrics, isReady, version },
  done,
) => {
  server.get(
    '/livez',
    {
      config: { access: 'public', rateLimit: false },
      schema: {
        operationId: 'getLiveness',
        tags,
        summary: 'Whether the process is alive',
        response: { 200: Type.Object({ status: oneOf(['ok']), version: Type.String() }) },
      },
    },
    async () => ({ status: 'ok' as const, version }),
  )

  let lookedAt = Number.NEGATIVE_INFINITY
  let seen: Promise<StoreHealth> = Promise.resolve({ store: 'ok' })
  const lookAtStore = (request: FastifyRequest) => {
    const now = engine.clock.now()
    if (now - lookedAt < probeAgainMs) return seen
    lookedAt = now
    seen = withinTime(engine.store.probe()).then(
      () => ({ store: 'ok' }),
      (error) => {
        request.log.warn({ err: error, requestId: request.id }, 'the store is not ready')
        return { store: 'unavailable', reason: storeTroubleOf(error) }
      },
    )
    return seen
  }

  const readiness = Type.Object({
    status: health,
    components: Type.Object({ server: health, store: health }),
    reason: Type.Optional(Type.String({ description: 'What is wrong with the store, when that is known.' })),
  })
  server.get(
    '/readyz',
    {
      config: { access: 'public', rateLimit: false },
      schema: {
        operationId: 'getReadiness',
        tags,
        summary: 'Whether requests can be taken',
        response: { 200: readiness, 503: readiness },
      },
    },
    async (request, reply) => {
      const { store, reason } = await lookAtStore(request)
      const process = isReady() ? ('ok' as const) : ('unavailable' as const)
      const status = store === 'ok' && process === 'ok' ? 'ok' : 'unavailable'
      const components = { server: process, store }
      return reply.code(status === 'ok' ? 200 : 503).send({ status, components, ...(reason && { reason }) })
    },
  )

  server.get(
    '/metrics',
    {
      config: { access: 'platform', rateLimit: false },
      schema: {
        operationId: 'getMetrics',
        tags,
        summary: 'Figures for Prometheus',
        produces: ['text/plain'],
        response: { 200: Type.String() },
      },
    },
    async (_request, reply) =>
      reply
        .type(metrics.contentType)
        .serializer(String)
        .send(await metrics.text()),
  )

  server.get(
    '/openapi.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getOpenApi',
        tags,
        summary: 'This interface, as OpenAPI 3.1',
        response: { 200: Type.Object({}, { additionalProperties: true }) },
      },
    },
    async (_request, reply) => reply.type('application/json').serializer(JSON.stringify).send(server.swagger()),
  )
  done()
}

function withinTime(probe: Promise<void>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${probeTimeoutMs} ms`)), probeTimeoutMs)
  probe.then(resolve, reject).finally(() => clearTimeout(timer))
  return promise
}
