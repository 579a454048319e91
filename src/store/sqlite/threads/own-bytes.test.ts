import { expect, it } from 'vitest'
import type { AttemptOutcome } from '../../contract/work.ts'
import { withOwnBytes } from './own-bytes.ts'

const outcome = (responseBody: Uint8Array) => ({ attempt: { number: 1, responseBody } }) as AttemptOutcome

it('copies an answer out of a larger buffer, and leaves an answer with its own buffer as it is', () => {
  const part = withOwnBytes(outcome(Buffer.alloc(65_536, 'x').subarray(7, 9)))
  expect(part.attempt).toMatchObject({ number: 1, responseBody: Uint8Array.from(Buffer.from('xx')) })
  expect(part.attempt.responseBody.buffer.byteLength).toBe(2)
  const own = outcome(new Uint8Array(3))
  expect(withOwnBytes(own)).toBe(own)
})
