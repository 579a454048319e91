import type { Secret } from '@postback/sdk'
import { useMutation } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

interface Secrets {
  /** Newest first. */
  readonly data: readonly Secret[]
}

/** A mutation, not a query: it happens when somebody asks for it, and its answer is in no cache. */
export function useRevealSecrets() {
  return useMutation({ mutationFn: fetchSecrets, gcTime: 0 })
}

function fetchSecrets(configurationId: string): Promise<Secrets> {
  return client.request('GET', `/v1/configurations/${encodeURIComponent(configurationId)}/secrets`)
}

export function useRevealTestSecret() {
  return useMutation({ mutationFn: fetchTestSecret, gcTime: 0 })
}

function fetchTestSecret(): Promise<{ readonly secret: string }> {
  return client.request('GET', '/v1/tests/secret')
}

export function useRotateSecret() {
  return useMutation({ mutationFn: rotateSecret, gcTime: 0 })
}

interface SecretRotation {
  readonly configurationId: string
  readonly overlapHours: number
}

function rotateSecret({ configurationId, overlapHours }: SecretRotation): Promise<Secrets> {
  const path = `/v1/configurations/${encodeURIComponent(configurationId)}/secrets/rotate`
  return client.request('POST', path, { body: { overlapHours } })
}
