import type { TestStory } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'

function listTestStories(locale: string, signal: AbortSignal): Promise<{ readonly data: readonly TestStory[] }> {
  return client.request('GET', '/v1/test-stories', { query: { locale }, signal })
}

function testStoriesOptions(locale: string) {
  return queryOptions({
    queryKey: ['test-stories', locale],
    queryFn: ({ signal }) => listTestStories(locale, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The stories that this server can tell, in its own words. */
export function useTestStories() {
  return useQuery(testStoriesOptions(useTranslation().i18n.language))
}
