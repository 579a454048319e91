import { queryOptions, useQuery } from '@tanstack/react-query'
import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'
import { useRefresh } from './credentials.ts'

/** All of them: the reader who ends a connection must see every one. */
function hooksOptions() {
  return queryOptions({
    queryKey: ['hooks', 'list'],
    queryFn: ({ signal }) => Array.fromAsync(client.hooks.list({ limit: 250 }, { signal })),
  })
}

export function useHooks() {
  return useQuery(hooksOptions())
}

export function useRemoveHook() {
  const onSuccess = useRefresh()
  // A person ends the connection, however often its program has subscribed.
  return useAct({ act: (id: string, options) => client.configurations.remove(id, options), onSuccess })
}
