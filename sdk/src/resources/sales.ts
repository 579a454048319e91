import type { CallOptions, Calls } from '../calls.ts'
import { path } from '../path.ts'
import type { SaleDetail, SalesFound } from '../types.ts'

/** Sales of an account, found by their buyer, and what was sent of each. */
export function salesOf({ request }: Calls) {
  return {
    /**
     * @param q an e-mail address, words of the buyer's name, the beginning or end of a transaction code, an event or delivery id; it never
     * stands in a URL
     */
    search: (q: string, { limit, ...options }: CallOptions & { readonly limit?: number } = {}) =>
      request<SalesFound>('POST', '/v1/sales/search', { ...options, body: { q, limit } }),
    get: (transaction: string, options?: CallOptions) =>
      request<SaleDetail>('GET', path`/v1/sales/${transaction}`, options),
  }
}
