import type { Configuration } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const everyMs = 30_000

export function overviewConfigurationsOptions() {
  return queryOptions({
    queryKey: ['configurations', 'overview'],
    queryFn: ({ signal }) => Array.fromAsync(client.configurations.list({ limit: 250 }, { signal })),
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
