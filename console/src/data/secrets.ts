import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'

/** A mutation, not a query: it runs only when the reader asks, and its answer is in no cache. */
export function useRevealSecrets() {
  return useAct({ act: (configurationId: string) => client.secrets.list(configurationId), secret: true })
}

export function useRevealTestSecret() {
  return useAct({ act: () => client.tests.secret(), secret: true })
}

interface SecretRotation {
  readonly configurationId: string
  readonly overlapHours: number
}

export function useRotateSecret() {
  return useAct({
    act: ({ configurationId, overlapHours }: SecretRotation, options) =>
      client.secrets.rotate(configurationId, { overlapHours }, options),
    secret: true,
  })
}
