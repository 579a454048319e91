import type { CredentialInput } from '@postback/sdk'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'

/** More than an account can have. */
const limit = 250

function credentialsOptions() {
  return queryOptions({
    queryKey: ['credentials', 'list'],
    queryFn: async ({ signal }) => (await client.credentials.list({ limit }, { signal })).data,
  })
}

export function useCredentials() {
  return useQuery(credentialsOptions())
}

// These are mutations because their answers carry a secret: they are in no cache, and gone with the page.

export function useCreateCredential() {
  const onSuccess = useRefresh()
  return useAct({
    act: (input: CredentialInput, options) => client.credentials.create(input, options),
    secret: true,
    onSuccess,
  })
}

export function useRevealCredential() {
  const onSuccess = useRefresh()
  return useAct({ act: (id: string) => client.credentials.reveal(id), secret: true, onSuccess })
}

interface Rotation {
  readonly id: string
  readonly overlapHours: number
}

export function useRotateCredential() {
  const onSuccess = useRefresh()
  return useAct({
    act: ({ id, overlapHours }: Rotation, options) => client.credentials.rotate(id, { overlapHours }, options),
    secret: true,
    onSuccess,
  })
}

interface Revocation {
  readonly id: string
  readonly hooks: 'keep' | 'remove'
}

export function useRevokeCredential() {
  const onSuccess = useRefresh()
  return useAct({
    act: ({ id, hooks }: Revocation, options) => client.credentials.revoke(id, { hooks }, options),
    onSuccess,
  })
}

/** A change of a credential shows in each of these resources. */
export function useRefresh() {
  const queries = useQueryClient()
  return () =>
    Promise.all(
      ['credentials', 'hooks', 'past-actions', 'configurations'].map((resource) =>
        queries.invalidateQueries({ queryKey: [resource] }),
      ),
    )
}
