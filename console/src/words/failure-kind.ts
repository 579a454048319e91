import type { Outcome } from '@postback/sdk'
import type words from '../locales/en/words.json'

/** Kinds of failure that have words of their own. */
export type FailureKind = keyof typeof words.failures

interface Attempted {
  readonly status: number | null
  readonly outcome: Outcome | null
  readonly cause: string | null
  /** Of a 429 or 503 with `Retry-After`. */
  readonly askedToWaitUntil?: string | null
}

const byCause: Readonly<Record<string, FailureKind>> = {
  'dns-not-found': 'dns-not-found',
  'dns-failed': 'dns-failed',
  refused: 'refused',
  // For a producer both mean that the receiver accepted the connection and closed it.
  reset: 'closed',
  closed: 'closed',
  'tls-name': 'tls-name',
  'tls-expired': 'tls-expired',
  'tls-untrusted': 'tls-untrusted',
  'tls-protocol': 'tls-protocol',
  unreachable: 'unreachable',
  'invalid-response': 'invalid-response',
  'headers-too-large': 'headers-too-large',
}

/** The address as written in the URL, not where it leads. */
const urlProblems: ReadonlySet<string> = new Set([
  'unparsable',
  'scheme',
  'credentials',
  'port',
  'host',
  'length',
  'invisible',
])

const byStatus: Readonly<Record<number, FailureKind>> = {
  400: 'http-400',
  401: 'http-401',
  403: 'http-403',
  404: 'http-404',
  405: 'http-405',
  408: 'http-408',
  410: 'http-410',
  413: 'http-413',
  415: 'http-415',
  419: 'http-419',
  422: 'http-422',
  429: 'http-429',
  502: 'http-502',
  503: 'http-503',
  504: 'http-502',
}

/** null: it did not fail, or nothing was attempted. */
export function failureKind({ status, outcome, cause, askedToWaitUntil }: Attempted): FailureKind | null {
  switch (outcome) {
    case null:
    case 'delivered':
      return null
    case 'rejected':
      return askedToWaitUntil ? waitOfStatus(status) : kindOfStatus(status)
    case 'timeout':
      return status === 408 ? 'answer-timeout' : 'connect-timeout'
    case 'unreachable':
      return byCause[cause ?? ''] ?? 'unreachable'
    case 'blocked':
      return urlProblems.has(cause ?? '') ? 'blocked-url' : 'blocked-address'
    case 'abandoned':
      return 'abandoned'
    default:
      outcome satisfies never
      return 'unknown'
  }
}

function waitOfStatus(status: number | null): FailureKind {
  return status === 503 ? 'http-503-wait' : 'http-429-wait'
}

function kindOfStatus(status: number | null): FailureKind {
  if (status === null) return 'unknown'
  const known = byStatus[status]
  if (known) return known
  if (status >= 500) return 'http-500'
  if (status >= 400) return 'http-4xx'
  return status >= 300 ? 'redirect' : 'unknown'
}
