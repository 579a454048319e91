import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify'
import type { TrustedProxies } from '../domain/addresses/trusted-proxies.ts'
import type { Api } from './api.ts'
import { authenticate } from './authenticate.ts'
import { describeApi } from './documents/reference.ts'
import { parseBodies } from './http/body-parsers.ts'
import { trustIn, warnOfUntrustedProxy } from './http/caller-address.ts'
import { CallerConnections, type CallerLimits } from './http/caller-limits.ts'
import { type ConsoleParts, serveConsole } from './http/console-files.ts'
import { answerErrors } from './http/error-response.ts'
import { offerStreams } from './http/event-stream.ts'
import { limitRate } from './http/rate-limit.ts'
import { logRefusedKeys } from './http/refused-keys.ts'
import { clientErrorAnswer, limitBodies, serverOptions, watchRequests } from './http/transport.ts'
import { checkRequests } from './http/validation.ts'
import { keepAnswers } from './idempotency.ts'
import { accountRoutes } from './routes/accounts.ts'
import { affiliateRoutes } from './routes/affiliates.ts'
import { attentionRoutes } from './routes/attention.ts'
import { configurationRoutes } from './routes/configurations.ts'
import { credentialRoutes } from './routes/credentials.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { deliveryStreamRoutes } from './routes/delivery-stream.ts'
import { eventBatchRoutes } from './routes/events/event-batch.ts'
import { eventListenRoutes } from './routes/events/event-listen.ts'
import { eventTypeRoutes } from './routes/events/event-types.ts'
import { eventRoutes } from './routes/events/events.ts'
import { intakeRoutes } from './routes/events/intake.ts'
import { schemaRoutes } from './routes/events/schemas.ts'
import { transactionRoutes } from './routes/events/transactions.ts'
import { hookRoutes } from './routes/hooks.ts'
import { hottokRoutes } from './routes/hottok.ts'
import { legacyImportRoutes } from './routes/legacy-import.ts'
import { legacyPostRoutes } from './routes/legacy-posts.ts'
import { oauthTokenRoutes } from './routes/oauth-token.ts'
import { operationRoutes } from './routes/operations.ts'
import { pastActionRoutes } from './routes/past-actions.ts'
import { productRoutes } from './routes/products.ts'
import { replayRoutes } from './routes/replays.ts'
import { saleRoutes } from './routes/sales.ts'
import { secretRoutes } from './routes/secrets.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { statsRoutes } from './routes/stats.ts'
import { testStoryRoutes } from './routes/test-stories.ts'
import { testRoutes } from './routes/tests.ts'

export interface ServerParts extends Api, ConsoleParts {
  readonly platformKey: string
  readonly requestsPerMinute: number
  readonly trustProxy: TrustedProxies
  readonly callerLimits: CallerLimits
  readonly logger: FastifyBaseLogger
}

export function buildServer(parts: ServerParts): FastifyInstance {
  const { engine, services, callerLimits, metrics, logger } = parts
  const callers = new CallerConnections({
    limits: callerLimits,
    answer: clientErrorAnswer,
    metrics,
    log: logger,
  })
  const server = fastify({
    ...serverOptions(parts, callers),
    trustProxy: trustIn(parts.trustProxy),
  })
  callers.attach(server.server)

  // Hooks of every request, in this order.
  watchRequests(server, parts)
  warnOfUntrustedProxy(server, parts.trustProxy)
  logRefusedKeys(server, parts.logger)
  authenticate(server, {
    ...parts,
    store: engine.store,
    sessions: services.sessions,
    credentials: services.credentials,
  })
  limitBodies(server)
  limitRate(server, parts.requestsPerMinute)
  parseBodies(server)
  checkRequests(server)
  keepAnswers(server, services)
  answerErrors(server)
  offerStreams(server)
  describeApi(server, parts)

  server.register(accountRoutes, parts)
  server.register(productRoutes, parts)
  server.register(affiliateRoutes, parts)
  server.register(transactionRoutes, parts)
  server.register(eventRoutes, parts)
  server.register(eventBatchRoutes, parts)
  server.register(intakeRoutes, parts)
  server.register(eventListenRoutes, parts)
  server.register(attentionRoutes, parts)
  server.register(configurationRoutes, parts)
  server.register(secretRoutes, parts)
  server.register(hottokRoutes, parts)
  server.register(credentialRoutes, parts)
  server.register(oauthTokenRoutes, parts)
  server.register(hookRoutes, parts)
  server.register(pastActionRoutes, parts)
  server.register(testRoutes, parts)
  server.register(testStoryRoutes, parts)
  server.register(deliveryRoutes, parts)
  server.register(deliveryStreamRoutes, parts)
  server.register(replayRoutes, parts)
  server.register(saleRoutes, parts)
  server.register(legacyPostRoutes, parts)
  server.register(legacyImportRoutes, parts)
  server.register(eventTypeRoutes, parts)
  server.register(schemaRoutes, parts)
  server.register(statsRoutes, parts)
  server.register(sessionRoutes, parts)
  server.register(operationRoutes, parts)
  serveConsole(server, parts)
  return server
}
