import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'

export function useSignOut() {
  return useMutation({
    mutationFn: () => client.sessions.signOut(),
    // A new page load: nothing of the account stays in memory.
    onSuccess: () => window.location.assign('/sign-in'),
  })
}
