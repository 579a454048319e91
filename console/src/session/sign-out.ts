import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'

function signOut(): Promise<void> {
  return client.request('DELETE', '/v1/sessions/current')
}

export function useSignOut() {
  return useMutation({
    mutationFn: signOut,
    // A new page load: nothing of the account stays in memory.
    onSuccess: () => window.location.assign('/sign-in'),
  })
}
