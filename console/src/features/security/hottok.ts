import type { Configuration, Hottok } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** A mutation, not a query: it happens when somebody asks for it, and its answer is in no cache. */
export function useRevealHottok() {
  return useMutation({ mutationFn: fetchHottok, gcTime: 0 })
}

function fetchHottok(): Promise<Hottok> {
  return client.request('GET', '/v1/hottok')
}

export function useRotateHottok() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: rotateHottok,
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}

function rotateHottok(switchAt: Date): Promise<Hottok> {
  return client.request('POST', '/v1/hottok/rotate', { body: { switchAt: switchAt.toISOString() } })
}

export function useUseNewHottok() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: sendNewHottok,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}

function sendNewHottok(id: string): Promise<Configuration> {
  return client.request('POST', `/v1/configurations/${encodeURIComponent(id)}/use-new-hottok`)
}
