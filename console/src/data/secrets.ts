import { useMutation } from '@tanstack/react-query'
import { client } from './client.ts'

/** A mutation, not a query: it runs only when the reader asks, and its answer is in no cache. */
export function useRevealSecrets() {
  return useMutation({ mutationFn: (configurationId: string) => client.secrets.list(configurationId), gcTime: 0 })
}

export function useRevealTestSecret() {
  return useMutation({ mutationFn: () => client.tests.secret(), gcTime: 0 })
}

interface SecretRotation {
  readonly configurationId: string
  readonly overlapHours: number
}

export function useRotateSecret() {
  return useMutation({
    mutationFn: ({ configurationId, overlapHours }: SecretRotation) =>
      client.secrets.rotate(configurationId, { overlapHours }),
    gcTime: 0,
  })
}
