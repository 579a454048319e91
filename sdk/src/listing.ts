import type { CallOptions, Calls, Query } from './calls.ts'
import type { Page } from './types.ts'

export interface PageRequest {
  /** Rows of a page: 50 if absent, 250 at most. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | null | undefined
}

/**
 * A list. Awaited it is one page; `for await` goes through the rows of this and all further pages, each asked for when the one before
 * has been read.
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
