import type { AttemptOutcome } from '../../contract/work.ts'

/** An outcome whose answer is no part of a larger buffer: that one would be copied to the other thread with all that is in it. */
export function withOwnBytes(outcome: AttemptOutcome): AttemptOutcome {
  const { attempt } = outcome
  const { responseBody } = attempt
  if (responseBody.byteLength === responseBody.buffer.byteLength) return outcome
  return { ...outcome, attempt: { ...attempt, responseBody: Uint8Array.from(responseBody) } }
}
