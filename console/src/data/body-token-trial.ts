import type { Attempt, ChangedConfiguration, Delivery, DeliveryDetail } from '@postback/sdk'
import { type QueryClient, queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client } from './asking/client.ts'
import { fetchDelivery } from './deliveries/detail.ts'

/** The state of the one post that was sent to see whether the token in the body helps. */
export type Trial =
  | { readonly step: 'trying'; readonly deliveryId: string }
  | { readonly step: 'accepted'; readonly deliveryId: string; readonly status: number }
  /** Refused as before: 401 or 403. */
  | { readonly step: 'refused'; readonly deliveryId: string; readonly status: number }
  /** Neither a 2xx nor a 401 or 403; null: no answer in time. */
  | { readonly step: 'unclear'; readonly deliveryId: string; readonly status: number | null }
  | { readonly step: 'broken'; readonly deliveryId: string; readonly error: unknown }

const lookEveryMs = 400
/** Longer than the time-out of an attempt, plus the wait for its turn. */
const waitMostMs = 120_000

/** The trial of a configuration, no matter on which page it began; null: there was none. */
export function useTrial(configurationId: string) {
  const queries = useQueryClient()
  const trial = useQuery(trialOptions(configurationId)).data ?? null
  useEffect(() => {
    const unfinished = readUnfinished()
    if (unfinished?.configurationId !== configurationId) return
    if (queries.getQueryData(trialOptions(configurationId).queryKey)) return
    void run(queries, unfinished, () => followTrial(unfinished))
  }, [queries, configurationId])
  return {
    trial,
    start: (delivery: Delivery) => {
      const of = { configurationId, deliveryId: delivery.id }
      // A second press, before the page has shown the first.
      if (queries.getQueryData(trialOptions(configurationId).queryKey)?.step === 'trying') return Promise.resolve()
      return run(queries, of, () => beginTrial(of))
    },
  }
}

/** Never fetched: the trial itself writes its state there. */
function trialOptions(configurationId: string) {
  return queryOptions<Trial>({
    queryKey: ['body-token-trial', configurationId],
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
}

interface TrialOf {
  readonly configurationId: string
  readonly deliveryId: string
}

/** The trial continues when the reader leaves the page. */
async function run(queries: QueryClient, of: TrialOf, until: () => Promise<Attempt | null>) {
  const { deliveryId, configurationId } = of
  const say = (trial: Trial) => queries.setQueryData(trialOptions(configurationId).queryKey, trial)
  const refresh = () =>
    Promise.all(['configurations', 'deliveries'].map((name) => queries.invalidateQueries({ queryKey: [name] })))
  say({ step: 'trying', deliveryId })
  try {
    const attempt = await until()
    if (attempt?.outcome !== 'delivered') await switchToken(configurationId, false)
    keepUnfinished(null)
    await refresh()
    say({ ...outcomeOf(attempt), deliveryId })
  } catch (error) {
    // We do not know whether it helps, so we switch it off.
    await switchToken(configurationId, false).then(
      () => keepUnfinished(null),
      () => {},
    )
    await refresh()
    say({ step: 'broken', deliveryId, error })
  }
}

function outcomeOf(attempt: Attempt | null) {
  if (attempt === null) return { step: 'unclear', status: null } as const
  const { status, outcome } = attempt
  if (outcome === 'delivered') return { step: 'accepted', status } as const
  return { step: isTokenRefusal(attempt) ? 'refused' : 'unclear', status } as const
}

/** The answers of systems that miss the token. They may have other causes, too. */
export function isTokenRefusal({ status, outcome }: Pick<DeliveryDetail, 'status' | 'outcome'>): boolean {
  return outcome === 'rejected' && (status === 401 || status === 403)
}

/** Whether the posts of a configuration carry the token in the body, too. */
function switchToken(configurationId: string, hottokInBody: boolean): Promise<ChangedConfiguration> {
  return client.configurations.change(configurationId, { hottokInBody })
}

async function beginTrial(of: TrialOf): Promise<Attempt | null> {
  const { configurationId, deliveryId } = of
  const { attemptsTotal, trigger, nextAttemptAt } = await fetchDelivery(deliveryId)
  const unfinished = { ...of, attemptsTotal }
  keepUnfinished(unfinished)
  await switchToken(configurationId, true)
  // Only one manual series may run at a time, and the waiting one was sent without the token in the body.
  if (trigger === 'manual' && nextAttemptAt !== null) await client.deliveries.cancel(deliveryId)
  await client.deliveries.resend(deliveryId, { hottokInBody: 'as-configured' })
  return followTrial(unfinished)
}

/** The next attempt; null: none in time. */
async function followTrial({ deliveryId, attemptsTotal }: Unfinished): Promise<Attempt | null> {
  const until = Date.now() + waitMostMs
  while (Date.now() < until) {
    const { attempts } = await fetchDelivery(deliveryId)
    const next = attempts.find(({ late, number }) => !late && number > attemptsTotal)
    if (next) return next
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  return null
}

// -- a page that is reloaded during the trial ----------------------------------------------------------------------------------

interface Unfinished extends TrialOf {
  /** Before the trial. */
  readonly attemptsTotal: number
}

const unfinishedKey = 'postback.body-token-trial'

/** A page that is reloaded before the answer still ends the trial, so the switch does not stay on unproven. */
function keepUnfinished(unfinished: Unfinished | null) {
  try {
    if (unfinished) sessionStorage.setItem(unfinishedKey, JSON.stringify(unfinished))
    else sessionStorage.removeItem(unfinishedKey)
  } catch {
    // Storage is switched off: the trial is followed as long as the page is there.
  }
}

function readUnfinished(): Unfinished | null {
  try {
    return JSON.parse(sessionStorage.getItem(unfinishedKey) ?? 'null')
  } catch {
    return null
  }
}
