import type { TestInput } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** One delivery for each target: configurations first, then addresses, in the order given. */
export interface SentTest {
  readonly deliveryIds: readonly string[]
}

function sendTest(body: TestInput): Promise<SentTest> {
  return client.request('POST', '/v1/tests', { body })
}

export function useSendTest() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: sendTest,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deliveries'] }),
  })
}
