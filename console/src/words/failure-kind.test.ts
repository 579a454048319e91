import { expect, test } from 'vitest'
import words from '../locales/en/words.json' with { type: 'json' }
import { failureKind } from './failure-kind.ts'

test.each([
  [{ status: 200, outcome: 'delivered', cause: null }, null],
  [{ status: null, outcome: null, cause: null }, null],
  [{ status: 408, outcome: 'timeout', cause: 'first-byte' }, 'answer-timeout'],
  [{ status: 408, outcome: 'rejected', cause: null }, 'http-408'],
  [{ status: -1, outcome: 'timeout', cause: 'connect' }, 'connect-timeout'],
  [{ status: -1, outcome: 'unreachable', cause: 'tls-name' }, 'tls-name'],
  [{ status: -1, outcome: 'unreachable', cause: 'something-new' }, 'unreachable'],
  [{ status: -1, outcome: 'blocked', cause: 'not-public' }, 'blocked-address'],
  [{ status: -1, outcome: 'blocked', cause: 'scheme' }, 'blocked-url'],
  [{ status: 302, outcome: 'rejected', cause: null }, 'redirect'],
  [{ status: 418, outcome: 'rejected', cause: null }, 'http-4xx'],
  [{ status: 504, outcome: 'rejected', cause: null }, 'http-502'],
  [{ status: 500, outcome: 'rejected', cause: null }, 'http-500'],
  [{ status: 429, outcome: 'rejected', cause: null }, 'http-429'],
  [{ status: 429, outcome: 'rejected', cause: null, askedToWaitUntil: '2026-01-05T14:05:00Z' }, 'http-429-wait'],
  [{ status: 503, outcome: 'rejected', cause: null, askedToWaitUntil: null }, 'http-503'],
  [{ status: 503, outcome: 'rejected', cause: null, askedToWaitUntil: '2026-01-05T14:05:00Z' }, 'http-503-wait'],
] as const)('%j is explained as %s', (attempt, kind) => {
  expect(failureKind(attempt)).toBe(kind)
  if (kind) expect(words.failures[kind].steps.length).toBeGreaterThan(0)
})
