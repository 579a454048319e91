import { type Hook, listHooks, removeHook } from '@postback/sdk'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { useRefresh } from './credentials.ts'

const limit = 250

/** All of them: who ends a connection has to see every one. */
async function listAllHooks(signal: AbortSignal): Promise<readonly Hook[]> {
  const found: Hook[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listHooks>> = await listHooks(client, { limit, cursor }, signal)
    found.push(...page.data)
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

function hooksOptions() {
  return queryOptions({ queryKey: ['hooks', 'list'], queryFn: ({ signal }) => listAllHooks(signal) })
}

export function useHooks() {
  return useQuery(hooksOptions())
}

export function useRemoveHook() {
  const onSuccess = useRefresh()
  return useMutation({ mutationFn: (id: string) => removeHook(client, id), onSuccess })
}
