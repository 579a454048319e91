import type { AttemptOutcome } from '../../contract/work.ts'

/** Copies the answer out of a larger buffer: the other thread would be sent a copy of that whole buffer. */
export function withOwnBytes(outcome: AttemptOutcome): AttemptOutcome {
  const { attempt } = outcome
  const { responseBody } = attempt
  if (responseBody.byteLength === responseBody.buffer.byteLength) return outcome
  return { ...outcome, attempt: { ...attempt, responseBody: Uint8Array.from(responseBody) } }
}
