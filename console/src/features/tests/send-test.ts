import type { SentTest, TestInput } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

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
