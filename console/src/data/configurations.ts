import {
  type ChangedConfiguration,
  type Configuration,
  type ConfigurationChange,
  type ConfigurationInput,
  isApiError,
  type ReleaseMode,
} from '@postback/sdk'
import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from './client.ts'

export interface ConfigurationsPage {
  readonly cursor?: string | undefined
  readonly limit?: number
}

export function configurationsOptions(page: ConfigurationsPage = {}) {
  return queryOptions({
    queryKey: ['configurations', 'list', page],
    queryFn: ({ signal }) => client.configurations.list(page, { signal }),
    placeholderData: keepPreviousData,
    // States and the number of held posts change by themselves, quickly while a backlog goes out.
    refetchInterval: ({ state }) => (state.data?.data.some(({ releasing }) => releasing) ? 2_000 : 20_000),
  })
}

export function useConfigurations(page: ConfigurationsPage = {}) {
  return useQuery(configurationsOptions(page))
}

/** All of them: a receiver that is left out of a rotation stops working. */
export function allConfigurationsOptions() {
  return queryOptions({
    queryKey: ['configurations', 'all'],
    queryFn: ({ signal }) => Array.fromAsync(client.configurations.list({ limit: 250 }, { signal })),
  })
}

export function useAllConfigurations() {
  return useQuery(allConfigurationsOptions())
}

/** All of them, kept up to date. */
export function useCurrentConfigurations() {
  return useQuery({ ...allConfigurationsOptions(), refetchInterval: 30_000 })
}

/** As many as one answer holds. */
const targetsMost = 250

export function targetsOptions() {
  return queryOptions({
    queryKey: ['configurations', 'to-test'],
    queryFn: ({ signal }) => client.configurations.list({ limit: targetsMost }, { signal }),
  })
}

/** Where a test can go. */
export function useTargets() {
  return useQuery(targetsOptions())
}

export function configurationOptions(id: string) {
  return queryOptions({
    queryKey: ['configurations', 'one', id],
    queryFn: ({ signal }) => client.configurations.get(id, { signal }),
    // Its state changes by itself.
    refetchInterval: 20_000,
  })
}

export function useConfiguration(id: string) {
  return useQuery(configurationOptions(id))
}

export function useCreateConfiguration() {
  return useMutation({
    mutationFn: (input: ConfigurationInput) => client.configurations.create(input),
    onSuccess: useRefreshConfigurations(),
  })
}

export function useChangeConfiguration(id: string) {
  return useMutation({
    mutationFn: (change: ConfigurationChange) => client.configurations.change(id, change),
    onSuccess: useRefreshConfigurations(),
  })
}

/** `outdated`: another editor was faster. Nothing was changed; this is what is stored now. */
export type ChangeAnswer = { readonly saved: ChangedConfiguration } | { readonly outdated: Configuration }

/** Only if the configuration still has the revision that the change is based on. */
export function useChangeFrom(id: string) {
  return useMutation({
    mutationFn: async (edit: { change: ConfigurationChange; revision: number }): Promise<ChangeAnswer> => {
      try {
        return { saved: await client.configurations.change(id, edit.change, { ifRevision: edit.revision }) }
      } catch (error) {
        if (!isApiError(error, 'precondition_failed')) throw error
        return { outdated: error.current as Configuration }
      }
    },
    onSuccess: useRefreshConfigurations(),
  })
}

export function useEnableConfiguration(id: string) {
  return useMutation({
    mutationFn: (held: ReleaseMode) => client.configurations.enable(id, held),
    onSuccess: useRefreshConfigurations(),
  })
}

export function useDisableConfiguration(id: string) {
  return useMutation({
    mutationFn: () => client.configurations.disable(id),
    onSuccess: useRefreshConfigurations(),
  })
}

/** Refreshes only the lists: the configuration itself would answer 404. */
export function useRemoveConfiguration(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.configurations.remove(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations', 'list'] }),
  })
}

/** Of the saved address; nothing is sent to it. */
export function useCheckAddress(id: string) {
  return useMutation({ mutationFn: () => client.configurations.check(id) })
}

export function useRefreshConfigurations() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['configurations'] })
}
