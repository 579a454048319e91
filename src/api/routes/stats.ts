import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { statisticsGroups, statisticsIntervals, summarise } from '../../services/statistics.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { limitMax } from '../pages.ts'
import { publicId, readIdAt } from '../public-ids.ts'
import { closed, nullable, oneOf, time, timeQuery } from '../shapes/base.ts'
import { readTime, refuseAt, showTime } from '../times.ts'

const day = 24 * 3_600_000
/** As much as a chart can show, and as the store reads without delaying other requests. */
const spans = {
  hour: { usual: day, most: 31 * day },
  day: { usual: 30 * day, most: 400 * day },
} as const

export const statsRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine }, done) => {
  server.get(
    '/v1/stats',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'getStats',
        tags: ['Deliveries'],
        summary: 'Figures for charts',
        description: 'Attempts, counted by the hour or the day (UTC). Tests and manual series do not count.',
        querystring: closed({
          groupBy: Type.Optional(oneOf(statisticsGroups, { description: 'state if absent.' })),
          interval: Type.Optional(oneOf(statisticsIntervals, { description: 'hour if absent.' })),
          from: Type.Optional(timeQuery('A day, or 30 days, before to if absent.')),
          to: Type.Optional(timeQuery('Now if absent.')),
          configurationIds: Type.Optional(
            Type.Array(Type.String(), {
              maxItems: limitMax,
              description: 'Only these, separated by commas; all if absent.',
            }),
          ),
        }),
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object(
                {
                  at: time,
                  key: nullable(Type.String({ description: 'Of the group; null: no configuration.' })),
                  count: Type.Integer(),
                  delivered: Type.Integer(),
                  failed: Type.Integer(),
                  p50Ms: Type.Number({ description: 'Half of the attempts took at most this long.' }),
                  p95Ms: Type.Number(),
                },
                { title: 'Statistic' },
              ),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { groupBy = 'state', interval = 'hour', from, to, configurationIds } = request.query
      const span = spans[interval]
      const until = to === undefined ? engine.clock.now() : readTime(to, '?to')
      const since = from === undefined ? until - span.usual : readTime(from, '?from')
      if (since >= until) throw refuseAt('?from', 'must lie before to')
      if (until - since > span.most) throw refuseAt('?from', `must lie at most ${span.most / day} days before to`)
      const wanted =
        configurationIds &&
        new Set<string | null>(configurationIds.map((id) => readIdAt('cfg', id, '?configurationIds')))
      const all = await engine.store.readStats({ accountId: accountOf(request), from: since, to: until })
      const rows = wanted ? all.filter(({ configurationId }) => wanted.has(configurationId)) : all
      return {
        data: summarise(rows, { groupBy, interval }).map((row) => ({
          ...row,
          at: showTime(row.at),
          key: groupBy === 'configuration' && row.key !== null ? publicId('cfg', row.key as never) : row.key,
        })),
      }
    },
  )
  done()
}
