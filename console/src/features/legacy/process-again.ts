import type { LegacyPost, Page } from '@postback/sdk'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { legacyPostOptions } from './get-legacy-post.ts'

const lookEveryMs = 1_000
const looksMost = 180

export function useProcessAgain() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.legacyPosts.resend(id),
    onSuccess: (post) => {
      queries.setQueryData(legacyPostOptions(post.id).queryKey, post)
      putRow(queries, post)
      void follow(queries, post.id)
    },
  })
}

/** Whoever has pressed the arrow sees in its row what comes of it. */
async function follow(queries: QueryClient, id: string): Promise<void> {
  for (let look = 0; look < looksMost; look++) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    const post = await client.legacyPosts.get(id).catch(() => null)
    if (post === null) return
    putRow(queries, post)
    if (!post.sending) return
  }
}

/** In its place, even where it no longer belongs there: it is gone from there when the list is next asked for. */
function putRow(queries: QueryClient, post: LegacyPost) {
  queries.setQueriesData<Page<LegacyPost>>({ queryKey: ['legacy-posts', 'list'] }, (page) => {
    if (!page?.data.some((row) => row.id === post.id)) return page
    return { ...page, data: page.data.map((row) => (row.id === post.id ? post : row)) }
  })
}
