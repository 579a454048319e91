import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from './asking/client.ts'

export interface FirstSteps {
  readonly tested: boolean
  /** A test was answered, with any code. */
  readonly answered: boolean
  /** The token was looked at: then it can be placed. */
  readonly tokenSeen: boolean
  /** A post of a real sale was answered with 2xx. */
  readonly sold: boolean
}

async function getFirstSteps(signal: AbortSignal): Promise<FirstSteps> {
  const [tests, sales, actions] = await Promise.all([
    client.deliveries.list({ test: true, limit: 50 }, { signal }),
    client.deliveries.list({ test: false, state: ['delivered'], limit: 1 }, { signal }),
    client.pastActions.list({ limit: 100 }, { signal }),
  ])
  return {
    tested: tests.data.length > 0,
    answered: tests.data.some(({ status }) => status !== null),
    tokenSeen: actions.data.some(({ kind }) => kind === 'hottok-revealed'),
    sold: sales.data.length > 0,
  }
}

export function firstStepsOptions() {
  return queryOptions({
    queryKey: ['deliveries', 'first-steps'],
    queryFn: ({ signal }) => getFirstSteps(signal),
    refetchInterval: 20_000,
  })
}

/** How far a newcomer has come. */
export function useFirstSteps(enabled: boolean) {
  return useQuery({ ...firstStepsOptions(), enabled })
}
