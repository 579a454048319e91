import type { Configuration, Page } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 100
const pagesMax = 10

/** All of them: a receiver that is left out of a rotation stops working. */
async function listAllConfigurations(signal: AbortSignal): Promise<readonly Configuration[]> {
  const found: Configuration[] = []
  let cursor: string | null = null
  for (let page = 0; page < pagesMax; page += 1) {
    const answer: Page<Configuration> = await client.request('GET', '/v1/configurations', {
      query: { limit, cursor },
      signal,
    })
    found.push(...answer.data)
    cursor = answer.nextCursor
    if (cursor === null) break
  }
  return found
}

function configurationChoicesOptions() {
  return queryOptions({
    queryKey: ['configurations', 'choices'],
    queryFn: ({ signal }) => listAllConfigurations(signal),
  })
}

export function useConfigurationChoices() {
  return useQuery(configurationChoicesOptions())
}
