import { useMutation } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** Of the saved address; nothing is sent to it. */
export function useCheckAddress(id: string) {
  return useMutation({ mutationFn: () => client.configurations.check(id) })
}
