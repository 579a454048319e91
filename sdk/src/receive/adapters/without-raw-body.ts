import { type Answer, answer } from '../answer.ts'
import type { Receiver } from '../receiver.ts'

/**
 * Something read the body before, and what it made of it is not what was signed: keys in another order, numbers written another
 * way. Said to whoever wrote the receiver, in the log and in the sender's history, rather than refused as a wrong signature.
 */
export function withoutRawBody(receiver: Receiver, remedy: string): Answer {
  const message = `The bytes of the body are gone: something parsed it before the receiver. ${remedy}`
  receiver.report(new Error(message))
  return answer('unavailable', { code: 'raw_body_missing', message })
}
