import { describe, expect, it } from 'vitest'
import { blamesUrl, classify } from './attempt.ts'
import type { Reply } from './reply.ts'

const timings = { totalMs: 1, reusedConnection: false }
const answered = (status: number): Reply => ({
  kind: 'answered',
  status,
  headers: [],
  body: new Uint8Array(),
  bodyTruncated: false,
  headProblem: null,
  timings,
})

describe('outcome of an attempt', () => {
  it.each([
    [answered(200), 'delivered', 200],
    [answered(299), 'delivered', 299],
    [answered(302), 'rejected', 302],
    [answered(408), 'rejected', 408],
    [answered(500), 'rejected', 500],
    [{ kind: 'timeout', phase: 'first-byte', timings }, 'timeout', 408],
    [{ kind: 'timeout', phase: 'connect', timings }, 'timeout', -1],
    [{ kind: 'unreachable', cause: 'refused', timings }, 'unreachable', -1],
    [{ kind: 'blocked', reason: 'not-public', timings }, 'blocked', -1],
  ] as const)('%o is %s, shown as %s', (reply, outcome, status) => {
    expect(classify(reply)).toMatchObject({ outcome, status })
  })

  it('blames the URL only for what sending again cannot mend', () => {
    for (const status of [404, 405, 410]) expect(blamesUrl(classify(answered(status)))).toBe(true)
    for (const status of [400, 401, 403, 408, 429, 500]) expect(blamesUrl(classify(answered(status)))).toBe(false)
    const unreachable = (cause: 'dns-not-found' | 'tls-name' | 'refused' | 'dns-failed') =>
      blamesUrl(classify({ kind: 'unreachable', cause, timings }))
    expect(unreachable('dns-not-found')).toBe(true)
    expect(unreachable('tls-name')).toBe(true)
    expect(unreachable('refused')).toBe(false)
    expect(unreachable('dns-failed')).toBe(false)
  })
})
