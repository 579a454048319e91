import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { sessionsOptions } from './list-sessions.ts'

function endSession(id: string): Promise<void> {
  return client.request('DELETE', `/v1/sessions/${encodeURIComponent(id)}`)
}

export function useEndSession() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: endSession,
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsOptions().queryKey }),
  })
}
