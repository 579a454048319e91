import type { DeliveryDetail, SentTestStep } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client } from '../asking/client.ts'
import { fetchDelivery, isAtRest } from './detail.ts'

const limit = 20

export function testsOptions(cursor: string | undefined) {
  return queryOptions({
    queryKey: ['deliveries', 'tests', cursor ?? null],
    queryFn: ({ signal }) => client.deliveries.list({ test: true, limit, cursor }, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** Tests sent before, newest first. */
export function useTests(cursor: string | undefined) {
  return useQuery(testsOptions(cursor))
}

const soonMs = 400
/** After a failed first attempt: the next one is a minute or more away. */
const laterMs = 5_000

/** Polls often until there is an answer, then slowly until the delivery can no longer change. */
export function testResultOptions(id: string) {
  return queryOptions({
    queryKey: ['deliveries', 'test-result', id],
    queryFn: ({ signal }) => fetchDelivery(id, signal),
    refetchInterval: ({ state: { data } }) => {
      if (!data) return soonMs
      if (isAtRest(data)) return false
      // A success with a further attempt ahead: it is sent a second time.
      return data.attempts.length === 0 || data.outcome === 'delivered' ? soonMs : laterMs
    },
  })
}

export function hasAnswer(delivery: DeliveryDetail): boolean {
  return delivery.attempts.length > 0 || isAtRest(delivery)
}

/** The posts of a test, step by step and target by target, each with its answer as it arrives. */
export function useTestResults(steps: readonly SentTestStep[]) {
  const queries = useQueryClient()
  const isAnswered = (id: string | undefined) => {
    const data = id === undefined ? undefined : queries.getQueryData(testResultOptions(id).queryKey)
    return data !== undefined && hasAnswer(data)
  }
  // A target gets one step after the other, so we ask for a step only when the one before it is answered.
  const posts = steps.flatMap(({ deliveryIds }, index) =>
    deliveryIds.map((id, target) => ({ id, waits: index > 0 && !isAnswered(steps[index - 1]?.deliveryIds[target]) })),
  )
  const results = useQueries({ queries: posts.map(({ id, waits }) => ({ ...testResultOptions(id), enabled: !waits })) })
  const answered = results.filter(({ data }) => data && hasAnswer(data)).length
  const delivered = results.filter(({ data }) => data?.state === 'delivered').length

  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer changes what these lists show.
  useEffect(() => {
    for (const list of ['tests', 'inbox']) void queries.invalidateQueries({ queryKey: ['deliveries', list] })
  }, [answered, delivered, queries])

  return { posts, results, answered, delivered }
}
