import { type Answer, answer } from '../answer.ts'
import type { Receiver } from '../receiver.ts'

/**
 * The body was parsed before, and a body that is serialized again does not match its signature: other key order, other number
 * formats. This is not refused as a wrong signature. The log and the sender's history tell the developer the remedy instead.
 */
export function withoutRawBody(receiver: Receiver, remedy: string): Answer {
  const message = `The bytes of the body are gone: something parsed it before the receiver. ${remedy}`
  receiver.report(new Error(message))
  return answer('unavailable', { code: 'raw_body_missing', message })
}
