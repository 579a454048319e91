import type { CallOptions, Calls, Query } from './calls.ts'
import type { Page } from './types.ts'

export interface PageRequest {
  /** Rows of a page. Default: 50. Maximum: 250. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | null | undefined
}

/** An answer to a search may hold few rows, or none, and still have a `nextCursor`. */
export interface SearchRequest extends PageRequest {
  /** Words, or their beginnings; case and accents do not matter. */
  readonly q?: string | undefined
}

/**
 * A list. `await` gives one page. `for await` gives the rows of this page and all further pages; each page is requested when the
 * one before has been read.
 */
export interface Listing<Row> extends Promise<Page<Row>>, AsyncIterable<Row> {}

export function list<Row>(
  { request }: Calls,
  path: string,
  query: Query & PageRequest,
  options?: CallOptions,
): Listing<Row> {
  const ask = (cursor: string | null | undefined) =>
    request<Page<Row>>('GET', path, { ...options, query: { ...query, cursor } })
  const first = ask(query.cursor)
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      let page = await first
      for (;;) {
        yield* page.data
        if (page.nextCursor === null) return
        page = await ask(page.nextCursor)
      }
    },
  })
}
