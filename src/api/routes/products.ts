import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { limitDefault, pageOf, pageQuery, readCursor } from '../pages.ts'
import { closed, listOf, productId } from '../shapes/base.ts'
import { productInput, productShape, showProduct } from '../shapes/catalogue.ts'

export const productRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, services }, done) => {
  server.put(
    '/v1/products/:productId',
    {
      config: { access: 'platform' },
      schema: {
        operationId: 'saveProduct',
        tags: ['Accounts'],
        summary: 'Create or change a product',
        params: closed({ productId }),
        body: productInput,
        response: { 200: productShape, 201: productShape },
      },
    },
    async ({ params, body }, reply) => {
      const { name, ucode = null, accountId, coProducers = [] } = body
      const saved = await services.catalogue.saveProduct(params.productId, { name, ucode, accountId, coProducers })
      return reply.code(saved.created ? 201 : 200).send(showProduct(saved.value))
    },
  )

  server.get(
    '/v1/products',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'listProducts',
        tags: ['Accounts'],
        summary: 'Products that the account produces or co-produces',
        querystring: closed(pageQuery),
        response: { 200: listOf(productShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor } = request.query
      const after = readCursor('products', cursor, parseNumber)
      const rows = await engine.store.listProducts(accountOf(request), { after, limit: limit + 1 })
      return pageOf(rows, limit, 'products', (product) => String(product.id), showProduct)
    },
  )
  done()
}

function parseNumber(place: string): number | null {
  return /^\d{1,16}$/.test(place) ? Number(place) : null
}
