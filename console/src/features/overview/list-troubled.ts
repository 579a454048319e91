import type { Configuration, Page } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 250
const everyMs = 30_000

function listConfigurations(signal: AbortSignal): Promise<Page<Configuration>> {
  return client.request('GET', '/v1/configurations', { query: { limit }, signal })
}

export function overviewConfigurationsOptions() {
  return queryOptions({
    queryKey: ['configurations', 'overview'],
    queryFn: async ({ signal }) => (await listConfigurations(signal)).data,
    refetchInterval: everyMs,
  })
}

export function useOverviewConfigurations() {
  return useQuery(overviewConfigurationsOptions())
}

/** What somebody has to look at: failing now, or disabled by anything but a person. Those that hold most come first. */
export function troubled(configurations: readonly Configuration[]): readonly Configuration[] {
  return configurations
    .filter(({ state, disabledReason, health }) =>
      state === 'disabled' ? disabledReason !== 'manual' : health.failingSince !== null,
    )
    .toSorted((a, b) => Number(b.state === 'disabled') - Number(a.state === 'disabled') || b.held - a.held)
}
