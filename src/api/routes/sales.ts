import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { queryCharsMax } from '../../domain/sales/sale-query.ts'
import type { BuyerSight } from '../../services/sales/sales.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { closed, nullable, text, transactionCode } from '../shapes/base.ts'
import { showLegacyPost } from '../shapes/legacy-post.ts'
import { saleDetailShape, saleShape, showSale, showSaleRoute } from '../shapes/sale.ts'
import { showTime, showTimeOrNull } from '../times.ts'

const tags = ['Sales']
const limitDefault = 20

export const saleRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, services }, done) => {
  server.post(
    '/v1/sales/search',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'searchSales',
        tags,
        summary: 'Find sales by buyer, transaction, event or delivery',
        description:
          'Searches the sales of the account by e-mail address, words of the buyer’s name, beginning or end of the transaction code, event or delivery id. What is searched for stands in the body, never in an address. A sale can be found within a second of its report.',
        body: closed({
          q: text(queryCharsMax, {
            description: 'Three letters of each word of a name or an e-mail address, or four characters of a code.',
            examples: ['marina@example.com'],
          }),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: '20 if absent.' })),
        }),
        response: {
          200: Type.Object({
            data: Type.Array(saleShape, { description: 'Newest first.' }),
            more: Type.Boolean({ description: 'More sales match: add a word.' }),
            indexedFrom: nullable(
              Type.String({
                format: 'date-time',
                description: 'Older sales cannot be found yet, as their index is still being made; null: all can.',
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { q, limit = limitDefault } = request.body
      const found = await services.sales.search(accountOf(request), q, limit, sightOf(request))
      return { data: found.sales.map(showSale), more: found.more, indexedFrom: showTimeOrNull(found.indexedFrom) }
    },
  )

  server.get(
    '/v1/sales/:transaction',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'getSale',
        tags,
        summary: 'A sale: buyer, events, and what each configuration got of them',
        params: closed({ transaction: transactionCode }),
        response: { 200: saleDetailShape },
      },
    },
    async (request) => {
      const sale = await services.sales.get(accountOf(request), request.params.transaction, sightOf(request))
      return {
        ...showSale(sale),
        price: sale.price,
        plan: sale.plan,
        events: sale.events.map(({ event, routes }) => ({
          id: event.id,
          event: event.name,
          occurredAt: showTime(event.occurredAt),
          createdAt: showTime(event.createdAt),
          routes: routes.map((route) => showSaleRoute(route, engine.attemptsPerSeries)),
        })),
        legacyPosts: sale.legacyPosts.map((post) => showLegacyPost(post, engine.clock.now())),
        related: sale.related.map((other) => ({ ...showSale(other), relation: other.relation })),
      }
    },
  )
  done()
}

/** Programs that may read an account need not learn who its buyers are. */
function sightOf({ principal }: FastifyRequest): BuyerSight {
  return principal?.kind === 'credential' ? 'masked' : 'full'
}
