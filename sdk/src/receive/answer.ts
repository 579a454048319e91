/** What became of a request; never changes its meaning. */
export type ReceiptResult =
  | 'handled'
  /** The same event was handled before. */
  | 'duplicate'
  /** A later event of the same subject was handled before; this one was left out. */
  | 'stale'
  /** There is no handler for it. */
  | 'unknown'
  | 'refused'
  | 'unreadable'
  | 'too_large'
  | 'not_post'
  /** The same event, or an earlier one of its subject, is being handled at this moment. */
  | 'busy'
  /** A handler threw. */
  | 'failed'
  /** The store, or the way here, is out of order. */
  | 'unavailable'

/** What to write to the sender, who shows it in the history of responses. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly result: ReceiptResult
}

/**
 * 2xx ends the matter: also for what is known already, overtaken, or of no interest. Everything else makes the sender try again,
 * which helps only where another try can end otherwise, but shows up in its history in any case.
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
