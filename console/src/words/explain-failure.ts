import { type Outcome, testInbox } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useUntil } from '../ui/time/use-until.ts'
import { type FailureKind, failureKind } from './failure-kind.ts'

export interface Failure {
  /** 408 and -1 may be ours; `outcome` tells. */
  readonly status: number | null
  readonly outcome: Outcome | null
  readonly cause: string | null
  /** The target, for the name of its host. */
  readonly url?: string | null
  /** When it was attempted, and until when nothing is sent to its configuration: of a 429 or 503 with `Retry-After`. */
  readonly at?: string
  readonly askedToWaitUntil?: string | null
}

export interface FailureExplanation {
  readonly kind: FailureKind
  /** A few words. */
  readonly title: string
  /** What happened and the likely cause. */
  readonly sentence: string
  /** What to do about it, in this order. */
  readonly nextSteps: readonly string[]
}

/** Says in plain words why an attempt failed; null if it did not, or none was made. */
export function useExplainFailure(): (failure: Failure) => FailureExplanation | null {
  const { t } = useTranslation('words')
  const place = usePlace()
  const until = useUntil()
  return (failure) => {
    const kind = failureKind(failure)
    if (kind === null) return null
    const { askedToWaitUntil, at } = failure
    const values = {
      host: place(failure.url),
      status: String(failure.status ?? ''),
      until: askedToWaitUntil ? until(askedToWaitUntil, at ?? askedToWaitUntil) : '',
    }
    return {
      kind,
      title: t(`failures.${kind}.title`),
      sentence: capitalised(t(`failures.${kind}.sentence`, values)),
      nextSteps: t(`failures.${kind}.steps`, { returnObjects: true, ...values }),
    }
  }
}

/** The name of the place that a URL leads to. */
export function usePlace(): (url: string | null | undefined) => string {
  const { t } = useTranslation('ui')
  return (url) => (url === testInbox ? t('testInbox') : (hostOf(url) ?? t('theAddress')))
}

/** null: there is none in it. */
export function hostOf(url: string | null | undefined): string | null {
  return URL.parse(url ?? '')?.host || null
}

/** A sentence may begin with "the address" where the host is not known. */
function capitalised(sentence: string): string {
  return /^[a-z0-9-]+\./.test(sentence) ? sentence : sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
