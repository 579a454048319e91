import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'
import { useRefreshConfigurations } from './configurations.ts'

/** A mutation, not a query: it runs only when the reader asks, and its answer is in no cache. */
export function useRevealHottok() {
  return useAct({ act: () => client.hottok.get(), secret: true })
}

export function useRotateHottok() {
  return useAct({
    act: (switchAt: Date, options) => client.hottok.rotate({ switchAt: switchAt.toISOString() }, options),
    secret: true,
    onSuccess: useRefreshConfigurations(),
  })
}

export function useUseNewHottok() {
  return useAct({
    act: (configurationId: string, options) => client.hottok.switchEarly(configurationId, options),
    onSuccess: useRefreshConfigurations(),
  })
}
