import type { LegacyPost, LegacyPostFilter, Page } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const pageRows = 50
/** How often more is asked for where a page has some rows, but not as many as it should. */
const moreMost = 8

export interface LegacyPostsPage {
  readonly filter: LegacyPostFilter
  readonly cursor: string | undefined
}

/** The server looks at so many rows at a time: a page of it may be short, or empty, and still not be the last. */
async function fetchLegacyPosts({ filter, cursor }: LegacyPostsPage, signal: AbortSignal): Promise<Page<LegacyPost>> {
  const rows: LegacyPost[] = []
  let next: string | null | undefined = cursor
  for (let asked = 0; rows.length < pageRows && (rows.length === 0 || asked < moreMost); asked++) {
    const page: Page<LegacyPost> = await client.legacyPosts.list(
      { ...filter, limit: pageRows - rows.length, cursor: next },
      { signal },
    )
    rows.push(...page.data)
    next = page.nextCursor
    if (next === null) break
  }
  return { data: rows, nextCursor: next ?? null }
}

export function legacyPostsOptions(page: LegacyPostsPage) {
  return queryOptions({
    queryKey: ['legacy-posts', 'list', page],
    queryFn: ({ signal }) => fetchLegacyPosts(page, signal),
    placeholderData: keepPreviousData,
  })
}

export function useLegacyPosts(page: LegacyPostsPage) {
  return useQuery(legacyPostsOptions(page))
}
