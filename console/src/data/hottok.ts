import { useMutation } from '@tanstack/react-query'
import { client } from './client.ts'
import { useRefreshConfigurations } from './configurations.ts'

/** A mutation, not a query: it runs only when the reader asks, and its answer is in no cache. */
export function useRevealHottok() {
  return useMutation({ mutationFn: () => client.hottok.get(), gcTime: 0 })
}

export function useRotateHottok() {
  return useMutation({
    mutationFn: (switchAt: Date) => client.hottok.rotate({ switchAt: switchAt.toISOString() }),
    gcTime: 0,
    onSuccess: useRefreshConfigurations(),
  })
}

export function useUseNewHottok() {
  return useMutation({
    mutationFn: (configurationId: string) => client.hottok.switchEarly(configurationId),
    onSuccess: useRefreshConfigurations(),
  })
}
