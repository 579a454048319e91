/** The result of a request. A value never changes its meaning. */
export type ReceiptResult =
  | 'handled'
  /** The same event was handled before. */
  | 'duplicate'
  /** A later event of the same subject was handled before, so this one was skipped. */
  | 'stale'
  /** There is no handler for the event. */
  | 'unknown'
  | 'refused'
  | 'unreadable'
  | 'too_large'
  | 'not_post'
  /** The same event is being handled, or, with the order guard, another event of its subject. */
  | 'busy'
  /** A handler threw. */
  | 'failed'
  /** The store failed, or the body could not be read. */
  | 'unavailable'

/** The answer to write to the sender. The sender shows it in the history of responses. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly result: ReceiptResult
}

/**
 * 2xx is final: also for duplicate, stale and unknown events. With every other status the sender tries again. That helps only if
 * the next try can succeed, but every failure is shown in the sender's history.
 */
const statuses: Readonly<Record<ReceiptResult, number>> = {
  handled: 200,
  duplicate: 200,
  stale: 200,
  unknown: 200,
  refused: 401,
  unreadable: 400,
  too_large: 413,
  not_post: 405,
  busy: 503,
  failed: 500,
  unavailable: 503,
}

const extraHeaders: Partial<Readonly<Record<ReceiptResult, Readonly<Record<string, string>>>>> = {
  not_post: { allow: 'POST' },
  busy: { 'retry-after': '10' },
}

export interface AnswerDetail {
  readonly code?: string
  readonly message?: string
}

export function answer(result: ReceiptResult, detail: AnswerDetail = {}): Answer {
  return {
    status: statuses[result],
    headers: { 'content-type': 'application/json', ...extraHeaders[result] },
    body: JSON.stringify({ result, ...detail }),
    result,
  }
}

export function tooLarge(bytesMax: number): Answer {
  return answer('too_large', { message: `The body is larger than ${bytesMax} bytes.` })
}
