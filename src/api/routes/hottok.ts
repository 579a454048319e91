import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { OpenHottok } from '../../services/accounts.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { readId } from '../public-ids.ts'
import { noteReveal } from '../reveal.ts'
import { closed, idParam, nullable, time, timeInput } from '../shapes/base.ts'
import { broughtHottok } from '../shapes/catalogue.ts'
import { configurationShape, showConfiguration } from '../shapes/configuration.ts'
import { readTime, refuseAt, showTimeOrNull } from '../times.ts'

const hour = 3_600_000
const switchAfterDefaultMs = 24 * hour
/** A limit, because a rotation that never ends has been forgotten. */
const switchAfterMaxMs = 90 * 24 * hour

const hottok = Type.Object(
  {
    hottok: Type.String({ description: 'The token that is sent now.' }),
    next: nullable(Type.String({ description: 'The token that is sent from switchAt on.' })),
    switchAt: nullable(time),
  },
  { title: 'Hottok' },
)

export const hottokRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, services }, done) => {
  server.get(
    '/v1/hottok',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'getHottok',
        tags: ['Tokens'],
        summary: 'The verification token',
        response: { 200: hottok },
      },
    },
    async (request) => {
      await noteReveal(request, services.actions, { kind: 'hottok-revealed', subject: null })
      return show(await services.accounts.hottok(accountOf(request)))
    },
  )

  server.post(
    '/v1/hottok/rotate',
    {
      config: { access: 'account', idempotent: 'by-answer' },
      schema: {
        operationId: 'rotateHottok',
        tags: ['Tokens'],
        summary: 'Make a new verification token',
        description:
          'It is shown at once and sent from switchAt on, so that receivers can be told first. In a day if switchAt is absent; at most in 90 days. A token that receivers know already can be brought along.',
        body: closed({ switchAt: Type.Optional(timeInput), hottok: Type.Optional(broughtHottok) }),
        response: { 200: hottok },
      },
    },
    async (request) => {
      const now = engine.clock.now()
      const { switchAt, hottok } = request.body
      const at = switchAt === undefined ? now + switchAfterDefaultMs : readTime(switchAt, '/switchAt')
      if (at <= now || at > now + switchAfterMaxMs) throw refuseAt('/switchAt', 'must lie ahead, within 90 days')
      return show(await services.accounts.rotateHottok(accountOf(request), at, hottok))
    },
  )

  server.post(
    '/v1/configurations/:id/use-new-hottok',
    {
      config: { access: 'account', idempotent: 'by-answer' },
      schema: {
        operationId: 'useNewHottok',
        tags: ['Tokens'],
        summary: 'Send the new token to this configuration already',
        params: idParam('cfg'),
        response: { 200: configurationShape },
      },
    },
    async (request) => {
      const id = readId('cfg', request.params.id)
      return showConfiguration(await services.configurations.useNewHottok(accountOf(request), id))
    },
  )
  done()
}

function show({ hottok, next, switchAt }: OpenHottok) {
  return { hottok, next, switchAt: showTimeOrNull(switchAt) }
}
