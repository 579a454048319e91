import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** A mutation, not a query: it happens when somebody asks for it, and its answer is in no cache. */
export function useRevealHottok() {
  return useMutation({ mutationFn: () => client.hottok.get(), gcTime: 0 })
}

export function useRotateHottok() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (switchAt: Date) => client.hottok.rotate({ switchAt: switchAt.toISOString() }),
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}

export function useUseNewHottok() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (configurationId: string) => client.hottok.switchEarly(configurationId),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
