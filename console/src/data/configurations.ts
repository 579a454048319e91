import {
  type ChangedConfiguration,
  type Configuration,
  type ConfigurationChange,
  type ConfigurationInput,
  isApiError,
  type ReleaseMode,
} from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'

export interface ConfigurationsPage {
  readonly cursor?: string | undefined
  readonly limit?: number
  /** Words of their names or addresses. */
  readonly q?: string | undefined
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

/** What a new one is copied from; undefined: nothing. */
export function useCopied(id: string | undefined) {
  return useQuery({ ...configurationOptions(id ?? ''), enabled: id !== undefined, refetchInterval: false })
}

export function useCreateConfiguration() {
  return useAct({
    act: (input: ConfigurationInput, options) => client.configurations.create(input, options),
    onSuccess: useRefreshConfigurations(),
  })
}

export function useChangeConfiguration(id: string) {
  return useAct({
    act: (change: ConfigurationChange, options) => client.configurations.change(id, change, options),
    onSuccess: useRefreshConfigurations(),
  })
}

/** `outdated`: another editor was faster. Nothing was changed; this is what is stored now. */
export type ChangeAnswer = { readonly saved: ChangedConfiguration } | { readonly outdated: Configuration }

export interface ConfigurationEdit {
  readonly change: ConfigurationChange
  /** The revision that the change is based on. */
  readonly revision: number
  /** Whether the reader has to see what another editor has changed; otherwise the change is made on top of that. */
  readonly concerns: (stored: Configuration) => boolean
}

/** Only if the configuration still has the revision that the change is based on. */
export function useChangeFrom(id: string) {
  return useAct({
    act: async ({ change, revision, concerns }: ConfigurationEdit, options): Promise<ChangeAnswer> => {
      let ifRevision = revision
      for (;;) {
        try {
          return { saved: await client.configurations.change(id, change, { ...options, ifRevision }) }
        } catch (error) {
          if (!isApiError(error, 'precondition_failed')) throw error
          const stored = error.current as Configuration
          if (concerns(stored)) return { outdated: stored }
          ifRevision = stored.revision
        }
      }
    },
    onSuccess: useRefreshConfigurations(),
  })
}

export function useEnableConfiguration(id: string) {
  return useAct({
    act: (held: ReleaseMode, options) => client.configurations.enable(id, held, options),
    onSuccess: useRefreshConfigurations(),
  })
}

export function useDisableConfiguration(id: string) {
  return useAct({
    act: (_: undefined, options) => client.configurations.disable(id, options),
    onSuccess: useRefreshConfigurations(),
  })
}

/** Refreshes only the lists: the configuration itself would answer 404. */
export function useRemoveConfiguration(id: string) {
  const queries = useQueryClient()
  return useAct({
    act: (_: undefined, options) => client.configurations.remove(id, options),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations', 'list'] }),
  })
}

/** Of the saved address; nothing is sent to it. */
export function useCheckAddress(id: string) {
  return useAct({ act: () => client.configurations.check(id) })
}

export function useRefreshConfigurations() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['configurations'] })
}
