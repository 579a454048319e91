import type { TestInput } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'
import { useRefreshDeliveries } from './deliveries/list.ts'

function testStoriesOptions(locale: string) {
  return queryOptions({
    queryKey: ['test-stories', locale],
    queryFn: ({ signal }) => client.tests.stories({ locale }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The stories that this server can tell, in its own words. */
export function useTestStories() {
  return useQuery(testStoriesOptions(useTranslation().i18n.language))
}

export function useSendTest() {
  return useAct({
    act: (input: TestInput, options) => client.tests.send(input, options),
    onSuccess: useRefreshDeliveries(),
  })
}
