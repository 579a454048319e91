import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { sessionsOptions } from './list-sessions.ts'

export function useEndSession() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.sessions.end(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsOptions().queryKey }),
  })
}
