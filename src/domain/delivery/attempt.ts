import type { Cause, Phase, Reply } from './reply.ts'

export const outcomes = ['delivered', 'rejected', 'timeout', 'unreachable', 'blocked', 'abandoned'] as const

/**
 * How an attempt ended. A receiver's failure is data, never an exception.
 * `abandoned`: the process ended three times in the middle of this delivery; it is set aside for a person to look at.
 */
export type Outcome = (typeof outcomes)[number]

/** `test-twice`: a test whose first success counts as lost, so that it is sent again with the same id and the same bytes. */
export const triggers = ['automatic', 'manual', 'test', 'test-twice'] as const
export type Trigger = (typeof triggers)[number]

/**
 * What the history shows as status: always an HTTP code, as producers know it. The receiver's own; 408 when it was sent and
 * not answered in time; -1 when there was no connection or it closed without an answer.
 */
export function classify(reply: Reply): { outcome: Outcome; status: number; cause: string | null } {
  switch (reply.kind) {
    case 'answered':
      return isSuccess(reply.status)
        ? { outcome: 'delivered', status: reply.status, cause: reply.headProblem }
        : { outcome: 'rejected', status: reply.status, cause: reply.headProblem }
    case 'timeout':
      return { outcome: 'timeout', status: wasSent(reply.phase) ? 408 : -1, cause: reply.phase }
    case 'unreachable':
      return { outcome: 'unreachable', status: -1, cause: reply.cause }
    case 'blocked':
      return { outcome: 'blocked', status: -1, cause: reply.reason }
  }
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299
}

function wasSent(phase: Phase): boolean {
  return phase === 'send' || phase === 'first-byte'
}

const urlCauses: ReadonlySet<string> = new Set<Cause>(['dns-not-found', 'tls-name'])
const urlStatuses: ReadonlySet<number> = new Set([404, 405, 410])

/** Whether the attempt failed for the URL itself, so that sending again cannot help until somebody corrects it. */
export function blamesUrl(result: { outcome: Outcome; status: number; cause: string | null }): boolean {
  switch (result.outcome) {
    case 'blocked':
      return true
    case 'rejected':
      return urlStatuses.has(result.status)
    case 'unreachable':
      return result.cause !== null && urlCauses.has(result.cause)
    default:
      return false
  }
}
