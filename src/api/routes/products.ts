import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Product } from '../../domain/account.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { findInList, searchText, wordSearch } from '../find-in-list.ts'
import { limitDefault, pageOf, pageQuery, readCursor, writeCursor } from '../pages.ts'
import { closed, listOf, productId } from '../shapes/base.ts'
import { productInput, productShape, showProduct } from '../shapes/catalogue.ts'

/** As many as a page shows. */
const idsMost = 50

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
        querystring: closed({
          ...pageQuery,
          q: searchText,
          ids: Type.Optional(
            Type.Array(productId, { maxItems: idsMost, description: 'Only these, separated by commas, as one page.' }),
          ),
        }),
        response: { 200: listOf(productShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor, q, ids } = request.query
      const account = accountOf(request)
      if (ids) {
        const products = await Promise.all([...new Set(ids)].map((id) => engine.store.getProduct(id)))
        const own = products.filter((it) => it !== null).filter((it) => accountsOf(it).includes(account))
        return { data: own.map(showProduct), nextCursor: null }
      }
      const after = readCursor('products', cursor, parseNumber)
      const has = wordSearch(q)
      if (has) {
        const { rows, last } = await findInList<Product>(
          (row, limit) => engine.store.listProducts(account, { after: row?.id ?? after, limit }),
          ({ id, name }) => has([name, String(id)]),
          limit,
        )
        return { data: rows.map(showProduct), nextCursor: last && writeCursor('products', String(last.id)) }
      }
      const rows = await engine.store.listProducts(account, { after, limit: limit + 1 })
      return pageOf(rows, limit, 'products', (product) => String(product.id), showProduct)
    },
  )
  done()
}

function accountsOf({ accountId, coProducers }: Product): readonly string[] {
  return [accountId, ...coProducers]
}

function parseNumber(place: string): number | null {
  return /^\d{1,16}$/.test(place) ? Number(place) : null
}
