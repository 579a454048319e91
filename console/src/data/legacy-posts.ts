import type { LegacyPost, LegacyPostFilter, Page } from '@postback/sdk'
import { keepPreviousData, type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'
import { fillPage } from './asking/fill-page.ts'

export interface LegacyPostsPage {
  readonly filter: LegacyPostFilter
  readonly cursor: string | undefined
}

export function legacyPostsOptions(page: LegacyPostsPage) {
  return queryOptions({
    queryKey: ['legacy-posts', 'list', page],
    queryFn: ({ signal }) =>
      fillPage((request) => client.legacyPosts.list({ ...page.filter, ...request }, { signal }), page.cursor),
    placeholderData: keepPreviousData,
  })
}

export function useLegacyPosts(page: LegacyPostsPage) {
  return useQuery(legacyPostsOptions(page))
}

const lookEveryMs = 1_000

export function legacyPostOptions(id: string) {
  return queryOptions({
    queryKey: ['legacy-posts', 'detail', id],
    queryFn: ({ signal }) => client.legacyPosts.get(id, { signal }),
    staleTime: 0,
    // While a post is being sent, its page polls.
    refetchInterval: ({ state: { data } }) => (data?.sending ? lookEveryMs : false),
  })
}

export function useLegacyPost(id: string) {
  return useQuery(legacyPostOptions(id))
}

const looksMost = 180

export function useProcessLegacyPostAgain() {
  const queries = useQueryClient()
  return useAct({
    act: (id: string, options) => client.legacyPosts.resend(id, options),
    onSuccess: (post) => {
      queries.setQueryData(legacyPostOptions(post.id).queryKey, post)
      putRow(queries, post)
      void follow(queries, post.id)
    },
  })
}

/** The reader who has pressed the arrow sees the result in its row. */
async function follow(queries: QueryClient, id: string): Promise<void> {
  for (let look = 0; look < looksMost; look++) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    const post = await client.legacyPosts.get(id).catch(() => null)
    if (post === null) return
    putRow(queries, post)
    if (!post.sending) return
  }
}

/** Updates the row where it stands, even if the list would no longer have it. It leaves the list with the next request. */
function putRow(queries: QueryClient, post: LegacyPost) {
  queries.setQueriesData<Page<LegacyPost>>({ queryKey: ['legacy-posts', 'list'] }, (page) => {
    if (!page?.data.some((row) => row.id === post.id)) return page
    return { ...page, data: page.data.map((row) => (row.id === post.id ? post : row)) }
  })
}
