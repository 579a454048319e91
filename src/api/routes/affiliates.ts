import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Api } from '../api.ts'
import { scopeOf } from '../authenticate.ts'
import { limitDefault, pageOf, pageQuery, readCursor } from '../pages.ts'
import { affiliateCode, closed, listOf, productId } from '../shapes/base.ts'
import { affiliationInput, affiliationShape, showAffiliation } from '../shapes/catalogue.ts'

export const affiliateRoutes: FastifyPluginCallbackTypebox<Api> = (server, { services }, done) => {
  server.put(
    '/v1/products/:productId/affiliates/:affiliateCode',
    {
      config: { access: 'platform-or-account' },
      schema: {
        operationId: 'saveAffiliation',
        tags: ['Accounts'],
        summary: 'Create or change an affiliation',
        description: 'By the platform for any product, by a producer for its own.',
        params: closed({ productId, affiliateCode }),
        body: affiliationInput,
        response: { 200: affiliationShape, 201: affiliationShape },
      },
    },
    async (request, reply) => {
      const { productId, affiliateCode } = request.params
      const saved = await services.catalogue.saveAffiliation(scopeOf(request), productId, affiliateCode, request.body)
      return reply.code(saved.created ? 201 : 200).send(showAffiliation(saved.value))
    },
  )

  server.get(
    '/v1/products/:productId/affiliates',
    {
      config: { access: 'platform-or-account' },
      schema: {
        operationId: 'listAffiliations',
        tags: ['Accounts'],
        summary: 'Affiliations of a product',
        description: 'For the platform, or the producer of the product.',
        params: closed({ productId }),
        querystring: closed(pageQuery),
        response: { 200: listOf(affiliationShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor } = request.query
      const after = readCursor('affiliates', cursor, (place) => (/^[\w-]{1,64}$/.test(place) ? place : null))
      const page = { after, limit: limit + 1 }
      const rows = await services.catalogue.listAffiliations(scopeOf(request), request.params.productId, page)
      return pageOf(rows, limit, 'affiliates', (affiliation) => affiliation.affiliateCode, showAffiliation)
    },
  )
  done()
}
