import type { CallOptions, Calls } from '../calls.ts'
import { list, type PageRequest, type SearchRequest } from '../listing.ts'
import { path } from '../path.ts'
import type { Account, AccountInput, Affiliation, AffiliationInput, Me, Product, ProductInput } from '../types.ts'

export function accountsOf({ request }: Calls) {
  return {
    /** The caller, and the account that it acts for. */
    me: (options?: CallOptions) => request<Me>('GET', '/v1/me', options),
    /** Creates or changes an account. For the platform. */
    save: (accountId: string, input: AccountInput, options?: CallOptions) =>
      request<Account>('PUT', path`/v1/accounts/${accountId}`, { ...options, body: input }),
  }
}

export interface ProductsRequest extends SearchRequest {
  /** Only these, at most 50, as one page. */
  readonly ids?: readonly number[] | undefined
}

export function productsOf(calls: Calls) {
  return {
    /** By number; with `q` those whose name or number has its words. */
    list: (page: ProductsRequest = {}, options?: CallOptions) =>
      list<Product>(calls, '/v1/products', { ...page }, options),
    /** Creates or changes a product. For the platform. */
    save: (productId: number, input: ProductInput, options?: CallOptions) =>
      calls.request<Product>('PUT', path`/v1/products/${productId}`, { ...options, body: input }),
  }
}

export function affiliationsOf(calls: Calls) {
  return {
    /** The affiliates of a product. */
    list: (productId: number, page: PageRequest = {}, options?: CallOptions) =>
      list<Affiliation>(calls, path`/v1/products/${productId}/affiliates`, { ...page }, options),
    /** Creates or changes an affiliation. For the platform, and for the producer of the product. */
    save: (productId: number, affiliateCode: string, input: AffiliationInput, options?: CallOptions) =>
      calls.request<Affiliation>('PUT', path`/v1/products/${productId}/affiliates/${affiliateCode}`, {
        ...options,
        body: input,
      }),
  }
}
