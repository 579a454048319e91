import type { TestInput } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function useSendTest() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: TestInput) => client.tests.send(input),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deliveries'] }),
  })
}
