import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import pino from 'pino'
import { usualCallerLimits } from '../../src/api/http/caller-limits.ts'
import { buildServer, type ServerParts } from '../../src/api/server.ts'
import { monotonicMs } from '../../src/engine/clock.ts'
import { directIntake } from '../../src/intake/direct.ts'
import type { Postback } from './harness.ts'

export interface InProcess {
  readonly inject: FastifyInstance['inject']
  readonly server: FastifyInstance
  close(): Promise<void>
}

/**
 * A second server on the engine of a running Postback, to be called without sockets, or with other limits.
 * @param routes beside those of the API
 */
export async function inProcess(
  postback: Postback,
  change: Partial<ServerParts> = {},
  routes?: FastifyPluginCallback,
): Promise<InProcess> {
  const { engine, services } = postback
  const intake = directIntake({ isBusy: () => false, now: monotonicMs })
  await intake.start((group) => engine.accept(group))
  const server = buildServer({
    engine,
    services,
    intake,
    platformKey: postback.platformKey,
    publicUrl: null,
    supportUrl: null,
    signInUrl: null,
    zapierInviteUrl: null,
    historyDays: 60,
    consoleFolder: null,
    embedOrigins: [],
    demoAccounts: () => [],
    requestsPerMinute: 10_000_000,
    trustProxy: null,
    callerLimits: usualCallerLimits,
    logger: pino({ level: 'silent' }),
    metrics: { contentType: 'text/plain', text: async () => '', observeRequest() {}, observeTurnedAway() {} },
    version: '0.0.0',
    isReady: () => true,
    ...change,
  })
  if (routes) server.register(routes)
  await server.ready()
  return {
    server,
    inject: server.inject.bind(server) as FastifyInstance['inject'],
    async close() {
      await server.close()
      await intake.stop()
    },
  }
}
